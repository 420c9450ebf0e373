import type { FromReaderToWallet } from '@lanyard/contract';
import { only, type ResponseApdu, SECURE_CLASS, type Send, sendOver, SW } from '@lanyard/piv';
import { type Bytes, fromBase64, toBase64 } from '@lanyard/pki';
import type { WalletCard } from '../card/wallet-card.ts';
import { isServerError, WalletError } from '../errors.ts';
import { actOf, type CardAct, usesKey } from './card-use.ts';
import type { PhoneTalk } from './connect.ts';
import { farewell } from './conversation.ts';
import { sameObjects } from './same-objects.ts';

export interface SharePorts {
  /** The card as it is now; undefined when there is none to share. */
  readonly card: () => Promise<WalletCard | undefined>;
  /**
   * Asked before a private key is used; false is answered `6982`.
   * @param gone resolves when the desktop does not wait for it any more
   */
  readonly consent: (act: CardAct, gone: Promise<void>) => Promise<boolean>;
  readonly used: (act: CardAct, outcome: 'done' | 'refused') => Promise<void>;
  /** What went wrong inside, for whoever mends it. */
  readonly failed: (error: unknown) => void;
}

export interface CardShare {
  /** If the card is another one now, or gone, the desktop learns of it. */
  refresh(): Promise<void>;
  /** Resolves when it is over. `lost`: nobody said so. */
  readonly ended: Promise<'stopped' | 'forgotten' | 'lost'>;
  /** `asleep`: the desktop is to wait for it, and may wake the phone. `forbidden`: the organisation ends it. */
  end(why: 'disconnected' | 'forgotten' | 'forbidden' | 'asleep'): void;
}

type Command = Extract<FromReaderToWallet, { readonly type: 'command' }>;

/** Serves the wallet's card to a connected desktop, one command after another. Its end takes the PIN back. */
export function shareCard(talk: PhoneTalk, ports: SharePorts): CardShare {
  let shown: { readonly card: WalletCard; readonly send: Send } | undefined;
  const refresh = async (): Promise<void> => {
    const card = await ports.card();
    if (card !== undefined && shown !== undefined && sameObjects(card.objects, shown.card.objects)) return;
    shown?.card.reset();
    shown = card === undefined ? undefined : { card, send: sendOver((octets) => card.transmit(octets)) };
    for (const [tag, content] of card?.objects ?? []) talk.say({ type: 'object', tag, content: toBase64(content) });
    talk.say({ type: card === undefined ? 'no-card' : 'card' });
  };
  /** Heard while the message before is worked on; what is wrong with it is told when its turn comes. */
  const ahead = (): ReturnType<PhoneTalk['hear']> => {
    const next = talk.hear();
    next.catch(() => undefined);
    return next;
  };
  const answer = async (command: Command, gone: Promise<void>): Promise<void> => {
    const given = shown;
    const { data, sw } = await perform(given?.send, command, gone, ports);
    // It became another card meanwhile: what the command opened in the one before, nobody would close.
    if (given !== shown) given?.card.reset();
    talk.say({ type: 'answer', call: command.call, data: toBase64(data), sw });
  };
  const serve = async (): Promise<'stopped' | 'forgotten' | 'lost'> => {
    await refresh();
    let next = ahead();
    for (let message = await next; message !== undefined; message = await next) {
      next = ahead();
      if (message.type === 'command') await answer(message, endOf(next));
      else if (message.type === 'reset') shown?.card.reset();
      else if (message.type === 'there') talk.say({ type: 'here' });
      else if (message.type === 'bye') return message.why === 'forgotten' ? 'forgotten' : 'stopped';
      else throw new WalletError('link_broken', { why: message.type });
    }
    return 'lost';
  };
  const ended = serve()
    .catch((error: unknown) => {
      if (!(error instanceof WalletError)) ports.failed(error);
      return 'lost' as const;
    })
    .finally(() => {
      shown?.card.reset();
      talk.close();
    });
  return {
    refresh,
    ended,
    end: (why) => {
      farewell(() => talk.say({ type: 'bye', why }));
      talk.close();
    },
  };
}

/** Resolves when the desktop that asked has left, or taken the card's power: what it asked is asked by nobody then. */
const endOf = (next: Promise<FromReaderToWallet | undefined>): Promise<void> =>
  new Promise((resolve) => {
    next.then(
      (message) => {
        if (message === undefined || message.type === 'bye' || message.type === 'reset') resolve();
      },
      () => resolve(),
    );
  });

async function perform(
  send: Send | undefined,
  command: Command,
  gone: Promise<void>,
  ports: SharePorts,
): Promise<ResponseApdu> {
  if (send === undefined) return only(SW.noDiagnosis);
  const act = actOf(command);
  const agreed = act === undefined || !usesKey(act) || (await ports.consent(act, gone));
  const answer = agreed ? await transmit(send, command, ports) : only(SW.securityStatus);
  if (act !== undefined) await ports.used(act, answer.sw === SW.done ? 'done' : 'refused');
  return answer;
}

/** A card that cannot say what happened, because its server is away, says `6F00` (ISO/IEC 7816-4 §5.1.3). */
async function transmit(send: Send, command: Command, { failed }: SharePorts): Promise<ResponseApdu> {
  const { ins, p1, p2, le, secured } = command;
  const cla = secured === true ? SECURE_CLASS : 0x00;
  const data: Bytes = fromBase64(command.data);
  try {
    return await send({ cla, ins, p1, p2, data, ...(le === null ? {} : { le }) });
  } catch (error) {
    if (!(error instanceof WalletError || isServerError(error))) failed(error);
    return only(SW.noDiagnosis);
  }
}

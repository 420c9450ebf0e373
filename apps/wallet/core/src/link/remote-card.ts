import { chainOver, type CommandApdu, createCard, hostOf, only, type ResponseApdu, SW } from '@lanyard/piv';
import type { Bytes } from '@lanyard/pki';
import { CARD_ATR } from '../card/wallet-card.ts';
import type { RandomBytes } from '../ports.ts';

/** Has the phone perform a command whose chain is joined. @throws when it did not answer: nobody knows what happened */
export type AskPhone = (command: Omit<CommandApdu, 'cla'>) => Promise<ResponseApdu>;

interface RemoteCardParts {
  /** The card's public objects, as the phone sent them. */
  readonly objects: ReadonlyMap<number, Bytes>;
  readonly ask: AskPhone;
  /** Power was taken from it. */
  readonly powerOff: () => void;
  readonly random: RandomBytes;
}

/** A card in a desktop's reader. */
export interface RemoteCard {
  readonly atr: Bytes;
  transmit(octets: Bytes): Promise<Bytes>;
  reset(): void;
}

const [SELECT, GET_DATA] = [0xa4, 0xcb];

/**
 * The phone's card as the desktop shows it. It answers by itself what anybody may read, so that a program that only looks
 * does not wake the phone. It has no key and judges no PIN: everything else is the phone's to answer, and where that fails
 * the answer is `6F00`, never silence.
 */
export function remoteCard({ objects, ask, powerOff, random }: RemoteCardParts): RemoteCard {
  const shown = hostOf((octets) => front.transmit(octets));
  const front = createCard({
    objects: { read: (tag) => objects.get(tag) },
    keys: {
      algorithmOf: () => undefined,
      signDigest: async () => 'unusable',
      agree: async () => 'unusable',
      rsa: async () => 'unusable',
    },
    pin: {
      triesLeft: async () => 0,
      verify: async () => ({ kind: 'blocked' }),
      change: async () => ({ kind: 'blocked' }),
      unblock: async () => ({ kind: 'blocked' }),
      forget: () => undefined,
    },
    random: { bytes: random },
  });
  const transmission = chainOver(async ({ cla: _cla, ...command }) => {
    if (command.ins === SELECT || command.ins === GET_DATA) {
      const answer = await shown.send(command);
      // What is behind the PIN is not here.
      if (answer.sw !== SW.securityStatus) return answer;
    }
    return ask(command).catch(() => only(SW.noDiagnosis));
  });
  return {
    atr: CARD_ATR,
    transmit: transmission.transmit,
    reset: () => {
      transmission.reset();
      powerOff();
    },
  };
}

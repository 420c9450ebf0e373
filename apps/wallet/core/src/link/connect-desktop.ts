import { WalletError } from '../errors.ts';
import type { CardAct } from './card-use.ts';
import type { Carrier, Over } from './carrier.ts';
import { openChannel } from './channel.ts';
import { CONFIRM_MS, connectFromPhone, type PhoneTalk } from './connect.ts';
import { within } from './conversation.ts';
import { ANSWER_MS } from './desktop-card.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { PairedRecord } from './desktop-record.ts';
import { type Meeting, meetOverBluetooth, meetOverRelay } from './meeting-way.ts';
import { findDesktop } from './nearby/choose-desktop.ts';
import { type CardShare, shareCard } from './share-card.ts';

/** A holder has less time than the desktop waits, so that nothing is done that the desktop gave up on. */
export const CONSENT_MS = ANSWER_MS - 5_000;

export interface Holder {
  /** Shows the number that the desktop shows too, and resolves with what the holder decided. */
  readonly confirm: (number: string) => Promise<boolean>;
  /** @param gone the desktop does not wait for it any more */
  readonly consent: (act: CardAct, gone: Promise<void>) => Promise<boolean>;
  readonly used: () => void;
}

/** How a connection begins. */
export interface Start {
  readonly over: Over;
  /** By a tap just now: the holder may be asked to choose the desktop once more. */
  readonly tapped: boolean;
}

export interface Connected {
  readonly share: CardShare;
  /** By which Bluetooth finds the desktop again. */
  readonly near: string | undefined;
}

export interface ConnectRun {
  readonly over: Over;
  readonly connected: Promise<Connected>;
  cancel(): void;
}

/**
 * Connects a paired desktop: 1. there is a card to share 2. the way, where it is allowed 3. the channel, with the key that
 * was pinned 4. over the relay, which shows no proximity, the holder compares the number 5. the card is served.
 * `connected` throws WalletError `no_card_to_share`, `relay_forbidden`, `bluetooth_forbidden`, `bluetooth_off`,
 * `bluetooth_missing`, `bluetooth_tap_needed`, `no_desktop_chosen`, `desktop_not_near`, `desktop_other_chosen`,
 * `desktop_key_changed`, `connection_refused`, `desktop_not_reachable`, `link_broken`, and what `relayCarrier` throws.
 */
export function connectDesktop(parts: DesktopParts, desktop: PairedRecord, start: Start, holder: Holder): ConnectRun {
  const run: { way: Carrier | undefined; cancelled: boolean } = { way: undefined, cancelled: false };
  const connect = async (): Promise<Connected> => {
    if ((await parts.card()) === undefined) throw new WalletError('no_card_to_share');
    const { way, near } = await meet(parts, desktop, start);
    run.way = way;
    try {
      if (run.cancelled) throw new WalletError('connection_refused');
      const otherwise = new WalletError('desktop_not_reachable');
      const confirm = start.over === 'relay' ? holder.confirm : async () => true;
      const talk = await within({ after: parts.after, milliseconds: CONFIRM_MS, way, otherwise }, () =>
        talkTo(parts, way, desktop, confirm),
      );
      return { share: serve(parts, talk, desktop, holder), near };
    } catch (error) {
      way.close();
      throw error;
    }
  };
  return {
    over: start.over,
    connected: connect(),
    cancel: () => {
      run.cancelled = true;
      run.way?.close();
    },
  };
}

async function meet(
  parts: DesktopParts,
  { readerId, name, near }: PairedRecord,
  { over, tapped }: Start,
): Promise<Meeting> {
  if (over === 'relay') return meetOverRelay(parts, { purpose: 'connect', readerId }, name);
  const meeting = await meetOverBluetooth(parts, await findDesktop(parts, near, tapped), { purpose: 'connect' });
  if (meeting.readerId === readerId) return meeting;
  meeting.way.close();
  throw new WalletError('desktop_other_chosen', { name: meeting.name });
}

async function talkTo(
  parts: DesktopParts,
  way: Carrier,
  { readerId, key }: PairedRecord,
  confirm: Holder['confirm'],
): Promise<PhoneTalk> {
  const [own, deviceId] = [await parts.records.ownKeys(), await parts.deviceId()];
  const { random } = parts;
  const pinned = { key, otherwise: 'desktop_key_changed' } as const;
  const names = { purpose: 'connect', readerId, deviceId } as const;
  return connectFromPhone(await openChannel(way, { initiator: true, own, ...names, pinned, random }), {
    random,
    confirm,
  });
}

/** Programs try again at once what was refused: that is the same question, and was answered. */
const SAME_QUESTION_MS = 3_000;

function serve(parts: DesktopParts, talk: PhoneTalk, { readerId, name }: PairedRecord, holder: Holder): CardShare {
  let refused: { readonly act: CardAct; readonly at: number } | undefined;
  const ask = async (act: CardAct, gone: Promise<void>): Promise<boolean> => {
    if (refused?.act === act && parts.clock() - refused.at < SAME_QUESTION_MS) return false;
    const yes = await holder.consent(act, gone);
    refused = yes ? undefined : { act, at: parts.clock() };
    return yes;
  };
  return shareCard(talk, {
    card: parts.card,
    failed: parts.failed,
    consent: async (act, gone) => !(await parts.policy()).desktops.confirmUses || ask(act, gone),
    used: async (act, outcome) => {
      await parts.records.addUse({ at: parts.clock(), readerId, desktop: name, act, outcome });
      holder.used();
    },
  });
}

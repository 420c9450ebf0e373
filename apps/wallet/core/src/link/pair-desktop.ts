import { pairedOverBluetooth } from '@lanyard/contract';
import { isWalletError, WalletError } from '../errors.ts';
import type { Carrier } from './carrier.ts';
import { openChannel } from './channel.ts';
import { within } from './conversation.ts';
import type { DesktopParts } from './desktop-parts.ts';
import type { Meeting } from './meeting-way.ts';
import { pairFromPhone, PAIRING_MS, PAIRING_TRIES } from './pair.ts';

/** A desktop that waits, as its holder found it. */
export interface WaitingChoice {
  readonly readerId: string;
  readonly name: string;
  /** What it shows. */
  readonly word: string;
}

/** A pairing under way: the code is typed on the desktop. */
export interface PairingProgress {
  readonly name: string;
  readonly code: string;
  /** This one among them. */
  readonly triesLeft: number;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A desktop that was just paired. */
export type PairedDesktop = Pick<Meeting, 'readerId' | 'name'>;

export interface PairingRun {
  readonly done: Promise<PairedDesktop>;
  cancel(): void;
}

/**
 * Pairs a desktop: each wrong code spends a handshake, and a new one shows a new code, five times in two minutes.
 * @param meet opens a way, for one handshake
 * `done` throws WalletError `pairing_tries_spent`, `pairing_timed_out`, `pairing_cancelled`, `pairing_broken`,
 * `desktop_busy`, what `meet` throws, and where the server refuses a pairing over Bluetooth what it says.
 */
export function pairDesktop(
  parts: DesktopParts,
  meet: () => Promise<Meeting>,
  progress: (now: PairingProgress | undefined) => void,
): PairingRun {
  const until = parts.clock() + PAIRING_MS;
  const run: { way: Carrier | undefined; cancelled: boolean } = { way: undefined, cancelled: false };
  const tryOnce = async (triesLeft: number): Promise<PairedDesktop> => {
    const meeting = await meet();
    const { way, name } = meeting;
    run.way = way;
    try {
      if (run.cancelled) throw new WalletError('pairing_cancelled');
      const milliseconds = until - parts.clock();
      const otherwise = new WalletError('pairing_timed_out');
      await within({ after: parts.after, milliseconds, way, otherwise }, () =>
        handshake(parts, meeting, (code) => progress({ name, code, triesLeft, until })),
      );
      return { readerId: meeting.readerId, name };
    } finally {
      way.close();
      // A code that was typed wrongly must not be there to be typed again.
      progress(undefined);
    }
  };
  const pair = async (): Promise<PairedDesktop> => {
    for (let triesLeft = PAIRING_TRIES; ; triesLeft--) {
      try {
        return await tryOnce(triesLeft);
      } catch (error) {
        if (run.cancelled) throw new WalletError('pairing_cancelled');
        // Nothing was connected that could be connected again.
        if (isWalletError(error, 'link_broken')) throw new WalletError('pairing_broken', error.details, error);
        if (!isWalletError(error, 'pairing_code_wrong')) throw error;
        if (triesLeft === 1) throw new WalletError('pairing_tries_spent');
      }
    }
  };
  return {
    done: pair(),
    cancel: () => {
      run.cancelled = true;
      run.way?.close();
    },
  };
}

async function handshake(
  parts: DesktopParts,
  { way, readerId, name, over, near }: Meeting,
  show: (code: string) => void,
): Promise<void> {
  const { api, records, random, clock } = parts;
  const [own, deviceId, policy, phone] = await Promise.all([
    records.ownKeys(),
    parts.deviceId(),
    parts.policy(),
    parts.phoneName(),
  ]);
  const channel = await openChannel(way, { initiator: true, own, purpose: 'pair', readerId, deviceId, random });
  await pairFromPhone(channel, {
    random,
    digits: policy.desktops.pairingCodeDigits,
    phone,
    show,
    register: async (body) => {
      const call = { method: 'POST', path: '/device/desktops', body, answer: pairedOverBluetooth } as const;
      const told = await api.call(call);
      // Its consent must be that of the desktop that this phone keeps, or ending it there would end nothing here.
      if (told.readerId !== readerId) throw new WalletError('link_broken', { why: 'another reader' });
    },
    keep: (key) =>
      records.put({ readerId, name, key, pairedAt: clock(), over, ...(near === undefined ? {} : { near }) }),
  });
}

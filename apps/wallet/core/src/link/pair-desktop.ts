import { isWalletError, WalletError } from '../errors.ts';
import type { Carrier } from './carrier.ts';
import { openChannel } from './channel.ts';
import { within } from './conversation.ts';
import type { DesktopParts } from './desktop-parts.ts';
import { pairFromPhone, PAIRING_MS, PAIRING_TRIES } from './pair.ts';
import { relayCarrier } from './relay-carrier.ts';

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

export interface PairingRun {
  readonly done: Promise<void>;
  cancel(): void;
}

/**
 * Pairs a desktop: each wrong code spends a handshake, and a new one shows a new code, five times in two minutes.
 * `done` throws WalletError `pairing_tries_spent`, `pairing_timed_out`, `pairing_cancelled`, `desktop_busy`, and what
 * `relayCarrier` throws.
 */
export function pairDesktop(
  parts: DesktopParts,
  choice: WaitingChoice,
  progress: (now: PairingProgress | undefined) => void,
): PairingRun {
  const until = parts.clock() + PAIRING_MS;
  const run: { way: Carrier | undefined; cancelled: boolean } = { way: undefined, cancelled: false };
  const tryOnce = async (triesLeft: number): Promise<void> => {
    const way = await relayCarrier(parts, { purpose: 'pair', readerId: choice.readerId, word: choice.word });
    run.way = way;
    try {
      const milliseconds = until - parts.clock();
      const otherwise = new WalletError('pairing_timed_out');
      await within({ after: parts.after, milliseconds, way, otherwise }, () =>
        handshake(parts, way, choice, (code) => progress({ name: choice.name, code, triesLeft, until })),
      );
    } finally {
      way.close();
      // A code that was typed wrongly must not be there to be typed again.
      progress(undefined);
    }
  };
  const pair = async (): Promise<void> => {
    for (let triesLeft = PAIRING_TRIES; ; triesLeft--) {
      try {
        return await tryOnce(triesLeft);
      } catch (error) {
        if (run.cancelled) throw new WalletError('pairing_cancelled');
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
  way: Carrier,
  { readerId, name }: WaitingChoice,
  show: (code: string) => void,
): Promise<void> {
  const { records, random, clock } = parts;
  const [own, deviceId, policy, phone] = await Promise.all([
    records.ownKeys(),
    parts.deviceId(),
    parts.policy(),
    parts.phoneName(),
  ]);
  const channel = await openChannel(way, { initiator: true, own, purpose: 'pair', readerId, deviceId, random });
  const keep = (key: Uint8Array<ArrayBuffer>) => records.put({ readerId, name, key, pairedAt: clock() });
  await pairFromPhone(channel, { random, digits: policy.desktops.pairingCodeDigits, phone, show, keep });
}

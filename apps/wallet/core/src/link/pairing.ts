import { WalletError } from '../errors.ts';
import { normaliseSecret } from '../one-time-secret.ts';
import type { DesktopParts } from './desktop-parts.ts';
import { type Meeting, meetOverBluetooth, meetOverRelay } from './meeting-way.ts';
import { chooseDesktop } from './nearby/choose-desktop.ts';
import {
  pairDesktop,
  type PairedDesktop,
  type PairingProgress,
  type PairingRun,
  type WaitingChoice,
} from './pair-desktop.ts';

/** The pairing under way, one at a time. */
export interface Pairing {
  readonly underWay: boolean;
  /** The code to be typed on the desktop, once there is one. */
  readonly progress: PairingProgress | undefined;
  /** Ends the one before. @throws WalletError `no_card_to_share`, and what `pairDesktop` throws */
  overRelay(choice: WaitingChoice): Promise<PairedDesktop>;
  /** As `overRelay`, with the desktop that the holder chooses among those near by. */
  overBluetooth(): Promise<PairedDesktop>;
  cancel(): void;
}

export function createPairing(parts: DesktopParts, changed: () => void): Pairing {
  let current: { readonly run: PairingRun; progress: PairingProgress | undefined } | undefined;
  let wishes = 0;
  const begin = async (find: () => Promise<() => Promise<Meeting>>): Promise<PairedDesktop> => {
    const mine = ++wishes;
    const meet = await find();
    if ((await parts.card()) === undefined) throw new WalletError('no_card_to_share');
    // Its holder may have left meanwhile, or begun another.
    if (mine !== wishes) throw new WalletError('pairing_cancelled');
    current?.run.cancel();
    const run = pairDesktop(parts, meet, (progress) => {
      if (current?.run === run) current.progress = progress;
      changed();
    });
    current = { run, progress: undefined };
    try {
      return await run.done;
    } finally {
      if (current.run === run) current = undefined;
      changed();
    }
  };
  return {
    get underWay() {
      return current !== undefined;
    },
    get progress() {
      return current?.progress;
    },
    cancel: () => {
      wishes += 1;
      current?.run.cancel();
    },
    overRelay: ({ readerId, name, word }) => {
      const to = { purpose: 'pair', readerId, word: normaliseSecret(word) } as const;
      return begin(async () => () => meetOverRelay(parts, to, name));
    },
    overBluetooth: () =>
      begin(async () => {
        const desktop = await chooseDesktop(parts);
        const words = { purpose: 'pair', deviceId: await parts.deviceId() } as const;
        return () => meetOverBluetooth(parts, desktop, words);
      }),
  };
}

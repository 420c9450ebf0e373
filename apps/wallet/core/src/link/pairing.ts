import { WalletError } from '../errors.ts';
import { normaliseSecret } from '../one-time-secret.ts';
import type { DesktopParts } from './desktop-parts.ts';
import { pairDesktop, type PairingProgress, type PairingRun, type WaitingChoice } from './pair-desktop.ts';

/** The pairing under way, one at a time. */
export interface Pairing {
  readonly underWay: boolean;
  /** The code to be typed on the desktop, once there is one. */
  readonly progress: PairingProgress | undefined;
  /** Ends the one before. @throws WalletError `no_card_to_share`, and what `pairDesktop` throws */
  begin(choice: WaitingChoice): Promise<void>;
  cancel(): void;
}

export function createPairing(parts: DesktopParts, changed: () => void): Pairing {
  let current: { readonly run: PairingRun; progress: PairingProgress | undefined } | undefined;
  return {
    get underWay() {
      return current !== undefined;
    },
    get progress() {
      return current?.progress;
    },
    cancel: () => current?.run.cancel(),
    begin: async (choice) => {
      if ((await parts.card()) === undefined) throw new WalletError('no_card_to_share');
      current?.run.cancel();
      const asTyped = { ...choice, word: normaliseSecret(choice.word) };
      const run = pairDesktop(parts, asTyped, (progress) => {
        if (current?.run === run) current.progress = progress;
        changed();
      });
      current = { run, progress: undefined };
      try {
        await run.done;
      } finally {
        if (current.run === run) current = undefined;
        changed();
      }
    },
  };
}

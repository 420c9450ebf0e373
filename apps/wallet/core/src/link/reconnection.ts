import { isServerError, isWalletError, LanyardWalletError } from '../errors.ts';
import type { DesktopParts } from './desktop-parts.ts';

/** Milliseconds between tries to reconnect; the last goes on. A tenth of the ways that a server gives one phone. */
const RECONNECT_MS = [1_000, 2_000, 5_000, 15_000, 30_000, 60_000] as const;

/** "Bluetooth - Auto Re-Connect": to the desktop that was connected last, where that is on. */
export interface Reconnection {
  /** Waits, the longer the more tries failed, and tries. @returns the milliseconds until then; undefined: it does not try */
  later(tries: number): Promise<number | undefined>;
  /** Takes back a try that waits, or is about to. */
  cancel(): void;
  /** From now on no try is made, until `resume`. */
  pause(): void;
  resume(): void;
}

interface Ports {
  readonly open: (readerId: string, tries: number) => Promise<void>;
  /** A connection stands, or is being made. */
  readonly busy: () => boolean;
}

type Parts = Pick<DesktopParts, 'after' | 'failed'> & { readonly records: Pick<DesktopParts['records'], 'habits'> };

export function createReconnection({ records, after, failed }: Parts, { open, busy }: Ports): Reconnection {
  let takeBack: (() => void) | undefined;
  let wishes = 0;
  // Until the wallet opens.
  let paused = true;
  const cancel = (): void => {
    wishes += 1;
    takeBack?.();
    takeBack = undefined;
  };
  return {
    cancel,
    pause: () => void (paused = true),
    resume: () => void (paused = false),
    later: async (tries) => {
      cancel();
      const mine = wishes;
      const { autoReconnect, last } = await records.habits();
      if (mine !== wishes || !autoReconnect || last === undefined || paused || busy()) return undefined;
      const milliseconds = RECONNECT_MS[Math.min(tries, RECONNECT_MS.length - 1)] ?? 0;
      takeBack = after(milliseconds, () => {
        takeBack = undefined;
        // Its trouble is told; nobody waits for this try.
        open(last, tries + 1).catch((error: unknown) => {
          if (!(error instanceof LanyardWalletError)) failed(error);
        });
      });
      return milliseconds;
    },
  };
}

/** Whether trying again by itself may help: not where somebody decided, or the other side is not who it was. */
export const mayPass = (error: LanyardWalletError): boolean =>
  isWalletError(error, 'offline', 'link_broken', 'desktop_not_reachable', 'desktop_not_near', 'bluetooth_off') ||
  isServerError(error, 'desktop_away', 'relay_limited', 'relay_ticket_invalid', 'database_unavailable');

import type { Bytes } from '@lanyard/pki';

/** By which a phone and a desktop meet. */
export type Over = 'relay' | 'bluetooth';

/**
 * A way for whole messages, in order, between a wallet and a reader: the relay, or Bluetooth. Whoever keeps it may see,
 * change, hold back and end everything: what must not be read or changed is sealed before it comes here.
 */
export interface Carrier {
  /** @throws WalletError `link_broken` when it has ended */
  send(message: Bytes): void;
  /** The next message; undefined once it has ended. One at a time. */
  receive(): Promise<Bytes | undefined>;
  close(): void;
}

/** Calls after so many milliseconds, unless it is taken back. */
export type After = (milliseconds: number, act: () => void) => () => void;

/** By the platform's timers. */
export const afterHere: After = (milliseconds, act) => {
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
};

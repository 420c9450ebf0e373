import type { Bytes } from '@lanyard/pki';
import { WalletError } from './errors.ts';
import type { Clock } from './ports.ts';

/** The vault key while the wallet is open. It forgets the key after a time without use, and overwrites it. */
export interface HeldKey {
  hold(key: Bytes, idleMs: number): void;
  /** The key, and the clock of inactivity set back. @throws WalletError `vault_locked` */
  use(): Bytes;
  isOpen(): boolean;
  lock(): void;
}

export function createHeldKey(clock: Clock): HeldKey {
  let held: { readonly key: Bytes; readonly idleMs: number; usedAt: number } | undefined;
  const lock = (): void => {
    held?.key.fill(0);
    held = undefined;
  };
  const isOpen = (): boolean => {
    if (held !== undefined && clock() - held.usedAt >= held.idleMs) lock();
    return held !== undefined;
  };
  return {
    hold: (key, idleMs) => {
      if (held?.key !== key) lock();
      held = { key, idleMs, usedAt: clock() };
    },
    use: () => {
      if (!isOpen() || held === undefined) throw new WalletError('vault_locked');
      held.usedAt = clock();
      return held.key;
    },
    isOpen,
    lock,
  };
}

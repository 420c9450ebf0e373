import { type OneAtATime, oneAtATime } from '@lanyard/wallet/core';

/** Whoever may be kept waiting. */
interface Waiter {
  readonly closed: boolean;
}

/** Who has a card to himself for a transaction, who waits for that, and what the card is doing. */
export interface Turns<T extends Waiter> {
  /**
   * Waits until nobody else keeps the card, or until the waiter has gone, and acts in that very moment: of several who
   * wait, the next one looks only after this one has taken what it wanted.
   */
  whenFree<R>(waiter: T, act: () => R): Promise<Awaited<R>>;
  /** Transactions nest. */
  keep(by: T): void;
  giveBack(by: T): void;
  /** Ends the transaction however deep, and lets everybody look again. */
  release(by: T): void;
  endAll(): void;
  isKeptBy(waiter: T): boolean;
  isKeptFrom(waiter: T): boolean;
  /** One piece of work after another, whatever became of the one before. */
  readonly afterOthers: OneAtATime;
}

/** @param freed told when a transaction has ended, before anybody who waits looks again */
export function createTurns<T extends Waiter>(freed: () => void): Turns<T> {
  let kept: { readonly by: T; depth: number } | undefined;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  const end = (): void => {
    kept = undefined;
    freed();
    wake();
  };
  const isKeptFrom = (waiter: T): boolean => kept !== undefined && kept.by !== waiter;
  return {
    isKeptFrom,
    isKeptBy: (waiter) => kept?.by === waiter,
    whenFree: async <R>(waiter: T, act: () => R): Promise<Awaited<R>> => {
      while (isKeptFrom(waiter) && !waiter.closed) await new Promise<void>((resolve) => waiting.push(resolve));
      return await act();
    },
    keep: (by) => {
      kept = { by, depth: (kept?.depth ?? 0) + 1 };
    },
    giveBack: (by) => {
      if (kept?.by === by && --kept.depth === 0) end();
    },
    release: (by) => {
      if (kept?.by === by) end();
      else wake();
    },
    endAll: end,
    afterOthers: oneAtATime(),
  };
}

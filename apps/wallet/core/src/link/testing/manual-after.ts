import type { After } from '../carrier.ts';

/** Time that passes when a test says so. */
export function manualAfter(): { readonly after: After; now(): number; pass(milliseconds: number): void } {
  const due = new Map<object, { readonly at: number; readonly act: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after: (milliseconds, act) => {
      const key = {};
      due.set(key, { at: now + milliseconds, act });
      return () => void due.delete(key);
    },
    pass: (milliseconds) => {
      now += milliseconds;
      for (const [key, { at, act }] of due) if (at <= now && due.delete(key)) act();
    },
  };
}

/** Numbers that a seed repeats: what a run found can be found again. */
export interface Chance {
  /** From 0 to `limit` - 1. */
  below(limit: number): number;
  /** One of them; undefined where there are none. */
  pick<T>(items: readonly [T, ...T[]]): T;
  pick<T>(items: readonly T[]): T | undefined;
}

/** xorshift32 (Marsaglia 2003). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0 || 1;
  const below = (limit: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return { below, pick: <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0] };
}

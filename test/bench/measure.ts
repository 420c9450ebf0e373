import type { Installation } from './installation.ts';

/** What a section of the bench is given. */
export interface BenchRun {
  /** A few seconds for everything: figures to see that it runs, not to quote. */
  readonly quick: boolean;
  /** Rounds of each comparison. */
  readonly rounds: number;
  /** Seconds of one case in one round. */
  readonly seconds: number;
  readonly installation: Installation;
}

/** What is done again and again; its promise, if it gives one, is awaited. */
export type Work = () => unknown;

/**
 * Times several kinds of work against each other: every round runs each of them, so that a neighbour who takes the
 * processor for a while takes it from all.
 * @returns operations a second, a figure a round
 */
export async function compare<K extends string>(
  cases: Record<K, Work>,
  { rounds, seconds }: Pick<BenchRun, 'rounds' | 'seconds'>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(cases) as K[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (const name of names) await rateOf(cases[name], seconds / 4); // warm: compiled, caches filled
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed())
      found[name].push(await rateOf(cases[name], seconds));
  return found;
}

async function rateOf(work: Work, seconds: number): Promise<number> {
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  for (let done = 0, batch = 1; ;) {
    for (let n = 0; n < batch; n++) {
      const outcome = work();
      if (outcome instanceof Promise) await outcome;
    }
    done += batch;
    const now = performance.now();
    if (now >= end) return (done * 1_000) / (now - begin);
    batch = Math.max(1, Math.min(256, Math.floor((done * 10) / (now - begin)))); // the clock is read every 10 ms or so
  }
}

/** Milliseconds that something took, and what it gave. */
export async function timed<T>(work: () => Promise<T>): Promise<{ milliseconds: number; value: T }> {
  const begin = performance.now();
  const value = await work();
  return { milliseconds: performance.now() - begin, value };
}

/** Gives the things of a list in turn, for ever. */
export function inTurn<T>(things: readonly T[]): () => T {
  let next = 0;
  return () => {
    const thing = things[next++ % things.length];
    if (thing === undefined) throw new RangeError('an empty list has no turn');
    return thing;
  };
}

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
 * Times several kinds of work of this process against each other. What counts is the processor time of all its
 * threads: a neighbour on the machine slows the clock's seconds and not these. Every round runs each kind, so that
 * what changes during a run touches all alike.
 * @returns operations a second of processor time, a figure a round
 */
export async function compare<K extends string>(
  cases: Record<K, Work>,
  { rounds, seconds }: Pick<BenchRun, 'rounds' | 'seconds'>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(cases) as K[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (const name of names) await rateOf(cases[name], seconds / 2); // warm: compiled, caches filled
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed())
      found[name].push(await rateOf(cases[name], seconds));
  return found;
}

/** Milliseconds of processor time that this process has used. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function rateOf(work: Work, seconds: number): Promise<number> {
  const begin = processorTime();
  for (let done = 0, batch = 1; ;) {
    for (let n = 0; n < batch; n++) {
      const outcome = work();
      if (outcome instanceof Promise) await outcome;
    }
    done += batch;
    const used = processorTime() - begin;
    if (used >= seconds * 1_000) return (done * 1_000) / used;
    batch = Math.max(1, Math.min(256, Math.floor((done * 10) / Math.max(used, 1)))); // the time is read every 10 ms or so
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

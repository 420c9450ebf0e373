// Issuing in two threads against one: what a second core brings, which nothing shared should eat up.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { figure, perSecond, type Row } from './figure.ts';
import type { BenchRun } from './measure.ts';

const SECTION = 'Two workers';
const NAME = 'ec-p256 issued by two threads, verified request to compared certificate';

/** By the clock, since processor time does not tell whether threads wait for each other: a busy machine shows here. */
export async function benchWorkers({ rounds, seconds }: BenchRun): Promise<Row[]> {
  if (availableParallelism() < 2) return [{ section: SECTION, name: NAME, skipped: 'it needs two cores' }];
  const workers = [startWorker(), startWorker()] as const;
  try {
    const together = (milliseconds: number) => Promise.all(workers.map((worker) => worker.rate(milliseconds)));
    await together(seconds * 500); // warm: compiled, caches filled
    const [one, two]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      one.push(await workers[round % 2 === 0 ? 0 : 1].rate(seconds * 1_000));
      two.push((await together(seconds * 1_000)).reduce((sum, rate) => sum + rate, 0));
    }
    return [
      figure(SECTION, {
        name: NAME,
        unit: perSecond,
        values: two,
        limit: { name: 'one thread', values: one },
      }),
    ];
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

function startWorker() {
  const worker = new Worker(join(import.meta.dirname, 'issuing-worker.ts'));
  return {
    /** @returns certificates a second, counted for so many milliseconds */
    rate: (milliseconds: number): Promise<number> => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      worker.once('error', reject);
      worker.once('message', (rate: number) => {
        worker.off('error', reject);
        resolve(rate);
      });
      worker.postMessage(milliseconds);
      return promise;
    },
    end: () => worker.terminate(),
  };
}

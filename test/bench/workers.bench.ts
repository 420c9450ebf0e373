// Issuing in two threads against one: what a second core brings, which nothing shared should eat up.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { figure, perCoreSecond, perSecond, type Row } from './figure.ts';
import type { BenchRun } from './measure.ts';

const SECTION = 'Two workers';
const NAME = 'ec-p256 issued by two threads, verified request to compared certificate';

/**
 * By the clock, which a busy machine touches, and by processor time, which tells whether a core gives less while
 * another issues too, but not whether threads wait for each other.
 */
export async function benchWorkers({ rounds, seconds }: BenchRun): Promise<Row[]> {
  if (availableParallelism() < 2) return [{ section: SECTION, name: NAME, skipped: 'it needs two cores' }];
  const workers = [startWorker(), startWorker()] as const;
  const found = { one: [] as Made[], two: [] as Made[] };
  try {
    await made(workers, seconds / 2); // warm: compiled, caches filled
    for (let round = 0; round < rounds; round++) {
      found.one.push(await made([workers[round % 2 === 0 ? 0 : 1]], seconds));
      found.two.push(await made(workers, seconds));
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
  return [perSecond, perCoreSecond].map((unit, i) => {
    const limit = { name: 'one thread', values: found.one.map((m) => m[i] ?? Number.NaN) };
    return figure(SECTION, { name: NAME, unit, values: found.two.map((m) => m[i] ?? Number.NaN), limit });
  });
}

/** Certificates a second, and a second of processor time. */
type Made = readonly [number, number];

async function made(workers: readonly IssuingWorker[], seconds: number): Promise<Made> {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  const counts = await Promise.all(workers.map((worker) => worker.issue(seconds * 1_000)));
  const [elapsed, { user, system }] = [performance.now() - begin, process.cpuUsage(used)];
  const count = counts.reduce((sum, n) => sum + n, 0);
  return [(count * 1_000) / elapsed, (count * 1_000_000) / (user + system)];
}

interface IssuingWorker {
  /** @returns certificates issued in so many milliseconds */
  issue(milliseconds: number): Promise<number>;
  end(): Promise<number>;
}

function startWorker(): IssuingWorker {
  const worker = new Worker(join(import.meta.dirname, 'issuing-worker.ts'));
  return {
    issue: (milliseconds) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      worker.once('error', reject);
      worker.once('message', (count: number) => {
        worker.off('error', reject);
        resolve(count);
      });
      worker.postMessage(milliseconds);
      return promise;
    },
    end: () => worker.terminate(),
  };
}

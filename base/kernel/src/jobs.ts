import { PgBoss, type ConstructorOptions, type Job } from 'pg-boss';
import { executeSql, type Queryable } from './db.ts';

/** Work for later, in the database: one of any number of processes does it, once it is committed. */
export interface Jobs {
  /** Puts a job into the outbox of the transaction given: it exists if and only if that commits. */
  send(tx: Queryable, queue: string, data: object, options?: SendOptions): Promise<void>;
  /** Handlers are idempotent: a job whose process died is given to another. */
  work<T extends object>(queue: string, handler: (data: T) => Promise<void>): Promise<void>;
  /** @param cron five fields, UTC; one process a tick does it */
  schedule(queue: string, cron: string, handler: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface SendOptions {
  readonly startAfter?: Date;
  /** Of several jobs with one key only the first waits; the others fold into it. */
  readonly singletonKey?: string;
}

export interface JobsOptions {
  readonly connection: Pick<ConstructorOptions, 'connectionString' | 'host' | 'port' | 'user' | 'database'>;
  readonly onError: (error: Error) => void;
}

const queueOptions = { retryLimit: 8, retryDelay: 2, retryBackoff: true, retryDelayMax: 600, expireInSeconds: 120, notify: true } as const;

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({ ...options.connection, schema: 'pgboss', max: 4, useListenNotify: true });
  boss.on('error', options.onError);
  await boss.start();
  const known = new Map<string, Promise<void>>();
  const ensure = (queue: string): Promise<void> => {
    const making = known.get(queue) ?? boss.createQueue(queue, queueOptions);
    known.set(queue, making);
    return making;
  };
  const work = async (queue: string, handler: (data: never) => Promise<void>) => {
    await ensure(queue);
    await boss.work<never>(queue, { batchSize: 10, pollingIntervalSeconds: 2 }, async (jobs: Job<never>[]) => {
      for (const job of jobs) await handler(job.data);
    });
  };
  return {
    async send(tx, queue, data, send = {}) {
      await ensure(queue);
      await boss.send(queue, data, { ...send, db: { executeSql: (text, values) => executeSql(tx, text, values) } });
    },
    work: (queue, handler) => work(queue, handler),
    async schedule(queue, cron, handler) {
      await work(queue, handler);
      await boss.schedule(queue, cron, null, { tz: 'UTC' });
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

/** For tools and tests that must not run jobs: what is sent waits for a process that does. */
export interface Outbox {
  send: Jobs['send'];
}

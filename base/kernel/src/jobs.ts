import { PgBoss, type ConstructorOptions, type JobResult, type JobWithMetadata } from 'pg-boss';
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
  /**
   * Folds into a job of this key that still waits and starts no later. Nobody takes that job before this transaction
   * ends, so that it sees what was done. A handful may wait where several transactions fold at one moment.
   */
  readonly singletonKey?: string;
}

export interface JobsOptions {
  readonly connection: Pick<ConstructorOptions, 'connectionString' | 'host' | 'port' | 'user' | 'database'>;
  /** Told of every job that failed, with the try it was, and of trouble with the queues themselves. */
  readonly onError: (error: Error) => void;
}

/**
 * Tried again for some sixteen hours, the last of them every ten minutes: what follows the end of a person, and what
 * tells people of it, must outlast a night in which a mail server or a signer is away.
 */
const queueOptions = {
  retryLimit: 100,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: 120,
  notify: true,
} as const;
/** The next tick comes anyway. */
const TICK_RETRIES = 2;

/** Retries and delayed jobs are announced by nobody: they wait for the next look, which is every five seconds. */
const workOptions = {
  batchSize: 10,
  pollingIntervalSeconds: 2,
  notifyPollingIntervalSeconds: 5,
  includeMetadata: true,
  perJobResults: true,
} as const;

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({ ...options.connection, schema: 'pgboss', max: 4, useListenNotify: true });
  boss.on('error', options.onError);
  await boss.start();
  const known = new Map<string, Promise<void>>();
  const ensure = (queue: string): Promise<void> => {
    const making = known.get(queue) ?? makeQueue(boss, queue);
    known.set(queue, making);
    making.catch(() => known.delete(queue)); // the database was away: the next one makes it
    return making;
  };
  const work = async (queue: string, handler: (data: never) => Promise<void>) => {
    await ensure(queue);
    await boss.work(queue, workOptions, (jobs: JobWithMetadata<never>[]) =>
      runEach(queue, jobs, handler, options.onError),
    );
  };
  return {
    async send(tx, queue, data, send = {}) {
      await ensure(queue);
      if (send.singletonKey !== undefined && (await foldsIntoWaiting(tx, queue, send.singletonKey, send.startAfter)))
        return;
      await boss.send(queue, data, { ...send, db: { executeSql: (text, values) => executeSql(tx, text, values) } });
    },
    work: (queue, handler) => work(queue, handler),
    async schedule(queue, cron, handler) {
      await work(queue, handler);
      await boss.schedule(queue, cron, null, { tz: 'UTC', retryLimit: TICK_RETRIES });
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

/** A queue of an earlier version takes on the options of this one. */
async function makeQueue(boss: PgBoss, queue: string): Promise<void> {
  await boss.createQueue(queue, queueOptions);
  await boss.updateQueue(queue, queueOptions);
}

/** Each by itself: one that fails is tried again, and takes none of its batch along. */
async function runEach(
  queue: string,
  jobs: readonly JobWithMetadata<never>[],
  handler: (data: never) => Promise<void>,
  onError: (error: Error) => void,
): Promise<JobResult[]> {
  const results: JobResult[] = [];
  for (const { id, data, retryCount, retryLimit } of jobs) {
    try {
      await handler(data);
      results.push({ id, status: 'completed' });
    } catch (cause) {
      const last = retryCount >= retryLimit ? ' and was given up' : '';
      onError(new Error(`job ${queue} failed${last}, try ${retryCount + 1} of ${retryLimit + 1}`, { cause }));
      results.push({
        id,
        status: 'failed',
        output: { message: cause instanceof Error ? cause.message : String(cause) },
      });
    }
  }
  return results;
}

/**
 * Locks a job of this key that waits. A unique key would not do: a job folded into could run before the transaction
 * that folded commits, and transactions would wait for each other.
 */
async function foldsIntoWaiting(tx: Queryable, queue: string, key: string, startAfter = new Date()): Promise<boolean> {
  const { rows } = await executeSql(
    tx,
    `select id from pgboss.job where name = $1 and singleton_key = $2 and state = 'created' and start_after <= $3
      limit 1 for update skip locked`,
    [queue, key, startAfter],
  );
  return rows.length > 0;
}

/** For tools and tests that must not run jobs: what is sent waits for a process that does. */
export interface Outbox {
  send: Jobs['send'];
}

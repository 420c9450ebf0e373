import { sql } from 'kysely';
import type { Queryable } from './db.ts';

/** What a queue of the outbox, or of the scheduled work, is waiting for. */
export interface QueueState {
  readonly queue: string;
  readonly waiting: number;
  /** Of those that wait: tried before. */
  readonly retrying: number;
  /** Given up, as counted a minute ago or so. */
  readonly failed: number;
  /** Since when the oldest that could run waits; null where none could. */
  readonly oldest: Date | null;
}

/** More waiting jobs of a queue than this are not counted. */
const COUNTED = 10_000;
const NO_SUCH_TABLE = '42P01';

/** Asked of the index of jobs that are not done. @returns nothing where no process ever ran jobs */
export async function queueStates(on: Queryable, now: Date): Promise<QueueState[]> {
  const query = sql<QueueState>`
    select q.name as queue, w.waiting, w.retrying, q.failed_count as failed, w.oldest
    from pgboss.queue q cross join lateral (
      select count(*) as waiting, count(*) filter (where state = 'retry') as retrying,
        min(start_after) filter (where start_after <= ${now}) as oldest
      from (select state, start_after from pgboss.job where name = q.name and state < 'active' and not blocked
        limit ${COUNTED}) some_jobs) w
    order by q.name`;
  try {
    return (await query.execute(on)).rows;
  } catch (error) {
    if ((error as { code?: unknown }).code === NO_SUCH_TABLE) return [];
    throw error;
  }
}

import { sql } from 'kysely';
import type { Queryable } from './db.ts';

/** Rows that one round adds up; what is left waits for the next. */
const BATCH = 200_000;

/**
 * Counts that are kept as changes: who changes something adds a row of +1 or -1, and waits for nobody. This adds them
 * up, so that reading them stays cheap. Two at once take different rows.
 * @param schema of a table `tally (name, n)`
 */
export async function foldTally(on: Queryable, schema: string): Promise<void> {
  const tally = sql.table(`${schema}.tally`);
  await sql`with taken as (
      delete from ${tally} where ctid = any(array(select ctid from ${tally} limit ${BATCH} for update skip locked))
      returning name, n)
    insert into ${tally} select name, sum(n) from taken group by name having sum(n) <> 0`.execute(on);
}

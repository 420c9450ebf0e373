import { executeSql, openDb, startPostgres } from '@lanyard/kernel';
import type { Lanyard } from './lanyard.ts';

/**
 * One statement in the database of a running installation, past everything that we wrote: what an administrator's
 * screen will do, or what somebody sees who has the database alone.
 */
export async function inDatabase(on: Lanyard, sql: string, values: readonly unknown[] = []): Promise<unknown[]> {
  const postgres = await startPostgres(on.data, { holdProcess: false });
  const db = openDb(postgres);
  try {
    return (await executeSql(db.pool, sql, [...values])).rows;
  } finally {
    await db.close();
    await postgres.stop();
  }
}

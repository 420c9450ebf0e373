import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

/** Two administrators suspended at one moment must not each count the other as the one who stays. */
export async function lockAdministrators(on: Queryable): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('directory.administrators', 0))`.execute(on);
}

/** Whether one of these people may administer. */
export async function anyAdministrator(on: Queryable, personIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select 1 from directory.person
    where id = any(${personIds}::uuid[]) and 'administrator' = any(roles) limit 1`.execute(on);
  return rows.length > 0;
}

/** How many active administrators there are besides some. */
export async function otherActiveAdministrators(on: Queryable, personIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from directory.person
    where 'administrator' = any(roles) and state = 'active' and id <> all(${personIds}::uuid[])`.execute(on);
  return rows[0]?.n ?? 0;
}

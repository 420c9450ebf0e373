import type { Queryable } from '@lanyard/kernel';
import { sql, type Insertable } from 'kysely';
import type { PrimaryStatus } from '../ports.ts';
import type { CredentialsTables, PrimaryRow, PrimaryTable } from './tables.ts';

export async function findPrimary(on: Queryable, personId: string, sha256: string): Promise<PrimaryRow | null> {
  const rows = on.withTables<CredentialsTables>().selectFrom('credentials.primary_credential').selectAll();
  return (await rows.where('person_id', '=', personId).where('sha256', '=', sha256).executeTakeFirst()) ?? null;
}

/** The same with its lock: sign-ins with one card come one after the other. */
export async function lockPrimary(on: Queryable, personId: string, sha256: string): Promise<PrimaryRow | null> {
  const rows = on.withTables<CredentialsTables>().selectFrom('credentials.primary_credential').selectAll();
  return (
    (await rows.where('person_id', '=', personId).where('sha256', '=', sha256).forNoKeyUpdate().executeTakeFirst()) ??
    null
  );
}

/** Whoever locks a primary and its credentials takes the primary first. */
export async function holdPrimary(on: Queryable, id: string): Promise<void> {
  await on
    .withTables<CredentialsTables>()
    .selectFrom('credentials.primary_credential')
    .select('id')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute();
}

export async function primaryById(on: Queryable, id: string): Promise<PrimaryRow> {
  return on
    .withTables<CredentialsTables>()
    .selectFrom('credentials.primary_credential')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** The card that the person showed last. */
export async function newestPrimary(on: Queryable, personId: string): Promise<PrimaryRow | null> {
  const rows = on
    .withTables<CredentialsTables>()
    .selectFrom('credentials.primary_credential')
    .selectAll()
    .where('person_id', '=', personId);
  return (
    (await rows.orderBy('last_proved_at', 'desc').orderBy('first_proved_at', 'desc').limit(1).executeTakeFirst()) ??
    null
  );
}

/** Notes a proof; what was already known of the card stays. @returns its id */
export async function upsertPrimary(on: Queryable, row: Insertable<PrimaryTable>): Promise<string> {
  const { id } = await on
    .withTables<CredentialsTables>()
    .insertInto('credentials.primary_credential')
    .values(row)
    .onConflict((c) =>
      c
        .columns(['person_id', 'sha256'])
        .doUpdateSet({ last_proved_at: row.last_proved_at, status: row.status, status_at: row.status_at }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Takes primaries that are due and hides them from other processes until `again`. */
export async function claimDuePrimaries(on: Queryable, now: Date, again: Date, limit: number): Promise<PrimaryRow[]> {
  const db = on.withTables<CredentialsTables>();
  const due = db
    .selectFrom('credentials.primary_credential')
    .select('id')
    .where('next_check_at', '<=', now)
    .orderBy('next_check_at')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('credentials.primary_credential')
    .set({ next_check_at: again })
    .where('id', 'in', due)
    .returningAll()
    .execute();
}

export async function savePrimaryStatus(
  on: Queryable,
  id: string,
  status: PrimaryStatus,
  at: Date,
  nextCheckAt: Date | null,
): Promise<void> {
  await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.primary_credential')
    .set({ status, status_at: at, next_check_at: nextCheckAt })
    .where('id', '=', id)
    .execute();
}

/** Watches a primary from now on; an earlier time that is already set stays. */
export async function watchPrimary(on: Queryable, id: string, from: Date): Promise<void> {
  await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.primary_credential')
    .set({ next_check_at: sql`least(next_check_at, ${from})` })
    .where('id', '=', id)
    .execute();
}

/** Primaries with these certificates are due at once; those without a live credential stay unwatched. @returns how many */
export async function hastenPrimaries(on: Queryable, sha256s: readonly string[], now: Date): Promise<number> {
  const { numUpdatedRows } = await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.primary_credential')
    .set({ next_check_at: now })
    .where('sha256', 'in', [...sha256s])
    .where('next_check_at', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

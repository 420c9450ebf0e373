import type { Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Updateable } from 'kysely';
import type { CredentialRow, CredentialsTables, CredentialTable } from './tables.ts';

export const LIVE = ['issuing', 'active', 'suspended'] as const;
const all = (on: Queryable) => on.withTables<CredentialsTables>().selectFrom('credentials.credential').selectAll();

export async function insertCredential(on: Queryable, row: Insertable<CredentialTable>): Promise<void> {
  await on.withTables<CredentialsTables>().insertInto('credentials.credential').values(row).execute();
}

export async function findCredential(on: Queryable, id: string): Promise<CredentialRow | null> {
  return (await all(on).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Newest first; not those that no device has confirmed yet. */
export const findCredentialsOf = (
  on: Queryable,
  of: { readonly personId: string } | { readonly deviceId: string },
  limit: number,
): Promise<CredentialRow[]> => {
  const theirs =
    'personId' in of ? all(on).where('person_id', '=', of.personId) : all(on).where('device_id', '=', of.deviceId);
  return theirs.where('issued_at', 'is not', null).orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
};

/** Those of a person that a device confirmed since a moment, whatever became of them. */
export const findBoundSince = (on: Queryable, personId: string, since: Date): Promise<CredentialRow[]> =>
  all(on).where('person_id', '=', personId).where('issued_at', '>=', since).orderBy('issued_at').limit(100).execute();

type Live =
  | { readonly id: string }
  | { readonly personId: string }
  | { readonly deviceId: string }
  | { readonly primaryId: string };

/** Those that have not ended, with their locks, in an order that all transactions share: that of their devices. */
export const lockLive = (on: Queryable, of: Live): Promise<CredentialRow[]> => {
  const rows = all(on).where('state', 'in', LIVE);
  const theirs =
    'id' in of
      ? rows.where('id', '=', of.id)
      : 'personId' in of
        ? rows.where('person_id', '=', of.personId)
        : 'deviceId' in of
          ? rows.where('device_id', '=', of.deviceId)
          : rows.where('primary_id', '=', of.primaryId);
  return theirs.orderBy('device_id').orderBy('id').forUpdate().execute();
};

export const lockDueCredentials = (on: Queryable, now: Date, limit: number): Promise<CredentialRow[]> =>
  all(on)
    .where('state', 'in', ['active', 'suspended'])
    .where('expires_at', '<=', now)
    .orderBy('device_id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();

export async function updateCredential(on: Queryable, id: string, values: Updateable<CredentialTable>): Promise<void> {
  await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.credential')
    .set(values)
    .where('id', '=', id)
    .execute();
}

/** Notes the check of seven days after issuing. @returns the credentials that it was due for */
export async function markRechecked(on: Queryable, primaryId: string, now: Date): Promise<CredentialRow[]> {
  const due = on.withTables<CredentialsTables>().updateTable('credentials.credential').set({ rechecked_at: now });
  return due
    .where('primary_id', '=', primaryId)
    .where('recheck_at', '<=', now)
    .where('rechecked_at', 'is', null)
    .returningAll()
    .execute();
}

/** @returns null: nothing live hangs on the primary; else the next check of seven days after issuing, if any is ahead */
export async function nextRecheck(on: Queryable, primaryId: string): Promise<{ readonly at: Date | null } | null> {
  const row = await on
    .withTables<CredentialsTables>()
    .selectFrom('credentials.credential')
    .select([
      sql<number>`count(*)`.as('n'),
      sql<Date | null>`min(recheck_at) filter (where rechecked_at is null)`.as('at'),
    ])
    .where('primary_id', '=', primaryId)
    .where('state', 'in', LIVE)
    .executeTakeFirstOrThrow();
  return row.n === 0 ? null : { at: row.at };
}

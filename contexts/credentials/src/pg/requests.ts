import type { RequestState } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Updateable } from 'kysely';
import type { CredentialsTables, RequestRow, RequestTable } from './tables.ts';

const OPEN = ['pending', 'activating'] as const;

export async function insertRequest(on: Queryable, row: Insertable<RequestTable>): Promise<void> {
  await on.withTables<CredentialsTables>().insertInto('credentials.request').values(row).execute();
}

export async function findRequest(on: Queryable, id: string): Promise<RequestRow | null> {
  return (
    (await on
      .withTables<CredentialsTables>()
      .selectFrom('credentials.request')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()) ?? null
  );
}

/** The same with its lock, so that what is decided on it still holds when it is written. */
export async function lockRequest(on: Queryable, id: string): Promise<RequestRow | null> {
  const rows = on.withTables<CredentialsTables>().selectFrom('credentials.request').selectAll().where('id', '=', id);
  return (await rows.forUpdate().executeTakeFirst()) ?? null;
}

/** At most one a person. */
export async function findOpenRequest(on: Queryable, personId: string): Promise<RequestRow | null> {
  const rows = on.withTables<CredentialsTables>().selectFrom('credentials.request').selectAll();
  return (await rows.where('person_id', '=', personId).where('state', 'in', OPEN).executeTakeFirst()) ?? null;
}

export async function lockOpenRequestsOf(
  on: Queryable,
  of: { readonly personId: string } | { readonly deviceId: string },
): Promise<RequestRow[]> {
  const rows = on.withTables<CredentialsTables>().selectFrom('credentials.request').selectAll();
  const theirs =
    'personId' in of
      ? rows.where('person_id', '=', of.personId).where('state', 'in', OPEN)
      : rows.where('device_id', '=', of.deviceId).where('state', '=', 'activating');
  return theirs.forUpdate().execute();
}

/** Requests whose window or deadline is over; those that another process ends right now are left to it. */
export async function lockDueRequests(on: Queryable, now: Date, limit: number): Promise<RequestRow[]> {
  const rows = on
    .withTables<CredentialsTables>()
    .selectFrom('credentials.request')
    .selectAll()
    .where('state', 'in', OPEN);
  const due = rows.where(sql<boolean>`case state when 'pending' then expires_at else deadline end <= ${now}`);
  return due.limit(limit).forUpdate().skipLocked().execute();
}

export async function updateRequest(on: Queryable, id: string, values: Updateable<RequestTable>): Promise<void> {
  await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.request')
    .set(values)
    .where('id', '=', id)
    .execute();
}

/** @returns whether it was still in one of the states given */
export async function moveRequest(
  on: Queryable,
  id: string,
  from: readonly RequestState[],
  values: Updateable<RequestTable>,
): Promise<boolean> {
  const moved = on
    .withTables<CredentialsTables>()
    .updateTable('credentials.request')
    .set(values)
    .where('id', '=', id)
    .where('state', 'in', from);
  return (await moved.returning('id').executeTakeFirst()) !== undefined;
}

/**
 * Takes a try of the activation password before it is compared: tries made at one moment cannot share one.
 * @returns null: it is not pending any more, its window is over, or no try is left
 */
export async function takePasswordTry(on: Queryable, id: string, now: Date): Promise<RequestRow | null> {
  const row = await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.request')
    .set({ wrong: sql`wrong + 1` })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .whereRef('wrong', '<', 'wrong_limit')
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** A right password costs no try. */
export async function returnPasswordTry(on: Queryable, id: string): Promise<void> {
  await on
    .withTables<CredentialsTables>()
    .updateTable('credentials.request')
    .set({ wrong: sql`wrong - 1` })
    .where('id', '=', id)
    .where('wrong', '>', 0)
    .execute();
}

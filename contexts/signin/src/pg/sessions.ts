import type { SessionKind } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { SessionTable, SigninTables } from './tables.ts';

export interface SessionCertificate {
  readonly serial: string;
  readonly issuer: string;
  readonly notAfter: Date;
}

export interface Session {
  readonly id: string;
  readonly personId: string;
  readonly kind: SessionKind;
  /** What was shown; null for a session that no certificate opened. */
  readonly certificate: SessionCertificate | null;
  readonly signedInAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string;
}

const sessions = (on: Queryable) => on.withTables<SigninTables>();

const ALL = 'signin.sessions';
const ofPerson = (personId: string): string => `signin.sessions ${personId}`;

/** Held while a session is opened, by any number at once: whoever ends sessions waits for it, and then sees it. */
export async function lockOpening(on: Queryable, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${ALL}, 0))`.execute(on);
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${ofPerson(personId)}, 0))`.execute(on);
}

/** Until the commit nobody opens a session. @param personId null: everybody's */
export async function lockEnding(on: Queryable, personId: string | null): Promise<void> {
  const key = personId === null ? ALL : ofPerson(personId);
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(on);
}

export async function insertSession(on: Queryable, session: Session, tokenHash: Uint8Array): Promise<void> {
  await sessions(on)
    .insertInto('signin.session')
    .values({
      id: session.id,
      token_hash: tokenHash,
      person_id: session.personId,
      kind: session.kind,
      certificate_serial: session.certificate?.serial ?? null,
      certificate_issuer: session.certificate?.issuer ?? null,
      certificate_not_after: session.certificate?.notAfter ?? null,
      signed_in_at: session.signedInAt,
      seen_at: session.seenAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
    })
    .execute();
}

/** @param seenAfter a session not seen since then has ended by idleness */
export async function findSession(
  on: Queryable,
  tokenHash: Uint8Array,
  now: Date,
  seenAfter: Date,
): Promise<Session | null> {
  const row = await sessions(on)
    .selectFrom('signin.session')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('seen_at', '>', seenAfter)
    .executeTakeFirst();
  return row === undefined ? null : toSession(row);
}

/** Newest first. */
export async function findSessionsOf(on: Queryable, personId: string, now: Date, seenAfter: Date): Promise<Session[]> {
  const rows = await sessions(on)
    .selectFrom('signin.session')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('seen_at', '>', seenAfter)
    .orderBy('signed_in_at', 'desc')
    .limit(100)
    .execute();
  return rows.map(toSession);
}

export async function touchSession(on: Queryable, id: string, now: Date): Promise<void> {
  await sessions(on).updateTable('signin.session').set({ seen_at: now }).where('id', '=', id).execute();
}

type Which =
  | { readonly id: string; readonly personId: string }
  | { readonly personId: string }
  | { readonly tokenHash: Uint8Array };

/** @returns the ids of the sessions that this ended */
export async function endSessions(on: Queryable, which: Which, why: string, now: Date): Promise<string[]> {
  const open = sessions(on)
    .updateTable('signin.session')
    .set({ ended_at: now, ended_why: why })
    .where('ended_at', 'is', null);
  const chosen =
    'tokenHash' in which
      ? open.where('token_hash', '=', which.tokenHash)
      : 'id' in which
        ? open.where('id', '=', which.id).where('person_id', '=', which.personId)
        : open.where('person_id', '=', which.personId);
  const rows = await chosen.returning('id').execute();
  return rows.map(({ id }) => id);
}

/** Ends every session of everybody. @returns how many there were */
export async function endAllSessions(on: Queryable, why: string, now: Date): Promise<number> {
  const { numUpdatedRows } = await sessions(on)
    .updateTable('signin.session')
    .set({ ended_at: now, ended_why: why })
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export async function deleteSessionsBefore(on: Queryable, before: Date): Promise<void> {
  await sessions(on).deleteFrom('signin.session').where('expires_at', '<', before).execute();
}

const certificateOf = (row: SessionTable): SessionCertificate | null =>
  row.certificate_serial === null || row.certificate_issuer === null || row.certificate_not_after === null
    ? null
    : { serial: row.certificate_serial, issuer: row.certificate_issuer, notAfter: row.certificate_not_after };

const toSession = (row: SessionTable): Session => ({
  id: row.id,
  personId: row.person_id,
  kind: row.kind,
  certificate: certificateOf(row),
  signedInAt: row.signed_in_at,
  seenAt: row.seen_at,
  expiresAt: row.expires_at,
  userAgent: row.user_agent,
});

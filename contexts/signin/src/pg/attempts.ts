import type { Queryable } from '@lanyard/kernel';
import type { SigninTables } from './tables.ts';

export interface NewAttempt {
  readonly id: string;
  readonly cookieHash: Uint8Array;
  readonly portalOrigin: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What the card proved, kept until the ticket is shown. */
export interface Proof {
  readonly personId: string;
  readonly serial: string;
  readonly issuer: string;
  readonly notAfter: Date;
}

export async function insertAttempt(on: Queryable, attempt: NewAttempt): Promise<void> {
  const { id, cookieHash, portalOrigin, createdAt, expiresAt } = attempt;
  await on
    .withTables<SigninTables>()
    .insertInto('signin.attempt')
    .values({ id, cookie_hash: cookieHash, portal_origin: portalOrigin, created_at: createdAt, expires_at: expiresAt })
    .execute();
}

/** @returns whether the attempt is there, in time, and has not led to a ticket */
export async function isAttemptOpen(on: Queryable, id: string, now: Date): Promise<boolean> {
  const row = await on
    .withTables<SigninTables>()
    .selectFrom('signin.attempt')
    .select('id')
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Gives the attempt its one ticket. Of two cards shown at once for one attempt the first wins.
 * @returns where the browser goes back to, or null when the attempt is no longer open
 */
export async function completeAttempt(
  on: Queryable,
  id: string,
  proof: Proof,
  ticket: { readonly hash: Uint8Array; readonly expiresAt: Date },
  now: Date,
): Promise<string | null> {
  const row = await on
    .withTables<SigninTables>()
    .updateTable('signin.attempt')
    .set({
      completed_at: now,
      person_id: proof.personId,
      certificate_serial: proof.serial,
      certificate_issuer: proof.issuer,
      certificate_not_after: proof.notAfter,
      ticket_hash: ticket.hash,
      ticket_expires_at: ticket.expiresAt,
    })
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('portal_origin')
    .executeTakeFirst();
  return row?.portal_origin ?? null;
}

/** Uses a ticket up. Of two that show it at once, one gets the row. */
export async function redeemTicket(
  on: Queryable,
  ticketHash: Uint8Array,
  now: Date,
): Promise<(Proof & { cookieHash: Uint8Array }) | null> {
  const row = await on
    .withTables<SigninTables>()
    .updateTable('signin.attempt')
    .set({ redeemed_at: now })
    .where('ticket_hash', '=', ticketHash)
    .where('redeemed_at', 'is', null)
    .where('ticket_expires_at', '>', now)
    .returning(['cookie_hash', 'person_id', 'certificate_serial', 'certificate_issuer', 'certificate_not_after'])
    .executeTakeFirst();
  if (!row?.person_id || !row.certificate_serial || row.certificate_issuer === null || !row.certificate_not_after)
    return null;
  return {
    cookieHash: row.cookie_hash,
    personId: row.person_id,
    serial: row.certificate_serial,
    issuer: row.certificate_issuer,
    notAfter: row.certificate_not_after,
  };
}

export async function deleteAttemptsBefore(on: Queryable, before: Date): Promise<void> {
  await on.withTables<SigninTables>().deleteFrom('signin.attempt').where('expires_at', '<', before).execute();
}

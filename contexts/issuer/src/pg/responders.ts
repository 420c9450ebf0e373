import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { ResponderRow, Tables } from './tables.ts';

export interface NewResponder {
  readonly id: string;
  readonly authorityId: string;
  readonly spki: Uint8Array;
  readonly sealedKey: Uint8Array;
  readonly at: Date;
}

export async function insertResponder(on: Queryable, r: NewResponder): Promise<void> {
  await on
    .withTables<Tables>()
    .insertInto('issuer.responder')
    .values({ id: r.id, authority_id: r.authorityId, spki: r.spki, sealed_key: r.sealedKey, created_at: r.at })
    .execute();
}

export async function setResponderCertificate(
  on: Queryable,
  id: string,
  certificate: Uint8Array,
  notAfter: Date,
): Promise<void> {
  await on
    .withTables<Tables>()
    .updateTable('issuer.responder')
    .set({ certificate, not_after: notAfter })
    .where('id', '=', id)
    .execute();
}

/** The responder to sign with: of the certified ones, that which ends last. */
export async function newestResponder(on: Queryable, authorityId: string, now: Date): Promise<ResponderRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.responder')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('certificate', 'is not', null)
    .where('not_after', '>', now)
    .orderBy('not_after', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  return row ?? null;
}

/** A key made by a call that was interrupted before its certificate. */
export async function uncertifiedResponder(on: Queryable, authorityId: string): Promise<ResponderRow | null> {
  const rows = on.withTables<Tables>().selectFrom('issuer.responder').selectAll();
  return (
    (await rows
      .where('authority_id', '=', authorityId)
      .where('certificate', 'is', null)
      .orderBy('id')
      .executeTakeFirst()) ?? null
  );
}

/** Certified authorities with a key here but without a responder that is good beyond a moment. */
export async function authoritiesWithoutResponder(on: Queryable, beyond: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select a.id from issuer.authority a where a.certificate is not null
    and num_nonnulls(a.sealed_key, a.token_label) = 1 and not exists (select 1 from issuer.responder r where r.authority_id = a.id and r.not_after > ${beyond})
    order by a.id`.execute(on);
  return rows.map((row) => row.id);
}

import type { Queryable, Tx } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { StatusRow } from './statuses.ts';
import type { OcspAnswerRow, Tables } from './tables.ts';

export type NewOcspAnswer = Omit<OcspAnswerRow, 'cert_id' | 'der'> & Record<'cert_id' | 'der', Uint8Array>;

export async function ocspAnswerOf(
  on: Queryable,
  authorityId: string,
  certId: Uint8Array,
  now: Date,
): Promise<OcspAnswerRow | null> {
  const rows = on
    .withTables<Tables>()
    .selectFrom('issuer.ocsp_answer')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('cert_id', '=', Buffer.from(certId))
    .where('next_update', '>', now);
  return (await rows.executeTakeFirst()) ?? null;
}

/**
 * Certificates in force without an answer that was made since a moment, in the order of their numbers.
 * @param beyond the last serial number of the page before; empty at first
 */
export async function withoutFreshAnswer(
  on: Queryable,
  authorityId: string,
  {
    beyond,
    madeSince,
    now,
    limit,
  }: { readonly beyond: string; readonly madeSince: Date; readonly now: Date; readonly limit: number },
): Promise<StatusRow[]> {
  const { rows } =
    await sql<StatusRow>`select c.serial, c.state, c.closed_at, c.revoked_at, c.revocation_reason, c.invalidity_date
    from issuer.certificate c
    where c.authority_id = ${authorityId} and c.serial > ${beyond} and c.state = 'issued' and c.not_after > ${now}
      and not exists (select 1 from issuer.ocsp_answer a where a.authority_id = c.authority_id and a.serial = c.serial
        and a.this_update > ${madeSince})
    order by c.serial limit ${limit}`.execute(on);
  return rows;
}

/**
 * Puts answers in force, unless a status of the authority changed since they were made: the lock waits for changes
 * under way, and those to come wait for it and then find these rows.
 * @returns false when nothing was stored
 */
export async function storeOcspAnswers(
  tx: Tx,
  authorityId: string,
  generation: number,
  answers: readonly NewOcspAnswer[],
): Promise<boolean> {
  const { rows } = await sql<{ generation: number }>`select generation from issuer.status
    where authority_id = ${authorityId} for share`.execute(tx);
  if (rows[0]?.generation !== generation) return false;
  await tx
    .withTables<Tables>()
    .insertInto('issuer.ocsp_answer')
    .values([...answers])
    .onConflict((c) =>
      c.columns(['authority_id', 'cert_id']).doUpdateSet((e) => ({
        der: e.ref('excluded.der'),
        this_update: e.ref('excluded.this_update'),
        next_update: e.ref('excluded.next_update'),
      })),
    )
    .execute();
  return true;
}

/** Called in the transaction that changes these statuses, after the generation was bumped. */
export async function dropOcspAnswers(on: Queryable, authorityId: string, serials: readonly string[]): Promise<void> {
  await on
    .withTables<Tables>()
    .deleteFrom('issuer.ocsp_answer')
    .where('authority_id', '=', authorityId)
    .where('serial', 'in', serials)
    .execute();
}

export async function forgetOcspAnswers(on: Queryable, endedBefore: Date): Promise<void> {
  await on.withTables<Tables>().deleteFrom('issuer.ocsp_answer').where('next_update', '<', endedBefore).execute();
}

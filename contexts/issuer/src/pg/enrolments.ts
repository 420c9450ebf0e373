import type { Queryable } from '@lanyard/kernel';
import type { EnrolmentRow, Tables } from './tables.ts';

export type NewEnrolment = Omit<EnrolmentRow, 'secret_sha256' | 'subject' | 'spki_sha256' | 'used_at' | 'ended_at'> &
  Record<'secret_sha256' | 'subject', Uint8Array>;

export async function insertEnrolment(on: Queryable, row: NewEnrolment): Promise<void> {
  await on.withTables<Tables>().insertInto('issuer.enrolment').values(row).execute();
}

export async function enrolmentBy(
  on: Queryable,
  which: { readonly name: string; readonly protocol: EnrolmentRow['protocol'] } | { readonly id: string },
): Promise<EnrolmentRow | null> {
  const rows = on.withTables<Tables>().selectFrom('issuer.enrolment').selectAll();
  const found =
    'id' in which
      ? rows.where('id', '=', which.id)
      : rows.where('name', '=', which.name).where('protocol', '=', which.protocol);
  return (await found.executeTakeFirst()) ?? null;
}

/** Ties the password to the first key that came with it. @returns false when another key came before */
export async function bindKey(on: Queryable, id: string, spkiSha256: Uint8Array, at: Date): Promise<boolean> {
  const update = on
    .withTables<Tables>()
    .updateTable('issuer.enrolment')
    .set((e) => ({ spki_sha256: spkiSha256, used_at: e.fn.coalesce('used_at', e.val(at)) }))
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where((e) => e.or([e('spki_sha256', 'is', null), e('spki_sha256', '=', Buffer.from(spkiSha256))]));
  return (await update.executeTakeFirst()).numUpdatedRows === 1n;
}

export async function endEnrolmentRows(
  on: Queryable,
  which: { readonly id: string } | { readonly personId: string },
  at: Date,
): Promise<{ id: string; person_id: string; authority_id: string }[]> {
  const update = on
    .withTables<Tables>()
    .updateTable('issuer.enrolment')
    .set({ ended_at: at })
    .where('ended_at', 'is', null)
    .returning(['id', 'person_id', 'authority_id']);
  const chosen = 'id' in which ? update.where('id', '=', which.id) : update.where('person_id', '=', which.personId);
  return await chosen.execute();
}

/** A certificate that came of an enrolment, as its holder shows it again. */
export async function enrolledCertificate(on: Queryable, sha256: string) {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.certificate')
    .innerJoin('issuer.enrolment', 'issuer.enrolment.id', 'issuer.certificate.credential_id')
    .selectAll('issuer.enrolment')
    .select(['issuer.certificate.der', 'issuer.certificate.not_after', 'issuer.certificate.revoked_at'])
    .where('issuer.certificate.sha256', '=', sha256)
    .where('issuer.certificate.state', '=', 'issued')
    .executeTakeFirst();
  return row ?? null;
}

/** Encryption certificates of a person in force, the newest first. */
export async function encryptionCertificatesOf(on: Queryable, personId: string, now: Date): Promise<Buffer[]> {
  const rows = await on
    .withTables<Tables>()
    .selectFrom('issuer.certificate')
    .select('der')
    .where('person_id', '=', personId)
    .where('state', '=', 'issued')
    .where('profile', '=', 'key-management')
    .where('revoked_at', 'is', null)
    .where('not_after', '>', now)
    .orderBy('issued_at', 'desc')
    .limit(50)
    .execute();
  return rows.flatMap(({ der }) => (der === null ? [] : [der]));
}

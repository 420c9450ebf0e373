import { isUniqueViolation, LanyardError, type Queryable } from '@lanyard/kernel';
import type { Purpose } from '@lanyard/contract';
import type { Insertable, Updateable } from 'kysely';
import type { CertificateRow, CertificateTable, CredentialsTables } from './tables.ts';

export async function insertParts(on: Queryable, rows: readonly Insertable<CertificateTable>[]): Promise<void> {
  await on.withTables<CredentialsTables>().insertInto('credentials.certificate').values(rows).execute();
}

export const partsOf = (on: Queryable, credentialIds: readonly string[]): Promise<CertificateRow[]> =>
  credentialIds.length === 0
    ? Promise.resolve([])
    : on
        .withTables<CredentialsTables>()
        .selectFrom('credentials.certificate')
        .selectAll()
        .where('credential_id', 'in', credentialIds)
        .orderBy('position')
        .execute();

/**
 * Ties a key to the part, before its certificate is asked for.
 * @returns false: the part has a certificate already
 * @throws LanyardError `csr_key_reused`
 */
export async function reserveKey(
  on: Queryable,
  credentialId: string,
  purpose: Purpose,
  spkiSha256: string,
): Promise<boolean> {
  const parts = on
    .withTables<CredentialsTables>()
    .updateTable('credentials.certificate')
    .set({ spki_sha256: spkiSha256 });
  const open = parts
    .where('credential_id', '=', credentialId)
    .where('purpose', '=', purpose)
    .where('certificate', 'is', null);
  try {
    return (await open.returning('purpose').executeTakeFirst()) !== undefined;
  } catch (error) {
    if (isUniqueViolation(error, 'certificate_key')) throw new LanyardError('csr_key_reused', {}, { cause: error });
    throw error;
  }
}

/** @returns false: it has a certificate already */
export async function storeCertificate(
  on: Queryable,
  credentialId: string,
  purpose: Purpose,
  values: Updateable<CertificateTable>,
): Promise<boolean> {
  const parts = on.withTables<CredentialsTables>().updateTable('credentials.certificate').set(values);
  const open = parts
    .where('credential_id', '=', credentialId)
    .where('purpose', '=', purpose)
    .where('certificate', 'is', null);
  return (await open.returning('purpose').executeTakeFirst()) !== undefined;
}

/** The device has it: nobody needs our copy any more. */
export async function forgetCiphertexts(on: Queryable, credentialId: string): Promise<void> {
  const parts = on
    .withTables<CredentialsTables>()
    .updateTable('credentials.certificate')
    .set({ enc: null, ciphertext: null });
  await parts.where('credential_id', '=', credentialId).execute();
}

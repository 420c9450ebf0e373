import type { Queryable } from '@lanyard/kernel';
import type { ProfileName } from '../types.ts';
import type { CertificateRow, Tables } from './tables.ts';

export interface NewSerial {
  readonly id: string;
  readonly authorityId: string;
  readonly serial: string;
  readonly reference: string;
  readonly profile: ProfileName;
  readonly spkiSha256: Uint8Array;
  readonly keyOnce: boolean;
  readonly notAfter: Date;
  readonly personId: string | null;
  readonly deviceId: string | null;
  readonly credentialId: string | null;
  readonly at: Date;
  readonly leaseUntil: Date;
}

/** @throws a unique violation for a serial number, reference or key that is taken */
export async function insertSerial(on: Queryable, s: NewSerial): Promise<void> {
  await on
    .withTables<Tables>()
    .insertInto('issuer.certificate')
    .values({
      id: s.id,
      authority_id: s.authorityId,
      serial: s.serial,
      reference: s.reference,
      profile: s.profile,
      state: 'reserved',
      spki_sha256: s.spkiSha256,
      key_once: s.keyOnce,
      not_after: s.notAfter,
      person_id: s.personId,
      device_id: s.deviceId,
      credential_id: s.credentialId,
      reserved_at: s.at,
      lease_until: s.leaseUntil,
    })
    .execute();
}

/** The row that holds a reference: unfinished or issued. */
export async function rowOfReference(on: Queryable, reference: string): Promise<CertificateRow | null> {
  const db = on.withTables<Tables>();
  const rows = db
    .selectFrom('issuer.certificate')
    .selectAll()
    .where('reference', '=', reference)
    .where('state', '<>', 'closed');
  return (await rows.executeTakeFirst()) ?? null;
}

/** @returns false when the row was closed meanwhile */
export async function storeIntent(on: Queryable, id: string, tbs: Uint8Array): Promise<boolean> {
  const update = on
    .withTables<Tables>()
    .updateTable('issuer.certificate')
    .set({ state: 'intent', tbs })
    .where('id', '=', id)
    .where('state', '=', 'reserved');
  return (await update.executeTakeFirst()).numUpdatedRows === 1n;
}

/** @returns false when the row was closed meanwhile: the certificate must then never leave this process */
export async function storeIssued(
  on: Queryable,
  id: string,
  certificate: { der: Uint8Array; sha256: string },
  at: Date,
): Promise<boolean> {
  const update = on
    .withTables<Tables>()
    .updateTable('issuer.certificate')
    .set({ state: 'issued', der: certificate.der, sha256: certificate.sha256, issued_at: at })
    .where('id', '=', id)
    .where('state', '=', 'intent');
  return (await update.executeTakeFirst()).numUpdatedRows === 1n;
}

export type Unfinished = { readonly expiredAt: Date } | { readonly id: string } | { readonly credentialId: string };

/** Gives unfinished rows up for good. @returns the numbers that count as revoked from now on */
export async function closeUnfinished(
  on: Queryable,
  which: Unfinished,
  at: Date,
): Promise<{ authority_id: string; serial: string; reference: string }[]> {
  const update = on
    .withTables<Tables>()
    .updateTable('issuer.certificate')
    .set({ state: 'closed', closed_at: at })
    .where('state', 'in', ['reserved', 'intent'])
    .returning(['authority_id', 'serial', 'reference']);
  if ('expiredAt' in which) return await update.where('lease_until', '<', which.expiredAt).execute();
  if ('id' in which) return await update.where('id', '=', which.id).execute();
  return await update.where('credential_id', '=', which.credentialId).execute();
}

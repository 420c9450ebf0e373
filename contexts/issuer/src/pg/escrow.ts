import type { Queryable } from '@lanyard/kernel';
import type { EscrowRow, RecoveryKeyRow, Tables } from './tables.ts';

export interface NewRecoveryKey {
  readonly id: string;
  readonly authorityId: string;
  readonly spki: Uint8Array;
  readonly sealedKey: Uint8Array;
  readonly at: Date;
}

export async function insertRecoveryKey(on: Queryable, k: NewRecoveryKey): Promise<void> {
  await on
    .withTables<Tables>()
    .insertInto('issuer.recovery_key')
    .values({ id: k.id, authority_id: k.authorityId, spki: k.spki, sealed_key: k.sealedKey, created_at: k.at })
    .execute();
}

export async function setRecoveryCertificate(on: Queryable, id: string, certificate: Uint8Array): Promise<void> {
  await on.withTables<Tables>().updateTable('issuer.recovery_key').set({ certificate }).where('id', '=', id).execute();
}

/** The newest recovery key, certified or not yet: an interrupted ceremony goes on with it. */
export async function newestRecoveryKey(on: Queryable): Promise<RecoveryKeyRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.recovery_key')
    .selectAll()
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

export async function recoveryKeyById(on: Queryable, id: string): Promise<RecoveryKeyRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.recovery_key')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Two tries at once: the first one's key stays. @returns the row that stands */
export async function insertEscrow(
  on: Queryable,
  row: Omit<EscrowRow, 'spki' | 'cms' | 'pending_delivery'> & Record<'spki' | 'cms' | 'pending_delivery', Uint8Array>,
): Promise<EscrowRow> {
  const db = on.withTables<Tables>();
  await db
    .insertInto('issuer.escrow')
    .values(row)
    .onConflict((c) => c.column('reference').doNothing())
    .execute();
  return await db
    .selectFrom('issuer.escrow')
    .selectAll()
    .where('reference', '=', row.reference)
    .executeTakeFirstOrThrow();
}

export async function escrowOf(on: Queryable, reference: string): Promise<EscrowRow | null> {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.escrow')
    .selectAll()
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row ?? null;
}

/** Forgets keys kept for delivery: of one reference, or all older than a moment. */
export async function forgetPending(
  on: Queryable,
  which: { readonly reference: string } | { readonly before: Date },
): Promise<void> {
  const update = on
    .withTables<Tables>()
    .updateTable('issuer.escrow')
    .set({ pending_delivery: null })
    .where('pending_delivery', 'is not', null);
  await (
    'reference' in which
      ? update.where('reference', '=', which.reference)
      : update.where('escrowed_at', '<', which.before)
  ).execute();
}

/** An escrowed key with the certificate that was issued for it. */
export async function escrowOfCertificate(on: Queryable, sha256: string) {
  const row = await on
    .withTables<Tables>()
    .selectFrom('issuer.certificate')
    .innerJoin('issuer.escrow', 'issuer.escrow.reference', 'issuer.certificate.reference')
    .select([
      'issuer.certificate.der',
      'issuer.certificate.person_id',
      'issuer.escrow.cms',
      'issuer.escrow.recovery_key_id',
    ])
    .where('issuer.certificate.sha256', '=', sha256)
    .where('issuer.certificate.state', '=', 'issued')
    .executeTakeFirst();
  return row ?? null;
}

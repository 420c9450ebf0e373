import type { Queryable } from '@lanyard/kernel';
import type { ResponderRow, ScepTransactionRow, Tables } from './tables.ts';

export type RegistrationKeyRow = ResponderRow;

export async function insertRegistrationKey(
  on: Queryable,
  k: Pick<RegistrationKeyRow, 'id' | 'authority_id' | 'created_at'> & Record<'spki' | 'sealed_key', Uint8Array>,
): Promise<void> {
  await on.withTables<Tables>().insertInto('issuer.registration_key').values(k).execute();
}

export async function setRegistrationCertificate(
  on: Queryable,
  id: string,
  certificate: Uint8Array,
  notAfter: Date,
): Promise<void> {
  const update = on.withTables<Tables>().updateTable('issuer.registration_key');
  await update.set({ certificate, not_after: notAfter }).where('id', '=', id).execute();
}

/** Those in force, the newest first; an older one still receives what was encrypted to it. */
export async function registrationKeys(on: Queryable, authorityId: string, now: Date): Promise<RegistrationKeyRow[]> {
  return await on
    .withTables<Tables>()
    .selectFrom('issuer.registration_key')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('not_after', '>', now)
    .orderBy('not_after', 'desc')
    .orderBy('id')
    .execute();
}

/**
 * Claims a transaction id for who signed its first message.
 * @returns the row that stands: another signer's where the id was taken
 */
export async function claimTransaction(
  on: Queryable,
  t: Pick<ScepTransactionRow, 'authority_id' | 'transaction_id' | 'created_at'> & {
    readonly signer_sha256: Uint8Array;
  },
): Promise<ScepTransactionRow> {
  const db = on.withTables<Tables>();
  await db
    .insertInto('issuer.scep_transaction')
    .values(t)
    .onConflict((c) => c.columns(['authority_id', 'transaction_id']).doNothing())
    .execute();
  const row = await transactionOf(on, t.authority_id, t.transaction_id);
  if (row === null) throw new Error('a transaction that was just claimed is gone');
  return row;
}

export async function transactionOf(
  on: Queryable,
  authorityId: string,
  transactionId: string,
): Promise<ScepTransactionRow | null> {
  const rows = on
    .withTables<Tables>()
    .selectFrom('issuer.scep_transaction')
    .selectAll()
    .where('authority_id', '=', authorityId)
    .where('transaction_id', '=', transactionId);
  return (await rows.executeTakeFirst()) ?? null;
}

export async function finishTransaction(
  on: Queryable,
  authorityId: string,
  transactionId: string,
  certificate: Uint8Array,
): Promise<void> {
  await on
    .withTables<Tables>()
    .updateTable('issuer.scep_transaction')
    .set({ certificate })
    .where('authority_id', '=', authorityId)
    .where('transaction_id', '=', transactionId)
    .execute();
}

export async function forgetTransactions(on: Queryable, before: Date): Promise<void> {
  await on.withTables<Tables>().deleteFrom('issuer.scep_transaction').where('created_at', '<', before).execute();
}

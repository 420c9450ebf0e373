import type { RevocationReason } from '@lanyard/contract';
import { runStatement, statement, type Queryable } from '@lanyard/kernel';
import type { CertificateTarget } from '../types.ts';
import type { CertificateRow, Tables } from './tables.ts';

export type StatusRow = Pick<
  CertificateRow,
  'serial' | 'state' | 'closed_at' | 'revoked_at' | 'revocation_reason' | 'invalidity_date'
>;

const STATUSES = statement(
  'issuer.statuses',
  `select serial, state, closed_at, revoked_at, revocation_reason, invalidity_date
    from issuer.certificate where authority_id = $1 and serial = any($2)`,
);

/** What is on record about these numbers; those never reserved are missing. */
export function statusesOf(on: Queryable, authorityId: string, serials: readonly string[]): Promise<StatusRow[]> {
  return runStatement(on, STATUSES, [authorityId, serials]);
}

export type TargetRow = Pick<
  CertificateRow,
  'id' | 'authority_id' | 'serial' | 'sha256' | 'revoked_at' | 'revocation_reason' | 'person_id' | 'device_id'
>;

/** Locks the issued certificates that an ending concerns. */
export function lockIssued(on: Queryable, target: CertificateTarget): Promise<TargetRow[]> {
  const rows = on
    .withTables<Tables>()
    .selectFrom('issuer.certificate')
    .select(['id', 'authority_id', 'serial', 'sha256', 'revoked_at', 'revocation_reason', 'person_id', 'device_id'])
    .where('state', '=', 'issued')
    .orderBy('authority_id')
    .orderBy('serial')
    .forUpdate();
  if ('credentialId' in target) return rows.where('credential_id', '=', target.credentialId).execute();
  return rows.where('sha256', '=', target.sha256).execute();
}

export interface Revocation {
  readonly at: Date;
  readonly reason: RevocationReason;
  readonly invalidityDate: Date | null;
}

/** @param revocation null makes the certificates good again */
export async function setRevocation(
  on: Queryable,
  ids: readonly string[],
  revocation: Revocation | null,
  at: Date,
): Promise<void> {
  await on
    .withTables<Tables>()
    .updateTable('issuer.certificate')
    .set({
      revoked_at: revocation?.at ?? null,
      revocation_reason: revocation?.reason ?? null,
      invalidity_date: revocation?.invalidityDate ?? null,
      resumed_at: revocation === null ? at : null,
    })
    .where('id', 'in', ids)
    .execute();
}

import { LanyardError, type Outbox, recordAudit, type Tx } from '@lanyard/kernel';
import { closeIntents } from '../cycle/close.ts';
import { bumpGeneration } from '../pg/authorities.ts';
import { dropOcspAnswers } from '../pg/ocsp-answers.ts';
import { lockIssued, type Revocation, setRevocation, type TargetRow } from '../pg/statuses.ts';
import type { ActContext, CertificateTarget, RevokeInput, StatusChange } from '../types.ts';
import { type Coalesce, requestCrl } from './request-crl.ts';

export interface ChangeNeeds {
  readonly outbox: Outbox;
  readonly when: Coalesce;
}

/**
 * Ends certificates for good. A suspended one is revoked; one already revoked stays as it is, date and reason too.
 * What is being issued for the credential at this moment is closed, so that no certificate appears after the ending.
 */
export async function revoke(
  tx: Tx,
  needs: ChangeNeeds,
  input: CertificateTarget & RevokeInput,
): Promise<readonly StatusChange[]> {
  if ('credentialId' in input)
    await closeIntents(tx, needs.outbox, { credentialId: input.credentialId }, 'credential ended', needs.when);
  const revocation = { at: needs.when.at, reason: input.reason, invalidityDate: input.invalidityDate ?? null };
  const open = (row: TargetRow): boolean => row.revoked_at === null || row.revocation_reason === 'certificateHold';
  return await change(tx, needs, { act: 'certificate.revoked', target: input, applies: open, revocation });
}

/** Puts good certificates on hold (RFC 5280 §5.3.1 certificateHold). */
export async function suspend(
  tx: Tx,
  needs: ChangeNeeds,
  input: CertificateTarget & ActContext,
): Promise<readonly StatusChange[]> {
  const revocation = { at: needs.when.at, reason: 'certificateHold', invalidityDate: null } as const;
  return await change(tx, needs, {
    act: 'certificate.suspended',
    target: input,
    applies: (row) => row.revoked_at === null,
    revocation,
  });
}

/** Takes a hold back; the revoked stay revoked. */
export async function resume(
  tx: Tx,
  needs: ChangeNeeds,
  input: CertificateTarget & ActContext,
): Promise<readonly StatusChange[]> {
  return await change(tx, needs, {
    act: 'certificate.resumed',
    target: input,
    applies: (row) => row.revocation_reason === 'certificateHold',
    revocation: null,
  });
}

interface Change {
  readonly act: string;
  readonly target: CertificateTarget & ActContext;
  readonly applies: (row: TargetRow) => boolean;
  readonly revocation: Revocation | null;
}

/** Status, generation, audit and the wish for a CRL are one commit: who reads a status afterwards reads the new one. */
async function change(
  tx: Tx,
  { outbox, when }: ChangeNeeds,
  { act, target, applies, revocation }: Change,
): Promise<readonly StatusChange[]> {
  const found = await lockIssued(tx, target);
  if (found.length === 0 && 'sha256' in target) throw new LanyardError('not_found', { certificate: target.sha256 });
  const rows = found.filter(applies);
  if (rows.length === 0) return [];
  await setRevocation(
    tx,
    rows.map((row) => row.id),
    revocation,
    when.at,
  );
  const serialsOf = (authority: string): string[] =>
    rows.filter((row) => row.authority_id === authority).map((row) => row.serial);
  // Rows come in the order of their authorities, so that two endings never wait for each other in a circle.
  for (const authority of new Set(rows.map((row) => row.authority_id))) {
    await bumpGeneration(tx, authority);
    await dropOcspAnswers(tx, authority, serialsOf(authority));
    await requestCrl(tx, outbox, authority, when);
  }
  const actor = target.actor ?? ({ kind: 'system', part: 'issuer' } as const);
  for (const row of rows) {
    const details = { authority: row.authority_id, sha256: row.sha256, reason: revocation?.reason };
    const who = {
      personId: row.person_id ?? undefined,
      deviceId: row.device_id ?? undefined,
      correlationId: target.correlationId,
    };
    await recordAudit(tx, { act, outcome: 'done', actor, ...who, object: row.serial, details }, when.at);
  }
  return rows.map((row) => ({ authority: row.authority_id, serial: row.serial, sha256: row.sha256 ?? '' }));
}

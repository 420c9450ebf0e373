import { type AuditEntry, LanyardError, recordAudit } from '@lanyard/kernel';
import { storeIssued } from '../pg/serials.ts';
import type { Issued } from '../types.ts';
import { closeIntents } from './close.ts';
import type { CycleConfig, CycleNeeds, CycleRequest } from './cycle-request.ts';
import type { IssuanceStep } from './steps.ts';

interface Success {
  readonly id: string;
  readonly request: CycleRequest;
  readonly issued: Issued;
  readonly reached: (step: IssuanceStep) => void;
}

/**
 * Puts the certificate and its audit row on record in one commit.
 * @throws LanyardError `issuance_interrupted` when its number was closed meanwhile: it must not be given to anybody
 */
export async function recordIssued(
  { db, clock }: CycleNeeds,
  { id, request, issued, reached }: Success,
): Promise<void> {
  const { certificate: der, sha256, serial, notAfter } = issued;
  await db.tx(async (tx) => {
    const at = clock.now();
    if (!(await storeIssued(tx, id, { der, sha256 }, at))) throw new LanyardError('issuance_interrupted');
    reached('issuer.stored');
    const details = { sha256, notAfter: notAfter.toISOString() };
    await recordAudit(tx, auditEntry(request, serial, 'done', details), at);
  });
}

interface Failure {
  readonly id: string;
  readonly serial: string;
  readonly request: CycleRequest;
  readonly error: unknown;
}

/**
 * Closes the number at once where the database still answers; the sweeper does it otherwise. Where the certificate
 * was stored after all (the answer to a commit can get lost) there is nothing to close, and it stands.
 */
export async function giveUp(
  { db, clock, outbox, log }: CycleNeeds,
  config: CycleConfig,
  { id, serial, request, error }: Failure,
): Promise<void> {
  const at = clock.now();
  const code = error instanceof LanyardError ? error.code : 'internal';
  const { reference, correlationId } = request;
  log.error({ serial, reference, correlationId, err: error }, 'a certificate was not issued');
  const closing = db.tx(async (tx) => {
    const closed = await closeIntents(tx, outbox, { id }, code, { at, seconds: config.crlCoalesceSeconds });
    if (closed > 0) await recordAudit(tx, auditEntry(request, serial, 'refused', { code }), at);
  });
  await closing.catch((cause: unknown) =>
    log.error({ serial, err: cause }, 'its number could not be closed now; the sweeper will'),
  );
}

function auditEntry(
  { authority, profile, reference, holder, correlationId }: CycleRequest,
  serial: string,
  outcome: AuditEntry['outcome'],
  details: AuditEntry['details'],
): AuditEntry {
  return {
    act: 'certificate.issued',
    outcome,
    actor: { kind: 'system', part: 'issuer' },
    personId: holder?.personId,
    deviceId: holder?.deviceId,
    object: serial,
    details: { authority: authority.id, profile: profile.name, reference, ...details },
    correlationId,
  };
}

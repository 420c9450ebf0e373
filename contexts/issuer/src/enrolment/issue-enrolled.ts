import { after, days, isLanyardError, LanyardError, recordAudit } from '@lanyard/kernel';
import { type Bytes, parseName, viewOf } from '@lanyard/pki';
import type { AuthorityBook } from '../authority/authority-book.ts';
import type { CycleConfig } from '../cycle/cycle-request.ts';
import { issue } from '../issue.ts';
import { bindKey } from '../pg/enrolments.ts';
import type { EnrolmentRow } from '../pg/tables.ts';
import type { IssuerPorts } from '../ports.ts';
import type { Issued, IssueWithEscrowInput } from '../types.ts';

/** The issuer, as the enrolment protocols use it. */
export interface Enrolling {
  readonly ports: IssuerPorts;
  readonly book: AuthorityBook;
  readonly config: CycleConfig;
}

/**
 * Uses up the one-time password for one key. A repetition with the same key goes on where it was.
 * @throws LanyardError `enrolment_used`
 */
export async function usePassword(
  { ports }: Enrolling,
  row: EnrolmentRow,
  spki: Bytes,
  correlationId: string,
): Promise<void> {
  const { db, clock, digest } = ports;
  const thumbprint = await digest.digest('sha256', spki);
  await db.tx(async (tx) => {
    const at = clock.now();
    if (!(await bindKey(tx, row.id, thumbprint, at))) throw new LanyardError('enrolment_used');
    if (row.used_at !== null) return;
    const { id: object, person_id: personId, protocol, name } = row;
    const actor = { kind: 'system', part: 'issuer' } as const;
    await recordAudit(
      tx,
      { act: 'enrolment.used', outcome: 'done', actor, personId, object, details: { protocol, name }, correlationId },
      at,
    );
  });
}

/** The first certificate of an enrolment has the reference `FIRST`, the successor of another names its fingerprint. */
export async function issueEnrolled(
  { ports, book, config }: Enrolling,
  row: EnrolmentRow,
  request: { readonly spki: Bytes; readonly succeeds: string; readonly correlationId: string },
): Promise<Issued> {
  if (row.profile === 'key-management') throw new LanyardError('enrolment_key_made_here');
  try {
    return await issue(ports, book, config, { ...orderOf(ports, row, request), spki: request.spki });
  } catch (cause) {
    // The reference has a certificate for another key: this one was renewed before.
    if (isLanyardError(cause, 'conflict')) throw new LanyardError('enrolment_used', {}, { cause });
    throw cause;
  }
}

/** What is issued to the holder of an enrolment, but for its key. */
export function orderOf(
  { clock }: Pick<IssuerPorts, 'clock'>,
  row: EnrolmentRow,
  { succeeds, correlationId }: { readonly succeeds: string; readonly correlationId: string },
): IssueWithEscrowInput {
  const wanted = after(clock.now(), days(row.certificate_days));
  return {
    authority: row.authority_id,
    profile: row.profile,
    reference: `enrolment/${row.id}/${succeeds}`,
    subject: parseName(viewOf(row.subject)),
    upn: row.upn ?? undefined,
    email: row.email ?? undefined,
    notAfter: wanted < row.ends_at ? wanted : row.ends_at,
    policies: row.policies,
    holder: { personId: row.person_id, deviceId: row.device_id ?? undefined, credentialId: row.id },
    correlationId,
  };
}

/** What the first certificate of an enrolment succeeds. */
export const FIRST = 'first';

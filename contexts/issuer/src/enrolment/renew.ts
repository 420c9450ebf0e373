import { isLanyardError, LanyardError } from '@lanyard/kernel';
import {
  type Bytes,
  type CertificateRequest,
  equalBytes,
  namesEqual,
  OID,
  parseCertificate,
  toHex,
  viewOf,
} from '@lanyard/pki';
import { enrolledCertificate } from '../pg/enrolments.ts';
import type { EnrolmentRow } from '../pg/tables.ts';
import type { Issued } from '../types.ts';
import { recordRefusal, stillStands } from './authenticate.ts';
import { type Enrolling, issueEnrolled } from './issue-enrolled.ts';

export interface Renewable {
  readonly row: EnrolmentRow;
  /** The certificate that was shown. */
  readonly der: Bytes;
  readonly sha256: string;
}

/**
 * The enrolment that a certificate came of, shown by one who proved its key. It is read from the record: nothing of
 * it that could be forged decides.
 * @throws LanyardError `enrolment_certificate_refused` (not of an enrolment, revoked, expired), `enrolment_ended`
 */
export async function findRenewable({ ports }: Enrolling, der: Bytes, source: string): Promise<Renewable> {
  const sha256 = toHex(await ports.digest.digest('sha256', der));
  const row = await enrolledCertificate(ports.db.pool, sha256);
  try {
    if (row === null || row.der === null || !equalBytes(row.der, der))
      throw new LanyardError('enrolment_certificate_refused');
    if (row.revoked_at !== null) throw new LanyardError('enrolment_certificate_refused', { reason: 'it is revoked' });
    if (row.not_after <= ports.clock.now())
      throw new LanyardError('enrolment_certificate_refused', { reason: 'it has expired' });
    await stillStands(ports, row);
    return { row, der: viewOf(row.der), sha256 };
  } catch (error) {
    if (isLanyardError(error)) await recordRefusal(ports, row, source, error.code);
    throw error;
  }
}

/** Issues the one successor of a certificate: a repeated call is answered again, another key is not. */
export function renew(
  enrolling: Enrolling,
  { row, sha256 }: Renewable,
  request: CertificateRequest,
  correlationId: string,
): Promise<Issued> {
  return issueEnrolled(enrolling, row, { spki: request.spki, succeeds: sha256, correlationId });
}

/**
 * RFC 7030 §4.2.2: a request to renew repeats the names of the certificate; other names need another invitation.
 * @throws LanyardError `enrolment_names_differ`
 */
export function assertSameNames({ der }: Renewable, { subject, extensions }: CertificateRequest): void {
  const certificate = parseCertificate(der);
  const wanted = extensions.find((e) => e.oid === OID.subjectAltName);
  const present = certificate.extensions.find((e) => e.oid === OID.subjectAltName);
  const sameAlternatives = wanted === undefined || (present !== undefined && equalBytes(wanted.value, present.value));
  if (!namesEqual(subject, certificate.subject) || !sameAlternatives) throw new LanyardError('enrolment_names_differ');
}

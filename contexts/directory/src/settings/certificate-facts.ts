import { createHash } from 'node:crypto';
import type { CertificateFacts, CertificateValidity } from '@lanyard/contract';
import { after, days } from '@lanyard/kernel';
import { fromPem, nameToString, parseCertificate, type Certificate } from '@lanyard/pki';

/** Told this long before. */
const ENDS_SOON_MS = days(90);

/** What people know a certificate by. */
export function factsOf(
  { der, issuer, notAfter, notBefore, serial, subject }: Certificate,
  now: Date,
): CertificateFacts {
  return {
    subject: nameToString(subject),
    issuer: nameToString(issuer),
    serial,
    sha256: createHash('sha256').update(der).digest('hex'),
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    validity: validityOf(notBefore, notAfter, now),
  };
}

/** Null for what cannot be read: it was put there before anybody looked, and trusts nothing. */
export function readFacts(pem: string, now: Date): CertificateFacts | null {
  try {
    const [der] = fromPem(pem, 'CERTIFICATE');
    return der === undefined ? null : factsOf(parseCertificate(der), now);
  } catch {
    return null;
  }
}

function validityOf(notBefore: Date, notAfter: Date, now: Date): CertificateValidity {
  if (notAfter < now) return 'ended';
  if (notBefore > now) return 'not_yet';
  return notAfter < after(now, ENDS_SOON_MS) ? 'ends_soon' : 'valid';
}

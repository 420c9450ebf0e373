import type { CrlEntry } from '../crl-entries.ts';
import type { Crl } from '../crl.ts';
import { nameKey } from '../name-compare.ts';
import type { CertificateFacts } from '../path/facts.ts';
import { crlIssuerKey } from './crl-store.ts';
import type { CertificateStatus } from './types.ts';

/** The entry of a certificate: same serial number, and same issuer as the entry's or else the CRL's (RFC 5280 §5.3.3). */
export function entryOf(crl: Crl, subject: CertificateFacts): CrlEntry | undefined {
  return crl
    .find(subject.certificate.serialBytes)
    .findLast(({ certificateIssuer }) =>
      certificateIssuer
        ? certificateIssuer.some((name) => name.kind === 'directory' && nameKey(name.value) === subject.issuerKey)
        : crlIssuerKey(crl) === subject.issuerKey,
    );
}

/** RFC 5280 §6.3.3 (i) to (k): the delta speaks first; `removeFromCRL` there, or no entry in either, means not revoked. */
export function statusIn(complete: Crl, delta: Crl | undefined, subject: CertificateFacts): CertificateStatus {
  const { thisUpdate, nextUpdate } = delta ?? complete;
  const entry = (delta && entryOf(delta, subject)) ?? entryOf(complete, subject);
  if (entry && entry.reason !== 'removeFromCRL') {
    const reason = entry.reason ?? 'unspecified';
    return {
      state: reason === 'certificateHold' ? 'on_hold' : 'revoked',
      source: 'crl',
      reason,
      revokedAt: entry.revokedAt,
      thisUpdate,
    };
  }
  return { state: 'good', source: 'crl', thisUpdate, ...(nextUpdate && { nextUpdate }) };
}

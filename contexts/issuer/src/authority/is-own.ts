import { type Certificate, equalBytes, namesEqual } from '@lanyard/pki';
import type { Authority } from '../types.ts';

/**
 * Whether a certificate claims one of our derived authorities as its issuer, by name or by key identifier. Either is
 * enough: who is taken for our own is only refused as a primary.
 */
export function isOwn(authorities: readonly Authority[], certificate: Certificate): boolean {
  const issuerKey = certificate.authorityKeyIdentifier?.keyIdentifier;
  return authorities.some(({ kind, certificate: own }) => {
    if (kind !== 'derived') return false;
    const sameKey =
      issuerKey !== undefined &&
      own.subjectKeyIdentifier !== undefined &&
      equalBytes(issuerKey, own.subjectKeyIdentifier);
    return sameKey || namesEqual(certificate.issuer, own.subject);
  });
}

import { keyStrength, type Certificate } from '@lanyard/pki';

export type FaultReason =
  | 'unreadable'
  | 'not_ca'
  | 'expired'
  | 'not_yet_valid'
  | 'weak_key'
  | 'issuer_missing'
  | 'signature'
  | 'chain';

export interface CertificateFault {
  readonly reason: FaultReason;
  readonly message: string;
}

/** Why a certificate by itself cannot be a trusted issuer or stand between one and a card; null when it can. */
export function certificateFault(certificate: Certificate, now: Date): CertificateFault | null {
  const { basicConstraints, keyUsage, notBefore, notAfter, publicKey } = certificate;
  if (basicConstraints?.ca !== true || (keyUsage !== undefined && !keyUsage.has('keyCertSign')))
    return { reason: 'not_ca', message: 'is no CA certificate: it may not issue others (RFC 5280 §4.2.1.9)' };
  if (notAfter < now) return { reason: 'expired', message: `ended on ${day(notAfter)}` };
  if (notBefore > now) return { reason: 'not_yet_valid', message: `is valid from ${day(notBefore)} only` };
  // Curves that cards may not have are the authority's own affair; a key that can be broken is not.
  const strength = keyStrength(publicKey);
  if (!strength.acceptable && strength.code !== 'curve_not_allowed' && strength.code !== 'key_kind_not_allowed')
    return { reason: 'weak_key', message: strength.message };
  return null;
}

const day = (at: Date): string => at.toISOString().slice(0, 10);

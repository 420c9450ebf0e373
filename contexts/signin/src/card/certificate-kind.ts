import { type Certificate, OID } from '@lanyard/pki';

/** The certificates of a PIV card, and what is none of them (FIPS 201-3 §4.2.2). */
export type CertificateKind =
  | 'authentication'
  | 'signature'
  | 'encryption'
  | 'card authentication'
  | 'authority'
  | 'other';

const signsIn: readonly string[] = [OID.clientAuth, OID.smartcardLogon, OID.anyExtendedKeyUsage];

/**
 * Tells what a certificate is for by its key usage and extended key usage, as the worksheets of the PIV profile
 * set them: PIV Authentication signs, without non-repudiation, for client authentication or smart card logon.
 */
export function kindOf({ keyUsage, extendedKeyUsage, basicConstraints }: Certificate): CertificateKind {
  if (basicConstraints?.ca || keyUsage?.has('keyCertSign')) return 'authority';
  if (extendedKeyUsage?.includes(OID.pivCardAuth)) return 'card authentication';
  if (keyUsage === undefined) return 'other';
  if (!keyUsage.has('digitalSignature')) {
    if (keyUsage.has('keyEncipherment') || keyUsage.has('keyAgreement') || keyUsage.has('dataEncipherment'))
      return 'encryption';
    return keyUsage.has('nonRepudiation') ? 'signature' : 'other';
  }
  if (keyUsage.has('nonRepudiation')) return 'signature';
  // Without the extension a key serves any purpose (RFC 5280 §4.2.1.12); older cards have none.
  if (extendedKeyUsage === undefined || extendedKeyUsage.some((usage) => signsIn.includes(usage)))
    return 'authentication';
  return extendedKeyUsage.includes(OID.emailProtection) ? 'signature' : 'other';
}

import { type Certificate, equalBytes, fascnOf, OID } from '@lanyard/pki';
import type { ProfileName } from '../types.ts';

/**
 * The profile that a certificate seems to have been made under. What it is for tells: whoever made it may have got
 * the rest wrong, and lint is to say so.
 * @returns undefined where nothing tells: then RFC 5280 alone is asked
 */
export function guessProfile(certificate: Certificate): ProfileName | undefined {
  const { basicConstraints, issuer, subject, extendedKeyUsage, keyUsage } = certificate;
  if (basicConstraints?.ca === true) return equalBytes(issuer.der, subject.der) ? 'root' : 'issuing-ca';
  const purposes = new Set<string>(extendedKeyUsage ?? []);
  if (purposes.has(OID.ocspSigning)) return 'ocsp-responder';
  if (purposes.has(OID.pivContentSigning)) return 'content-signing';
  if (purposes.has(OID.pivCardAuth)) return 'card-authentication';
  if (purposes.has(OID.serverAuth)) return 'tls-server';
  const uses = new Set<string>(keyUsage ?? []);
  if (uses.has('nonRepudiation')) return 'signature';
  if (uses.has('keyEncipherment') && uses.has('digitalSignature')) return 'registration';
  if (uses.has('keyEncipherment') || uses.has('keyAgreement')) return purposes.size > 0 ? 'key-management' : 'recovery';
  if (!purposes.has(OID.clientAuth)) return undefined;
  // Only a card has a FASC-N; a derived certificate must not claim one.
  return fascnOf(certificate) === undefined ? 'derived-authentication' : 'piv-authentication';
}

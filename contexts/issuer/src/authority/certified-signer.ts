import { LanyardError } from '@lanyard/kernel';
import type { Certificate, Signer } from '@lanyard/pki';
import type { SigningAuthority } from './signing-authority.ts';

/**
 * An authority that has its certificate, with its key.
 * @throws LanyardError `issuer_unavailable` for a certificate without a key identifier
 */
export function certifiedSigner(
  id: string,
  certificate: Certificate,
  signer: Signer,
  chain: SigningAuthority['chain'],
): SigningAuthority {
  const { subject, notBefore, notAfter, subjectKeyIdentifier, certificatePolicies } = certificate;
  if (subjectKeyIdentifier === undefined)
    throw new LanyardError('issuer_unavailable', { reason: 'the authority has no key identifier' });
  const policies = (certificatePolicies ?? []).map((p) => p.policy);
  return { id, name: subject, signer, keyId: subjectKeyIdentifier, notBefore, notAfter, policies, certificate, chain };
}

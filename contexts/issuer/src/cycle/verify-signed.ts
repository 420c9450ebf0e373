import { type Bytes, parseCertificate, parsePublicKey, signatureAlgorithmOf, type Verifier } from '@lanyard/pki';
import { SignedOtherwise } from './sign-draft.ts';

/**
 * Verifies a certificate of the authority's own. They are few and much hangs on them; for subscribers' it would cost
 * twice the signature.
 * @param issuerSpki key that should have signed
 * @throws SignedOtherwise
 */
export async function verifySigned(certificate: Bytes, issuerSpki: Bytes, verifier: Verifier): Promise<void> {
  const { tbs, signature, signatureAlgorithm } = parseCertificate(certificate);
  const algorithm = signatureAlgorithmOf(signatureAlgorithm, parsePublicKey(issuerSpki));
  if (algorithm === undefined || !(await verifier.verify(algorithm, issuerSpki, tbs, signature))) {
    throw new SignedOtherwise('the signature is not that of the authority');
  }
}

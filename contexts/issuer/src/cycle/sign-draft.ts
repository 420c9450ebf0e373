import { assembleCertificate, type Bytes, readDer, type Signer } from '@lanyard/pki';

/** The signer gave something that is no certificate over the linted octets. */
export class SignedOtherwise extends Error {
  override readonly name = 'SignedOtherwise';
}

/** Signs linted octets. @returns DER of the certificate, not yet compared */
export async function signDraft(tbs: Bytes, signer: Signer): Promise<Bytes> {
  return assembleCertificate(tbs, signer.algorithm, await signer.sign(tbs));
}

/**
 * What came back must contain, octet for octet, what was linted and stored as the intent: a faulty or meddled-with
 * signer or encoder must not put anything else into the world.
 * @throws SignedOtherwise
 */
export function compareSigned(certificate: Bytes, tbs: Bytes): void {
  const whole = readDer(certificate, certificate.length);
  const parts = whole.sequence();
  whole.finish();
  if (Buffer.compare(parts.raw(), tbs) !== 0)
    throw new SignedOtherwise('the signed octets are not those that were linted');
}

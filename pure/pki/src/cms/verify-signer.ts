import { hashOfOid } from '../algorithm.ts';
import { type Bytes, equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { readDer } from '../der-read.ts';
import { OID } from '../oid.ts';
import type { Digest, HashAlgorithm, SignatureAlgorithm, Verifier } from '../ports.ts';
import { hashOfSignature, signatureAlgorithmOf } from '../signature-algorithm.ts';
import { isIdOf } from './enveloped-data.ts';
import type { CmsSigner, SignedData } from './signed-data.ts';

/**
 * Whether a signer's signature is right under the key of a certificate that it names (RFC 5652 §5.4, §5.6). Whether
 * that certificate is to be believed is another question.
 * @param certificate one of the message, or one that the caller knows
 */
export async function verifySigner(
  { content, contentType }: SignedData,
  signer: CmsSigner,
  certificate: Certificate,
  { digest, verifier }: { readonly digest: Digest; readonly verifier: Verifier },
): Promise<boolean> {
  const hash = hashOfOid(signer.digestAlgorithm.oid);
  const algorithm = algorithmOf(signer, certificate, hash);
  if (content === undefined || hash === undefined || algorithm === undefined) return false;
  if (!isIdOf(signer.signer, certificate)) return false;
  const { signedAttributes, signature } = signer;
  // §5.3: content of another type than data is only ever signed through attributes.
  if (signedAttributes === undefined)
    return contentType === OID.data && verifier.verify(algorithm, certificate.spki, content, signature);
  const described = single(signer, OID.contentType);
  const digested = single(signer, OID.messageDigest);
  if (described === undefined || digested === undefined) return false;
  if (readDer(described, 64).oid() !== contentType) return false;
  if (!equalBytes(readDer(digested, 128).octetString(), await digest.digest(hash, content))) return false;
  return verifier.verify(algorithm, certificate.spki, signedAttributes, signature);
}

const single = ({ attributes }: CmsSigner, oid: string): Bytes | undefined => {
  const values = attributes.find((attribute) => attribute.oid === oid)?.values;
  return values?.length === 1 ? values[0] : undefined;
};

function algorithmOf(
  { signatureAlgorithm }: CmsSigner,
  { publicKey }: Certificate,
  hash: HashAlgorithm | undefined,
): SignatureAlgorithm | undefined {
  if (hash === undefined || hash === 'sha1') return undefined;
  // RFC 3370 §3.2: the key's own identifier stands for PKCS#1 v1.5 with the digest named beside it.
  if (signatureAlgorithm.oid === OID.rsaEncryption)
    return publicKey.kind === 'rsa' && !publicKey.pssOnly ? `rsa-pkcs1-${hash}` : undefined;
  const named = signatureAlgorithmOf(signatureAlgorithm, publicKey);
  return named !== undefined && hashOfSignature(named) === hash ? named : undefined;
}

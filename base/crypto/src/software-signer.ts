import { createPrivateKey, createPublicKey, KeyObject, sign } from 'node:crypto';
import { type Bytes, PkiError, type SignatureAlgorithm, type Signer, viewOf } from '@lanyard/pki';
import { defaultAlgorithm, keyFits, keyInput, nodeAlgorithm } from './options.ts';

export interface SoftwareSigner extends Signer {
  sign(message: Bytes): Bytes;
}

/**
 * A signer over a private key in this process's memory; it answers at once.
 * @param privateKey PKCS#8 DER, or a KeyObject
 * @param algorithm by default ECDSA with the curve's own hash, RSA PKCS#1 v1.5 with SHA-256
 * @throws PkiError `key_invalid` for octets that are no private key, `key_algorithm` for one that does not fit
 */
export function softwareSigner(privateKey: Uint8Array | KeyObject, algorithm?: SignatureAlgorithm): SoftwareSigner {
  const key = privateKey instanceof KeyObject ? privateKey : readPrivateKey(privateKey);
  const chosen = algorithm ?? defaultAlgorithm(key);
  if (key.type !== 'private' || chosen === undefined || !keyFits(key, chosen)) {
    throw new PkiError('key_algorithm', 'the private key does not fit the signature algorithm');
  }
  const node = nodeAlgorithm(chosen);
  const input = keyInput(key, node);
  return {
    algorithm: chosen,
    spki: viewOf(createPublicKey(key).export({ format: 'der', type: 'spki' })),
    sign: (message) => viewOf(sign(node.digest, message, input)),
  };
}

function readPrivateKey(pkcs8: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    // OpenSSL's own message can quote the input, and the input is a secret.
    throw new PkiError('key_invalid', 'these octets are no PKCS#8 private key');
  }
}

import { createHash } from 'node:crypto';
import { type Bytes, ecdsaToDer, type SignatureAlgorithm, viewOf } from '@lanyard/pki';
import { CKM } from './constants.ts';
import { type Cryptoki, readUlong, ulongPlace } from './cryptoki.ts';
import { isCurve, type KeyKind } from './key-kinds.ts';
import { mechanismOf } from './keys.ts';

/** Octets of the largest signature: RSA 4096. */
const MAX_SIGNATURE = 512;
/** What stands before a SHA-256 digest in PKCS #1 v1.5 (RFC 8017 §9.2 note 1). */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The algorithm to sign with, as software signers choose it. */
export function algorithmOf(kind: KeyKind): SignatureAlgorithm {
  if (kind === 'ec-p256') return 'ecdsa-p256-sha256';
  return kind === 'ec-p384' ? 'ecdsa-p384-sha384' : 'rsa-pkcs1-sha256';
}

/**
 * Signs a message. Its digest is made here: a CRL of fifty megabytes need not pass through the token.
 * @returns ECDSA as DER (RFC 3279 §2.2.3), RSA PKCS #1 v1.5 as it is
 */
export async function signMessage(
  cryptoki: Cryptoki,
  session: number,
  key: { readonly handle: number; readonly kind: KeyKind },
  message: Bytes,
): Promise<Bytes> {
  const digest = createHash(key.kind === 'ec-p384' ? 'sha384' : 'sha256')
    .update(message)
    .digest();
  const curve = isCurve(key.kind);
  const input = Buffer.concat(curve ? [digest] : [SHA256_PREFIX, digest]);
  const [signature, length] = [Buffer.alloc(MAX_SIGNATURE), ulongPlace(MAX_SIGNATURE)];
  await cryptoki.call('C_SignInit', session, mechanismOf(curve ? CKM.ecdsa : CKM.rsaPkcs), key.handle);
  await cryptoki.call('C_Sign', session, input, input.length, signature, length);
  const octets = viewOf(signature.subarray(0, readUlong(length)));
  return curve ? ecdsaToDer(octets) : octets;
}

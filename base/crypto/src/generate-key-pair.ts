import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Bytes, PkiError, viewOf } from '@lanyard/pki';

export type KeyPairKind = 'ec-p256' | 'ec-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096';

export interface GeneratedKeyPair {
  /** DER of PrivateKeyInfo: a secret. */
  readonly pkcs8: Bytes;
  readonly spki: Bytes;
}

const RSA_BITS = { 'rsa-2048': 2048, 'rsa-3072': 3072, 'rsa-4096': 4096 } as const;
const CURVES = { 'ec-p256': 'prime256v1', 'ec-p384': 'secp384r1' } as const;

/** Makes a key pair of a kind that SP 800-78-5 allows. RSA takes up to a second of this thread. */
export function generateKeyPair(kind: KeyPairKind): GeneratedKeyPair {
  const { privateKey, publicKey } = generate(kind);
  return {
    pkcs8: viewOf(privateKey.export({ format: 'der', type: 'pkcs8' })),
    spki: viewOf(publicKey.export({ format: 'der', type: 'spki' })),
  };
}

function generate(kind: KeyPairKind): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  if (kind === 'ec-p256' || kind === 'ec-p384') return generateKeyPairSync('ec', { namedCurve: CURVES[kind] });
  if (!(kind in RSA_BITS)) throw new PkiError('key_kind', 'no such kind of key');
  return generateKeyPairSync('rsa', { modulusLength: RSA_BITS[kind], publicExponent: 65537 });
}

import { constants, createECDH, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto';
import { type Bytes, viewOf } from '@lanyard/pki';
import { type KeyOperations, type OpenKey, scalarOf, signDigest } from '@lanyard/wallet/core';

const keyOf = ({ pkcs8 }: OpenKey): KeyObject =>
  createPrivateKey({ key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length), format: 'der', type: 'pkcs8' });

/** The card's operations by OpenSSL, and by noble where OpenSSL would hash again. */
export const nodeKeyOperations: KeyOperations = {
  signDigest: async (key, digest) => signDigest(key, digest),
  agree: (key, point) => agree(key, point),
  rsa: (key, block) => rsa(key, block),
};

/** ECDH; undefined for a point that is not on the curve (the check against invalid curves is OpenSSL's). */
export async function agree(key: OpenKey, point: Bytes): Promise<Bytes | undefined> {
  const scalar = scalarOf(key);
  const own = createECDH(key.keyType === 'ec-p384' ? 'secp384r1' : 'prime256v1');
  own.setPrivateKey(scalar);
  scalar.fill(0);
  try {
    return viewOf(own.computeSecret(point));
  } catch (error) {
    if (isCode(error, 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY')) return undefined;
    throw error;
  }
}

/** RSA without padding: the host pads, and takes the padding off. Undefined for a number that is not below the modulus. */
export async function rsa(key: OpenKey, block: Bytes): Promise<Bytes | undefined> {
  try {
    return viewOf(privateDecrypt({ key: keyOf(key), padding: constants.RSA_NO_PADDING }, block));
  } catch (error) {
    if (isCode(error, 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS')) return undefined;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

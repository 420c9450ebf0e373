import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { type Bytes, PkiError, type RsaTransport, viewOf } from '@lanyard/pki';

const PADDING = { padding: constants.RSA_PKCS1_PADDING } as const;

/**
 * Key transport by RSAES-PKCS1-v1_5 over OpenSSL, whose decryption rejects implicitly (since 3.2): wrong padding gives
 * made-up octets in the same time. Node refuses this padding where its OpenSSL cannot do so.
 * @param pkcs8 the private key to decrypt with, DER
 * @throws PkiError `key_invalid`
 */
export function rsaTransport(pkcs8: Uint8Array): RsaTransport {
  const key = readKey(pkcs8);
  return {
    encrypt: encryptToRsa,
    decrypt: (ciphertext) => viewOf(privateDecrypt({ key, ...PADDING }, ciphertext)),
  };
}

/** @param spki an RSA public key. @returns as many octets as its modulus has */
export function encryptToRsa(spki: Bytes, message: Bytes): Bytes {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return viewOf(publicEncrypt({ key, ...PADDING }, message));
}

function readKey(pkcs8: Uint8Array) {
  try {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // OpenSSL's own message can quote the input, and the input is a secret.
  }
  throw new PkiError('key_invalid', 'these octets are no RSA private key');
}

import { createPrivateKey } from 'node:crypto';
import { type Bytes, viewOf } from '@lanyard/pki';

/**
 * A private key as encrypted PKCS #8 (RFC 5958, PBES2 with AES-256): openssl opens it too, so that a root outlives
 * any one program.
 * @returns PEM
 */
export function sealKey(pkcs8: Bytes, passphrase: string): string {
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }) as string;
}

/** @returns DER of PKCS #8. @throws Error for another passphrase */
export function openKey(pem: string, passphrase: string, what: string): Bytes {
  try {
    return viewOf(createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'der' }));
  } catch {
    // OpenSSL's own message can quote the input, and the input is a secret.
    throw new Error(`the passphrase does not open ${what}`);
  }
}

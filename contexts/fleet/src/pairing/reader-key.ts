import { createHash, createPublicKey, verify } from 'node:crypto';

/** @param key Ed25519, base64url. @returns the name under which the reader is known, which no other can take */
export const readerIdOf = (key: string): string =>
  createHash('sha256').update(Buffer.from(key, 'base64url')).digest('base64url');

/** Whether a reader signed this text: Ed25519 (RFC 8032). */
export function isSignedBy(
  { key, signature }: { readonly key: string; readonly signature: string },
  text: string,
): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key };
  try {
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    // Octets that are no key.
    return false;
  }
}

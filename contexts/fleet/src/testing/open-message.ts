import { createPublicKey, type ECDH, verify } from 'node:crypto';
import { createRequire } from 'node:module';

interface Opener {
  decrypt(octets: Buffer, how: { version: string; privateKey: ECDH; authSecret: Buffer }): Buffer;
}
// It comes without types.
const ece = createRequire(import.meta.url)('http_ece') as Opener;

/** Opens a push message as a browser does, by the library of the author of RFC 8188 and RFC 8291. */
export const openMessage = (body: Uint8Array, privateKey: ECDH, authSecret: Buffer): Buffer =>
  ece.decrypt(Buffer.from(body), { version: 'aes128gcm', privateKey, authSecret });

/**
 * Judges an `Authorization` as a push service does (RFC 8292 §4.2).
 * @returns the claims, and the key that signed them
 */
export function readVapid(authorization: string): { key: string; claims: { aud: string; exp: number; sub?: string } } {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  const judged = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!judged || header !== Buffer.from('{"typ":"JWT","alg":"ES256"}').toString('base64url'))
    throw new Error(`not signed by ${key}`);
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number } };
}

import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PushKey } from './push-key.ts';

/** Well under the 24 hours of RFC 8292 §2. */
const LIFETIME_SECONDS = 3_600;

/**
 * Says to a push service who sends (RFC 8292 §3).
 * @param contact https address of the installation; left out where it has none
 * @returns the value of `Authorization`
 */
export async function vapid(key: PushKey, endpoint: URL, contact: string, now: Date): Promise<string> {
  const point = Buffer.from(key.publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: Buffer.from(key.scalar).toString('base64url'),
  };
  const claims = new SignJWT(contact.startsWith('https:') ? { sub: contact } : {})
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .setAudience(endpoint.origin)
    .setExpirationTime(Math.floor(now.getTime() / 1_000) + LIFETIME_SECONDS);
  const token = await claims.sign(createPrivateKey({ key: jwk, format: 'jwk' }));
  return `vapid t=${token}, k=${key.publicKey}`;
}

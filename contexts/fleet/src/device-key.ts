import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicJwk } from '@lanyard/contract';

const CACHED = 4_096;
const keys = new Map<string, KeyObject>();

/** RFC 7638 §3: SHA-256 over the required members in lexicographic order, base64url. */
export function thumbprintOf({ crv, kty, x, y }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/**
 * Reads a P-256 key; OpenSSL refuses a point off the curve. The last few thousand stay in memory.
 * @returns null when it is not a key
 */
export function openDeviceKey(jwk: PublicJwk): KeyObject | null {
  const name = thumbprintOf(jwk);
  const known = keys.get(name);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, format: 'jwk' });
    const oldest = keys.size >= CACHED ? keys.keys().next().value : undefined;
    if (oldest !== undefined) keys.delete(oldest);
    keys.set(name, key);
    return key;
  } catch {
    return null;
  }
}

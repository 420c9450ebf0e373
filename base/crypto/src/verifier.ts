import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import type { Bytes, SignatureAlgorithm, Verifier } from '@lanyard/pki';
import { keyFits, keyInput, nodeAlgorithm } from './options.ts';

const MAX_KEYS = 512;

/** Keys already taken apart, the least recently used leaving first: reading one costs as much as a verification. */
const keys = new Map<string, KeyObject | null>();

function keyOf(spki: Bytes): KeyObject | null {
  const name = hash('sha256', spki, 'base64');
  const known = keys.get(name);
  const key = known === undefined ? readKey(spki) : known;
  keys.delete(name);
  keys.set(name, key);
  if (keys.size > MAX_KEYS) keys.delete(keys.keys().next().value ?? name);
  return key;
}

/** Null for octets that OpenSSL does not take as a key (a point off its curve, for one). */
function readKey(spki: Bytes): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}

/** The verifier port over node:crypto; it answers at once. */
export const nodeVerifier = {
  verify(algorithm: SignatureAlgorithm, spki: Bytes, message: Bytes, signature: Bytes): boolean {
    const key = keyOf(spki);
    if (key === null || !keyFits(key, algorithm)) return false;
    const node = nodeAlgorithm(algorithm);
    try {
      return verify(node.digest, message, keyInput(key, node), signature);
    } catch {
      // OpenSSL throws instead of answering for some signatures that cannot be right, such as one of a wrong length.
      return false;
    }
  },
} satisfies Verifier;

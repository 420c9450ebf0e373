import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import {
  type Bytes,
  keyServes,
  parsePublicKey,
  type PublicKey,
  type SignatureAlgorithm,
  type Verifier,
} from '@lanyard/pki';
import { keyInput, nodeAlgorithm } from './options.ts';

const MAX_KEYS = 512;

/** Keys already taken apart, the least recently used leaving first: reading one costs as much as a verification. */
const keys = new Map<string, ReadKey | null>();

interface ReadKey {
  readonly key: KeyObject;
  readonly publicKey: PublicKey;
}

function keyOf(spki: Bytes): ReadKey | null {
  const name = hash('sha256', spki, 'base64');
  const known = keys.get(name);
  const key = known === undefined ? readKey(spki) : known;
  keys.delete(name);
  keys.set(name, key);
  if (keys.size > MAX_KEYS) keys.delete(keys.keys().next().value ?? name);
  return key;
}

/** Null for octets that OpenSSL does not take as a key (a point off its curve, for one), or that are not strict DER. */
function readKey(spki: Bytes): ReadKey | null {
  try {
    // A copy: the cache must not see what the caller does with the octets later.
    const publicKey = parsePublicKey(new Uint8Array(spki));
    return { publicKey, key: createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }) };
  } catch {
    return null;
  }
}

/** The verifier port over node:crypto; it answers at once. */
export const nodeVerifier = {
  verify(algorithm: SignatureAlgorithm, spki: Bytes, message: Bytes, signature: Bytes): boolean {
    const read = keyOf(spki);
    if (read === null || !keyServes(read.publicKey, algorithm)) return false;
    const node = nodeAlgorithm(algorithm);
    try {
      return verify(node.digest, message, keyInput(read.key, node), signature);
    } catch {
      // OpenSSL throws instead of answering for some signatures that cannot be right, such as one of a wrong length.
      return false;
    }
  },
} satisfies Verifier;

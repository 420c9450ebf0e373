import type { Digest, HashAlgorithm, Random } from '../ports.ts';
import { fillRandom, subtle } from './subtle.ts';

const MAX_CALL = 65536;

/** The randomness port over getRandomValues. */
export const webRandom: Random = {
  bytes(n) {
    const octets = new Uint8Array(n);
    for (let at = 0; at < n; at += MAX_CALL) fillRandom(octets.subarray(at, at + MAX_CALL));
    return octets;
  },
};

const NAMES: Readonly<Record<HashAlgorithm, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};
export const webHashName = (algorithm: HashAlgorithm): string => NAMES[algorithm];

/** The digest port over SubtleCrypto. */
export const webDigest = {
  digest: async (algorithm, message) => new Uint8Array(await subtle().digest(NAMES[algorithm], message)),
} satisfies Digest;

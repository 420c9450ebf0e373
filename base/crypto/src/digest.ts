import { hash, randomBytes } from 'node:crypto';
import { type Bytes, type Digest, type HashAlgorithm, type Random, viewOf } from '@lanyard/pki';

/** The digest port; it answers at once. */
export const nodeDigest = {
  digest: (algorithm: HashAlgorithm, message: Bytes): Bytes => viewOf(hash(algorithm, message, 'buffer')),
} satisfies Digest;

/** The randomness port over the generator of OpenSSL. */
export const nodeRandom: Random = {
  // A copy: Buffers of a few octets are cut from a pool that others see.
  bytes: (n: number): Bytes => new Uint8Array(randomBytes(n)),
};

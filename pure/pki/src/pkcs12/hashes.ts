import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { Bytes } from '../bytes.ts';
import type { HashAlgorithm } from '../ports.ts';

// The derivation of PKCS#12 hashes thousands of times in a row: SubtleCrypto takes a turn of the event loop for each.
export { sha256, sha384, sha512 };
export const legacy = { sha1 };

export interface NobleHash {
  (message: Uint8Array): Uint8Array;
  readonly blockLen: number;
  readonly outputLen: number;
}

const HASHES = { sha1, sha256, sha384, sha512 } as const;

export const macOf = (algorithm: HashAlgorithm, key: Bytes, message: Bytes): Bytes =>
  new Uint8Array(hmac(HASHES[algorithm], key, message));

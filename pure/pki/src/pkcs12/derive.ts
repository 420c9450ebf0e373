import { legacy, type NobleHash, sha256, sha384, sha512 } from './hashes.ts';
import { type Bytes, concatBytes } from '../bytes.ts';
import type { HashAlgorithm } from '../ports.ts';

const HASHES: Readonly<Record<HashAlgorithm, NobleHash>> = { sha1: legacy.sha1, sha256, sha384, sha512 };

/** What derived octets are for (RFC 7292 appendix B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** A password as the derivation takes it: BMPString with a terminator (RFC 7292 appendix B.1). */
export function bmpPassword(password: string): Bytes {
  const octets = new Uint8Array(2 * password.length + 2);
  for (let i = 0; i < password.length; i++) {
    octets[2 * i] = password.charCodeAt(i) >> 8;
    octets[2 * i + 1] = password.charCodeAt(i) & 0xff;
  }
  return octets;
}

/** The key derivation of RFC 7292 appendix B.2. @param length octets to be made */
export function derivePkcs12(
  algorithm: HashAlgorithm,
  password: Bytes,
  salt: Bytes,
  iterations: number,
  purpose: (typeof PURPOSE)[keyof typeof PURPOSE],
  length: number,
): Bytes {
  const hash = HASHES[algorithm];
  const block = hash.blockLen;
  const diversifier = new Uint8Array(block).fill(purpose);
  const input = concatBytes(repeated(salt, block), repeated(password, block));
  const derived = new Uint8Array(length);
  for (let at = 0; at < length; at += hash.outputLen) {
    let a = hash(concatBytes(diversifier, input));
    for (let i = 1; i < iterations; i++) a = hash(a);
    derived.set(a.subarray(0, length - at), at);
    addToBlocks(input, repeated(a, block), block);
  }
  return derived;
}

/** As many copies as fill whole blocks. */
function repeated(octets: Uint8Array, block: number): Bytes {
  const filled = new Uint8Array(block * Math.ceil(octets.length / block));
  for (let i = 0; i < filled.length; i++) filled[i] = octets[i % octets.length] ?? 0;
  return filled;
}

/** Every block of `input` becomes itself plus `addend` plus one, as numbers. */
function addToBlocks(input: Bytes, addend: Bytes, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let i = block - 1; i >= 0; i--) {
      carry += (input[start + i] ?? 0) + (addend[i] ?? 0);
      input[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

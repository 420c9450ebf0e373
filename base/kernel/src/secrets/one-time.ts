import { argon2, timingSafeEqual, createHash } from 'node:crypto';
import type { RandomSource } from '../random.ts';
import { systemRandom } from '../random.ts';

/** Crockford base32: no I, L, O, U, so that nothing is misread; 5 bits a character. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const MEMORY_KIB = 19_456;
const PASSES = 2;

/** @param length characters of 5 bits each: 8 give the 40 bits that SP 800-63B-4 §4.1.2.2 asks for beside an identifier */
export function oneTimeSecret(length: number, random: RandomSource = systemRandom): string {
  return Array.from(random.bytes(length), (b) => ALPHABET[b & 31]).join('');
}

/** What people type instead: lower case, spaces, hyphens, O for 0, I and L for 1. */
export function normaliseSecret(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

/**
 * Hash of a guessable secret, argon2id (RFC 9106; 19 MiB, two passes).
 * @param secret as it was shown; normalised here
 */
export async function hashSecret(secret: string, random: RandomSource = systemRandom): Promise<string> {
  const salt = random.bytes(16);
  const hash = await stretch(normaliseSecret(secret), salt);
  return `argon2id$${Buffer.from(salt).toString('base64')}$${Buffer.from(hash).toString('base64')}`;
}

/** Compares in constant time; a hash of an unknown form is an error, not a mismatch. */
export async function verifySecret(typed: string, stored: string): Promise<boolean> {
  const [kind, salt, hash] = stored.split('$');
  if (kind !== 'argon2id' || salt === undefined || hash === undefined)
    throw new Error('stored secret has an unknown form');
  const actual = await stretch(normaliseSecret(typed), Buffer.from(salt, 'base64'));
  return equalSecret(actual, Buffer.from(hash, 'base64'));
}

/** What a wrong user name costs, so that it takes as long as a wrong PIN. */
export async function wasteVerify(typed: string): Promise<false> {
  await stretch(normaliseSecret(typed), Buffer.alloc(16));
  return false;
}

/** Constant-time comparison of octets of any lengths. */
export function equalSecret(a: Uint8Array | string, b: Uint8Array | string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** For secrets with at least 128 bits of randomness (tickets, session ids): a plain hash is enough to keep them out of the database. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function stretch(secret: string, nonce: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parameters = {
      message: Buffer.from(secret),
      nonce,
      parallelism: 1,
      tagLength: 32,
      memory: MEMORY_KIB,
      passes: PASSES,
    };
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

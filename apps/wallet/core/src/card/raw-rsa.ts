import { type Bytes, fromBase64url, fromHex, toHex } from '@lanyard/pki';
import type { RandomBytes } from '../ports.ts';

/**
 * The private operation of RSA (RFC 8017 §5.1.2, second form), for platforms that offer it with padding only. Numbers of
 * JavaScript take a time that depends on them: the input is blinded with a fresh random number, so that the time tells
 * nothing of the key. The result is checked, because one wrong half would give the key away.
 * @param jwk a private key with its primes
 * @param block as long as the modulus
 * @returns as long; undefined for a number that is not below the modulus
 */
export function rsaPrivate(jwk: JsonWebKey, block: Bytes, random: RandomBytes): Bytes | undefined {
  const of = (name: 'n' | 'e' | 'p' | 'q' | 'dp' | 'dq' | 'qi'): bigint => number(fromBase64url(jwk[name] ?? ''));
  const [n, e, p, q] = [of('n'), of('e'), of('p'), of('q')];
  const input = number(block);
  if (input >= n) return undefined;
  const blind = (number(random(block.length)) % (n - 2n)) + 2n;
  const hidden = (input * power(blind, e, n)) % n;
  const [left, right] = [power(hidden % p, of('dp'), p), power(hidden % q, of('dq'), q)];
  const half = (of('qi') * (((left - right) % p) + p)) % p;
  const output = ((right + half * q) * inverse(blind, n)) % n;
  if (power(output, e, n) !== input) throw new Error('an RSA operation went wrong');
  return fromHex(output.toString(16).padStart(2 * block.length, '0'));
}

const number = (octets: Bytes): bigint => BigInt(`0x${toHex(octets) || '0'}`);

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

/** By Euclid; the number and the modulus have no common factor, else the modulus would have been factored by chance. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a !== 0n) {
    const times = b / a;
    [a, b, x, y] = [b % a, a, y - times * x, x];
  }
  return ((y % modulus) + modulus) % modulus;
}

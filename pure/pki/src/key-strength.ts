import { type PublicKey, toBigInt } from './public-key.ts';

export type KeyStrength =
  | { readonly acceptable: true }
  | { readonly acceptable: false; readonly code: KeyWeakness; readonly message: string };
export type KeyWeakness =
  | 'rsa_too_short'
  | 'rsa_too_long'
  | 'rsa_exponent'
  | 'rsa_modulus'
  | 'curve_not_allowed'
  | 'point_off_curve'
  | 'key_kind_not_allowed';

const MAX_RSA_BITS = 8192;
const MAX_EXPONENT = 1n << 256n;
/** Product of the odd primes below 752: a modulus that shares a factor is broken (SP 800-89 §5.3.3). */
const SMALL_PRIMES = oddPrimesBelow(752).reduce((product, prime) => product * prime, 1n);

/** Whether a public key may be certified: SP 800-78-5 table 1, with the checks of SP 800-89 §5.3.3 that are cheap. */
export function keyStrength(key: PublicKey): KeyStrength {
  const strength = known.get(key) ?? strengthOf(key);
  known.set(key, strength);
  return strength;
}

/** An issuer asks before a number is reserved, and lint asks again. */
const known = new WeakMap<PublicKey, KeyStrength>();

function strengthOf(key: PublicKey): KeyStrength {
  if (key.kind === 'rsa') return rsaStrength(key.bits, toBigInt(key.modulus), key.exponent);
  if (key.kind !== 'ec') return refuse('key_kind_not_allowed', 'the key is neither RSA nor on P-256 or P-384');
  if (key.curve === 'P-521') return refuse('curve_not_allowed', 'the curve is P-521; allowed are P-256 and P-384');
  return isOnCurve(key.point, CURVES[key.curve])
    ? { acceptable: true }
    : refuse('point_off_curve', `the public point is not on ${key.curve}`);
}

const refuse = (code: KeyWeakness, message: string): KeyStrength => ({ acceptable: false, code, message });

function rsaStrength(bits: number, modulus: bigint, exponent: bigint): KeyStrength {
  if (bits < 2048) return refuse('rsa_too_short', `the RSA key has ${bits} bits; at least 2048 are asked for`);
  if (bits > MAX_RSA_BITS)
    return refuse('rsa_too_long', `the RSA key has ${bits} bits; at most ${MAX_RSA_BITS} are taken`);
  if (exponent < 65537n || exponent % 2n === 0n || exponent >= MAX_EXPONENT) {
    return refuse('rsa_exponent', 'the RSA exponent is even, below 65537 or too long');
  }
  if (modulus % 2n === 0n || greatestCommonDivisor(SMALL_PRIMES, modulus % SMALL_PRIMES) !== 1n) {
    return refuse('rsa_modulus', 'the RSA modulus has a small factor');
  }
  return { acceptable: true };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

function oddPrimesBelow(limit: number): bigint[] {
  const primes: number[] = [];
  for (let n = 3; n < limit; n += 2) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map(BigInt);
}

interface CurveParameters {
  readonly p: bigint;
  readonly b: bigint;
}

/** SP 800-186 §3.2.1: y² = x³ − 3x + b. */
const CURVES: Readonly<Record<'P-256' | 'P-384', CurveParameters>> = {
  'P-256': {
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'P-384': {
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
};

function isOnCurve(point: Uint8Array, { p, b }: CurveParameters): boolean {
  const octets = (point.length - 1) / 2;
  const x = toBigInt(point.subarray(1, 1 + octets));
  const y = toBigInt(point.subarray(1 + octets));
  // Coordinates not reduced would give one point two spellings.
  return x < p && y < p && (y * y - (x * x - 3n) * x - b) % p === 0n;
}

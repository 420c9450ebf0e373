import { HASH_LENGTH, pssOrUndefined } from './algorithm.ts';
import { type Bytes, equalBytes } from './bytes.ts';
import type { SignatureAlgorithm } from './ports.ts';
import type { PublicKey } from './public-key.ts';
import { hashOfSignature } from './signature-algorithm.ts';
import { fromHex } from './text-encodings.ts';

type RsaKey = Extract<PublicKey, { kind: 'rsa' }>;

/**
 * Whether a key may be asked about a signature of this algorithm: it is of the kind and curve that the name says, and
 * not one under which anybody can sign. Verifiers ask this first, so that all of them give the same answer: libraries
 * differ in which broken keys they take. Which keys get certified is a stricter question, see `keyStrength`.
 */
export function keyServes(key: PublicKey, algorithm: SignatureAlgorithm): boolean {
  switch (key.kind) {
    case 'ec':
      return algorithm.startsWith(`ecdsa-${PORT_NAMES[key.curve]}-`);
    case 'rsa':
      return isUsableRsa(key) && fitsPadding(key, algorithm);
    case 'ed25519':
      return algorithm === 'ed25519' && !isSmallOrder(key.subjectPublicKey);
    default:
      return key.kind === algorithm;
  }
}

const PORT_NAMES = { 'P-256': 'p256', 'P-384': 'p384', 'P-521': 'p521' } as const;

/** Below 1024 bits nothing is verified any more (SP 800-131A r2 table 2); above 16384 it takes too long. */
const MIN_BITS = 1024;
const MAX_BITS = 16384;
/** Longer exponents serve nobody and cost time; browsers refuse them. */
const MAX_EXPONENT = 1n << 33n;

/** With an exponent of 1 a signature is the padded hash itself; an even one or an even modulus is no RSA. */
function isUsableRsa({ bits, modulus, exponent }: RsaKey): boolean {
  const isOdd = ((modulus[modulus.length - 1] ?? 0) & 1) === 1 && exponent % 2n === 1n;
  return bits >= MIN_BITS && bits <= MAX_BITS && isOdd && exponent >= 3n && exponent < MAX_EXPONENT;
}

/** A key of type id-RSASSA-PSS can limit hash and salt (RFC 4055 §3.3), and never serves PKCS#1 v1.5. */
function fitsPadding({ pssOnly, algorithm: { parameters } }: RsaKey, algorithm: SignatureAlgorithm): boolean {
  if (!pssOnly) return algorithm.startsWith('rsa-');
  if (!algorithm.startsWith('rsa-pss-')) return false;
  if (parameters === undefined) return true;
  const hash = hashOfSignature(algorithm);
  const limits = pssOrUndefined(parameters);
  return limits?.hash === hash && limits.mgfHash === hash && limits.saltLength <= HASH_LENGTH[hash];
}

/** y-coordinates of the points of order 1, 2, 4 and 8, those not reduced as well: each verifies made-up signatures. */
const SMALL_ORDER = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].map(fromHex);

function isSmallOrder(point: Bytes): boolean {
  const y = point.slice();
  y[31] = (y[31] ?? 0) & 0x7f;
  return SMALL_ORDER.some((small) => equalBytes(small, y));
}

import type { AlgorithmIdentifier } from '../algorithm.ts';
import type { Bytes } from '../bytes.ts';
import { PkiError } from '../errors.ts';
import type { SignatureAlgorithm, Verifier } from '../ports.ts';
import { parsePublicKey, type PublicKey } from '../public-key.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import { toHex } from '../text-encodings.ts';
import type { Work } from './work.ts';

/** Anything signed: a certificate, a CRL, an OCSP answer. The object itself is its identity in the memory. */
export interface Signed {
  readonly tbs: Bytes;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
}

export type SignatureVerdict = 'right' | 'wrong' | 'unsupported';

/** Verdicts between calls; entries leave with the parsed objects they belong to. */
export interface ValidationCache {
  readonly verdicts: WeakMap<Signed, Map<string, SignatureVerdict>>;
}

export function createValidationCache(): ValidationCache {
  return { verdicts: new WeakMap() };
}

export interface Signatures {
  /** @throws WorkLimitReached */
  check(signed: Signed, spki: Bytes): Promise<SignatureVerdict>;
  /** What `check` said before, without doing it. */
  known(signed: Signed, spki: Bytes): SignatureVerdict | undefined;
}

/** Checks signatures once per object and key, counting those that cost a public-key operation. */
export function createSignatures(verifier: Verifier, work: Work, cache: ValidationCache = createValidationCache()): Signatures {
  const keys = new WeakMap<Bytes, string>();
  const keyText = (spki: Bytes): string => {
    const text = keys.get(spki) ?? toHex(spki);
    keys.set(spki, text);
    return text;
  };
  return {
    known: (signed, spki) => cache.verdicts.get(signed)?.get(keyText(spki)),
    async check(signed, spki) {
      const ofSigned = cache.verdicts.get(signed) ?? new Map<string, SignatureVerdict>();
      const before = ofSigned.get(keyText(spki));
      if (before) return before;
      const verdict = await verify(verifier, signed, spki, work);
      cache.verdicts.set(signed, ofSigned.set(keyText(spki), verdict));
      return verdict;
    },
  };
}

async function verify(verifier: Verifier, signed: Signed, spki: Bytes, work: Work): Promise<SignatureVerdict> {
  const algorithm = algorithmFor(signed.signatureAlgorithm, spki);
  if (algorithm === undefined) return 'unsupported';
  work.spend('signatures');
  return (await verifier.verify(algorithm, spki, signed.tbs, signed.signature)) ? 'right' : 'wrong';
}

/** The agreed algorithm, or undefined for a pair of algorithm and key that is not accepted. */
export function algorithmFor(identifier: AlgorithmIdentifier, spki: Bytes): SignatureAlgorithm | undefined {
  try {
    const key = parsePublicKey(spki);
    return acceptableKey(key) ? signatureAlgorithmOf(identifier, key) : undefined;
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

/** Keys that are so weak as to be forged, or so large as to cost a verifier seconds (CVE-2023-3446), count as unsupported. */
function acceptableKey(key: PublicKey): boolean {
  if (key.kind !== 'rsa') return key.kind !== 'unknown';
  return key.bits >= 1024 && key.bits <= 8192 && key.exponent >= 3n && key.exponent < 1n << 33n;
}

import type { AlgorithmIdentifier } from '../algorithm.ts';
import type { Bytes } from '../bytes.ts';
import { PkiError } from '../errors.ts';
import { OID } from '../oid.ts';
import type { SignatureAlgorithm, Verifier } from '../ports.ts';
import { parsePublicKey, type PublicKey } from '../public-key.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import { octetsKey } from './octets-key.ts';
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
export function createSignatures(
  verifier: Verifier,
  work: Work,
  cache: ValidationCache = createValidationCache(),
): Signatures {
  return {
    known: (signed, spki) => cache.verdicts.get(signed)?.get(octetsKey(spki)),
    async check(signed, spki) {
      const ofSigned = cache.verdicts.get(signed) ?? new Map<string, SignatureVerdict>();
      const before = ofSigned.get(octetsKey(spki));
      if (before) return before;
      const verdict = await verify(verifier, signed, spki, work);
      cache.verdicts.set(signed, ofSigned.set(octetsKey(spki), verdict));
      return verdict;
    },
  };
}

async function verify(verifier: Verifier, signed: Signed, spki: Bytes, work: Work): Promise<SignatureVerdict> {
  const algorithm = algorithmFor(signed.signatureAlgorithm, spki);
  if (algorithm === 'wrong' || algorithm === 'unsupported') return algorithm;
  work.spend('signatures');
  return (await verifier.verify(algorithm, spki, signed.tbs, signed.signature)) ? 'right' : 'wrong';
}

/** The kind of key that makes signatures of an algorithm. */
const kinds: ReadonlyMap<string, PublicKey['kind']> = new Map<string, PublicKey['kind']>([
  ...[OID.ecdsaWithSha256, OID.ecdsaWithSha384, OID.ecdsaWithSha512].map((oid) => [oid, 'ec'] as const),
  ...[OID.sha256WithRsa, OID.sha384WithRsa, OID.sha512WithRsa, OID.rsaPss].map((oid) => [oid, 'rsa'] as const),
  [OID.ed25519, 'ed25519'],
  [OID.mlDsa65, 'ml-dsa-65'],
]);

/** The agreed algorithm; `wrong` where a key of this kind cannot have made the signature, `unsupported` for what is not accepted. */
function algorithmFor(identifier: AlgorithmIdentifier, spki: Bytes): SignatureAlgorithm | 'wrong' | 'unsupported' {
  try {
    const key = parsePublicKey(spki);
    const kind = kinds.get(identifier.oid);
    if (!kind || !acceptableKey(key)) return 'unsupported';
    return kind === key.kind ? (signatureAlgorithmOf(identifier, key) ?? 'unsupported') : 'wrong';
  } catch (error) {
    if (error instanceof PkiError) return 'unsupported';
    throw error;
  }
}

/** Keys that are so weak as to be forged, or so large as to cost a verifier seconds (CVE-2023-3446), count as unsupported. */
function acceptableKey(key: PublicKey): boolean {
  if (key.kind !== 'rsa') return key.kind !== 'unknown';
  return key.bits >= 1024 && key.bits <= 8192 && key.exponent >= 3n && key.exponent < 1n << 33n;
}

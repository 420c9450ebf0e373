import {
  type AlgorithmIdentifier,
  encodePssParameters,
  HASH_LENGTH,
  isNullOrAbsent,
  pssOrUndefined,
} from './algorithm.ts';
import type { Bytes } from './bytes.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import { OID } from './oid.ts';
import type { SignatureAlgorithm } from './ports.ts';
import type { PublicKey } from './public-key.ts';

const ECDSA = new Map<string, 'sha256' | 'sha384' | 'sha512'>([
  [OID.ecdsaWithSha256, 'sha256'],
  [OID.ecdsaWithSha384, 'sha384'],
  [OID.ecdsaWithSha512, 'sha512'],
]);
const RSA = new Map<string, 'sha256' | 'sha384' | 'sha512'>([
  [OID.sha256WithRsa, 'sha256'],
  [OID.sha384WithRsa, 'sha384'],
  [OID.sha512WithRsa, 'sha512'],
]);
const CURVES = { 'P-256': 'p256', 'P-384': 'p384', 'P-521': 'p521' } as const;

/**
 * The port's name of the algorithm that signed something with this key; undefined for what is not supported (SHA-1,
 * DSA), for a key of another kind, and for parameters that the algorithm does not allow.
 */
export function signatureAlgorithmOf(algorithm: AlgorithmIdentifier, key: PublicKey): SignatureAlgorithm | undefined {
  const { oid, parameters } = algorithm;
  if (key.kind === 'ec') {
    const hash = ECDSA.get(oid);
    // RFC 5758 §3.2: the parameters are absent.
    return hash === undefined || parameters !== undefined ? undefined : `ecdsa-${CURVES[key.curve]}-${hash}`;
  }
  if (key.kind === 'rsa') return rsaAlgorithmOf(algorithm, key.pssOnly);
  if (parameters !== undefined) return undefined;
  if (key.kind === 'ed25519' && oid === OID.ed25519) return 'ed25519';
  return key.kind === 'ml-dsa-65' && oid === OID.mlDsa65 ? 'ml-dsa-65' : undefined;
}

function rsaAlgorithmOf(algorithm: AlgorithmIdentifier, pssOnly: boolean): SignatureAlgorithm | undefined {
  const hash = RSA.get(algorithm.oid);
  if (hash !== undefined) return !pssOnly && isNullOrAbsent(algorithm.parameters) ? `rsa-pkcs1-${hash}` : undefined;
  if (algorithm.oid !== OID.rsaPss || algorithm.parameters === undefined) return undefined;
  const pss = pssOrUndefined(algorithm.parameters);
  if (pss === undefined || pss.hash === undefined || pss.hash === 'sha1' || pss.mgfHash !== pss.hash) return undefined;
  // RFC 4055 §3.1 recommends a salt as long as the hash, and every issuer does so.
  return pss.saltLength === HASH_LENGTH[pss.hash] ? `rsa-pss-${pss.hash}` : undefined;
}

const encoded = new Map<SignatureAlgorithm, Bytes>();

/** The AlgorithmIdentifier that names a signer's algorithm. */
export function encodeSignatureAlgorithm(algorithm: SignatureAlgorithm): Bytes {
  const known = encoded.get(algorithm);
  if (known !== undefined) return known;
  const octets = buildSignatureAlgorithm(algorithm);
  encoded.set(algorithm, octets);
  return octets;
}

function buildSignatureAlgorithm(algorithm: SignatureAlgorithm): Bytes {
  if (algorithm === 'ed25519') return der.sequence(der.oid(OID.ed25519));
  if (algorithm === 'ml-dsa-65') return der.sequence(der.oid(OID.mlDsa65));
  const hash = hashOfSignature(algorithm);
  if (algorithm.startsWith('rsa-pss-')) return der.sequence(der.oid(OID.rsaPss), encodePssParameters(hash));
  const table = algorithm.startsWith('ecdsa-') ? ECDSA : RSA;
  const oid = [...table].find((entry) => entry[1] === hash)?.[0];
  if (oid === undefined) throw new PkiError('algorithm_unsupported', `${algorithm} is not supported`);
  return table === ECDSA ? der.sequence(der.oid(oid)) : der.sequence(der.oid(oid), der.null());
}

/** The hash inside a signature algorithm; the two that hash on their own answer SHA-512. */
export function hashOfSignature(algorithm: SignatureAlgorithm): 'sha256' | 'sha384' | 'sha512' {
  if (algorithm.endsWith('-sha256')) return 'sha256';
  return algorithm.endsWith('-sha384') ? 'sha384' : 'sha512';
}

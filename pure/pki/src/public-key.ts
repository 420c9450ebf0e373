import type { Bytes } from './bytes.ts';
import { type DerReader, readDer } from './der-read.ts';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithm.ts';
import { OID } from './oid.ts';

export type Curve = 'P-256' | 'P-384' | 'P-521';

/** A SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), read as far as its algorithm is known. */
export type PublicKey = PublicKeyCommon &
  (
    | {
        readonly kind: 'rsa';
        readonly bits: number;
        readonly modulus: Bytes;
        readonly exponent: bigint;
        readonly pssOnly: boolean;
      }
    | { readonly kind: 'ec'; readonly curve: Curve; readonly bits: number; readonly point: Bytes }
    | { readonly kind: 'ed25519'; readonly bits: 256 }
    | { readonly kind: 'ml-dsa-65'; readonly bits: 0 }
    | { readonly kind: 'unknown'; readonly bits: 0 }
  );

interface PublicKeyCommon {
  /** The DER that it was read from. */
  readonly spki: Bytes;
  readonly algorithm: AlgorithmIdentifier;
  /** The octets of subjectPublicKey, over which key identifiers are made (RFC 5280 §4.2.1.2). */
  readonly subjectPublicKey: Bytes;
}

const CURVES = new Map<string, { readonly curve: Curve; readonly bits: number; readonly octets: number }>([
  [OID.p256, { curve: 'P-256', bits: 256, octets: 32 }],
  [OID.p384, { curve: 'P-384', bits: 384, octets: 48 }],
  [OID.p521, { curve: 'P-521', bits: 521, octets: 66 }],
]);
const MAX_RSA_OCTETS = 2049;

/** Reads a SubjectPublicKeyInfo of at most 16 KiB. @throws PkiError */
export function parsePublicKey(spki: Uint8Array): PublicKey {
  const reader = readDer(spki, 1 << 14);
  const whole = reader.raw();
  reader.finish();
  const sequence = readDer(whole, whole.length).sequence();
  const algorithm = readAlgorithm(sequence);
  const at = sequence.offset;
  const { unused, octets: subjectPublicKey } = sequence.bitString();
  sequence.finish();
  if (unused !== 0) sequence.fail('key_invalid', 'a public key is a whole number of octets', at);
  const common: PublicKeyCommon = { spki: whole, algorithm, subjectPublicKey };
  switch (algorithm.oid) {
    case OID.rsaEncryption:
      return { ...common, ...readRsa(subjectPublicKey), pssOnly: false };
    case OID.rsaPss:
      return { ...common, ...readRsa(subjectPublicKey), pssOnly: true };
    case OID.ecPublicKey:
      return { ...common, ...readEc(algorithm, subjectPublicKey, sequence) };
    case OID.ed25519:
      if (subjectPublicKey.length !== 32) sequence.fail('key_invalid', 'an Ed25519 key has 32 octets', at);
      return { ...common, kind: 'ed25519', bits: 256 };
    case OID.mlDsa65:
      if (subjectPublicKey.length !== 1952) sequence.fail('key_invalid', 'an ML-DSA-65 key has 1952 octets', at);
      return { ...common, kind: 'ml-dsa-65', bits: 0 };
    default:
      return { ...common, kind: 'unknown', bits: 0 };
  }
}

function readRsa(key: Bytes): { kind: 'rsa'; bits: number; modulus: Bytes; exponent: bigint } {
  const reader = readDer(key, 1 << 13);
  const sequence = reader.sequence();
  reader.finish();
  const modulus = readMagnitude(sequence);
  const exponent = readMagnitude(sequence);
  sequence.finish();
  return { kind: 'rsa', bits: bitLength(modulus), modulus, exponent: toBigInt(exponent) };
}

function readMagnitude(reader: DerReader): Bytes {
  const at = reader.offset;
  const content = reader.integer();
  const first = content[0] ?? 0;
  if (first >= 0x80 || content.length > MAX_RSA_OCTETS || (content.length === 1 && first === 0)) {
    reader.fail('key_invalid', 'a number of an RSA key is zero, negative or too long', at);
  }
  return first === 0 ? content.subarray(1) : content;
}

function readEc(algorithm: AlgorithmIdentifier, point: Bytes, reader: DerReader) {
  const { parameters } = algorithm;
  // Curves by explicit parameters let an attacker choose the base point (CVE-2020-0601): they stay unknown.
  const named = parameters !== undefined && parameters[0] === 0x06 ? readDer(parameters, 32).oid() : '';
  const known = CURVES.get(named);
  if (known === undefined) return { kind: 'unknown', bits: 0 } as const;
  if (point[0] !== 0x04 || point.length !== 1 + 2 * known.octets) {
    reader.fail('key_invalid', `a point of ${known.curve} is uncompressed, ${1 + 2 * known.octets} octets`);
  }
  return { kind: 'ec', curve: known.curve, bits: known.bits, point } as const;
}

function bitLength(magnitude: Bytes): number {
  return magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24;
}

export function toBigInt(magnitude: Uint8Array): bigint {
  const view = new DataView(magnitude.buffer, magnitude.byteOffset, magnitude.length);
  let at = magnitude.length % 8;
  let value = 0n;
  for (let i = 0; i < at; i++) value = (value << 8n) | BigInt(magnitude[i] ?? 0);
  // Eight octets at a step: every step makes a number of its own.
  for (; at < magnitude.length; at += 8) value = (value << 64n) | view.getBigUint64(at);
  return value;
}

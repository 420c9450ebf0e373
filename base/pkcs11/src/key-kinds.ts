import { createPublicKey } from 'node:crypto';
import { type Bytes, type KeyKind, keyKindOf, parsePublicKey, viewOf } from '@lanyard/pki';
import { type Attributes, type AttributeValue } from './attributes.ts';
import { CKA, CKM } from './constants.ts';
import { Pkcs11Error } from './pkcs11-error.ts';

export type { KeyKind } from '@lanyard/pki';

/** DER of the named curve, as CKA_EC_PARAMS has it (RFC 5480 §2.1.1.1). */
const CURVES = {
  'ec-p256': { params: Buffer.from('06082a8648ce3d030107', 'hex'), name: 'P-256', octets: 32 },
  'ec-p384': { params: Buffer.from('06052b81040022', 'hex'), name: 'P-384', octets: 48 },
} as const;
const BITS = { 'rsa-2048': 2048, 'rsa-3072': 3072, 'rsa-4096': 4096 } as const;
const F4 = Uint8Array.of(1, 0, 1);

export const isCurve = (kind: KeyKind): kind is keyof typeof CURVES => kind in CURVES;

/** How a key pair of a kind is asked for. */
export function generation(kind: KeyKind): { readonly mechanism: number; readonly publicPart: Attributes } {
  if (isCurve(kind)) return { mechanism: CKM.ecKeyPairGen, publicPart: [[CKA.ecParams, CURVES[kind].params]] };
  const bits: AttributeValue = { ulong: BITS[kind] };
  return {
    mechanism: CKM.rsaKeyPairGen,
    publicPart: [
      [CKA.modulusBits, bits],
      [CKA.publicExponent, F4],
    ],
  };
}

/** Attributes of a public key object that make it up. */
export const publicParts = (kind: KeyKind): readonly number[] =>
  isCurve(kind) ? [CKA.ecPoint] : [CKA.modulus, CKA.publicExponent];

const base64url = (octets: Uint8Array): string => Buffer.from(octets).toString('base64url');

/**
 * @param parts values of {@link publicParts}
 * @returns DER of SubjectPublicKeyInfo
 */
export function spkiFrom(kind: KeyKind, parts: readonly Uint8Array[]): Bytes {
  const [first = new Uint8Array(0), exponent = F4] = parts;
  const jwk = isCurve(kind)
    ? { kty: 'EC', crv: CURVES[kind].name, ...coordinates(first, CURVES[kind].octets) }
    : { kty: 'RSA', n: base64url(first), e: base64url(exponent) };
  return viewOf(createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'spki' }));
}

/** CKA_EC_POINT is an OCTET STRING around the uncompressed point; some modules leave the wrapping away. */
function coordinates(value: Uint8Array, octets: number): { x: string; y: string } {
  const point = value.subarray(value.length - 2 * octets - 1);
  if (point[0] !== 4 || point.length !== 2 * octets + 1)
    throw new Pkcs11Error('key_unfit', 'the token gives a point that is not uncompressed');
  return { x: base64url(point.subarray(1, 1 + octets)), y: base64url(point.subarray(1 + octets)) };
}

/** @throws Pkcs11Error `key_unfit` for a key that no authority has */
export function kindOfSpki(spki: Bytes): KeyKind {
  const kind = keyKindOf(parsePublicKey(spki));
  if (kind === undefined) throw new Pkcs11Error('key_unfit', 'a token key is RSA 2048, 3072 or 4096, P-256 or P-384');
  return kind;
}

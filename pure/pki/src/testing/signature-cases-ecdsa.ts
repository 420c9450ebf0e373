import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type Bytes,
  concatBytes,
  der,
  fromHex,
  OID,
  parsePublicKey,
  type SignatureAlgorithm,
  TAG,
  viewOf,
} from '../index.ts';
import type { SignatureCase } from './signature-cases.ts';

interface Curve {
  readonly algorithm: SignatureAlgorithm;
  readonly named: string;
  readonly hash: string;
  /** The order of the base point (SP 800-186 §3.2.1). */
  readonly order: bigint;
}

const CURVES: readonly Curve[] = [
  {
    algorithm: 'ecdsa-p256-sha256',
    named: 'prime256v1',
    hash: 'sha256',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  {
    algorithm: 'ecdsa-p384-sha384',
    named: 'secp384r1',
    hash: 'sha384',
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  {
    algorithm: 'ecdsa-p521-sha512',
    named: 'secp521r1',
    hash: 'sha512',
    order:
      0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
];

const { sequence, integer, element } = der;
/** An INTEGER of exactly these octets, right or not. */
const rawInteger = (...octets: readonly number[]): Bytes => element(TAG.integer, Uint8Array.from(octets));

export const ecdsaCases = (messageOf: (algorithm: SignatureAlgorithm) => Bytes): SignatureCase[] =>
  CURVES.flatMap((curve) => casesOf(curve, messageOf(curve.algorithm)));

function casesOf(curve: Curve, message: Bytes): SignatureCase[] {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve.named });
  const spki = viewOf(publicKey.export({ format: 'der', type: 'spki' }));
  const joined = viewOf(sign(curve.hash, message, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  const half = joined.length / 2;
  const [r, s] = [numberOf(joined.subarray(0, half)), numberOf(joined.subarray(half))];
  const good = sequence(integer(r), integer(s));
  const n = curve.order;
  const one = (name: string, signature: Bytes, right = false, changes: Partial<SignatureCase> = {}): SignatureCase => ({
    name: `${curve.algorithm}, ${name}`,
    algorithm: curve.algorithm,
    spki,
    message,
    signature,
    right,
    ...changes,
  });
  return [
    one('as it should be', good, true),
    // Both numbers stand for the same point; a signature is no name for what it signs.
    one('s taken from the order', sequence(integer(r), integer(n - s)), true),
    one('r and s side by side, without DER', joined),
    one('empty', new Uint8Array(0)),
    one('an empty sequence', sequence()),
    one('r alone', sequence(integer(r))),
    one('a third number', sequence(integer(r), integer(s), integer(1))),
    one('an octet behind', Uint8Array.of(...good, 0)),
    one('an octet behind, inside', sequence(integer(r), integer(s), Uint8Array.of(0))),
    one('cut off', good.subarray(0, -1)),
    one('a length in more octets than it needs', longLength(good)),
    one('an indefinite length', Uint8Array.of(0x30, 0x80, ...integer(r), ...integer(s), 0, 0)),
    one('a SET', element(TAG.set, integer(r), integer(s))),
    one('r padded with a zero octet', sequence(rawInteger(0, 0, ...octetsOf(r)), integer(s))),
    one('r of nine octets too many', sequence(rawInteger(1, ...new Uint8Array(8), ...octetsOf(r)), integer(s))),
    one('s negative', sequence(integer(r), rawInteger(0xff, ...octetsOf(s)))),
    one(
      's without its sign octet',
      sequence(integer(r), rawInteger(0x80 | (octetsOf(s)[0] ?? 0), ...octetsOf(s).slice(1))),
    ),
    one('r an empty number', sequence(rawInteger(), integer(s))),
    one('r zero', sequence(integer(0), integer(s))),
    one('s zero', sequence(integer(r), integer(0))),
    one('both zero', sequence(integer(0), integer(0))),
    one('both one', sequence(integer(1), integer(1))),
    one('r the order', sequence(integer(n), integer(s))),
    one('s the order', sequence(integer(r), integer(n))),
    one('r past the order', sequence(integer(r + n), integer(s))),
    one('s past the order', sequence(integer(r), integer(s + n))),
    one('s one below the order', sequence(integer(r), integer(n - 1n))),
    one('r one more', sequence(integer(r + 1n), integer(s))),
    one('of another message', good, false, { message: fromHex('00') }),
    one('named after another hash', good, false, { algorithm: otherHash(curve) }),
    one('named after another curve', good, false, { algorithm: otherCurve(curve) }),
    one('under a key of another curve', good, false, { spki: spkiOn(otherNamed(curve)) }),
    one('under another key', good, false, { spki: spkiOn(curve.named) }),
    one('under an Ed25519 key', good, false, { spki: spkiOf(generateKeyPairSync('ed25519').publicKey) }),
    ...oddKeys(spki).map(([name, odd]) => one(name, good, false, { spki: odd })),
  ];
}

/** Keys that stand for the same point in another spelling, or for none. */
function oddKeys(spki: Bytes): [string, Bytes][] {
  const { subjectPublicKey: point, algorithm } = parsePublicKey(spki);
  const rewritten = (key: Bytes): Bytes => sequence(algorithm.der, der.bitString(key));
  const x = point.slice(1, 1 + (point.length - 1) / 2);
  const parity = (point[point.length - 1] ?? 0) & 1;
  const off = point.slice();
  off[off.length - 1] = (off[off.length - 1] ?? 0) ^ 1;
  const noCurve = sequence(sequence(der.oid(OID.ecPublicKey)), der.bitString(point));
  return [
    ['a compressed point', rewritten(concatBytes(Uint8Array.of(2 + parity), x))],
    ['a hybrid point', rewritten(concatBytes(Uint8Array.of(6 + parity), point.subarray(1)))],
    ['a point off the curve', rewritten(off)],
    ['the point at infinity', rewritten(Uint8Array.of(0))],
    ['no curve named', noCurve],
    ['a key cut off', spki.subarray(0, -1)],
    ['no key', new Uint8Array(0)],
  ];
}

const spkiOf = (key: KeyObject): Bytes => viewOf(key.export({ format: 'der', type: 'spki' }));
const spkiOn = (namedCurve: string): Bytes => spkiOf(generateKeyPairSync('ec', { namedCurve }).publicKey);
const otherNamed = ({ named }: Curve): string => (named === 'prime256v1' ? 'secp384r1' : 'prime256v1');
const otherCurve = ({ algorithm }: Curve): SignatureAlgorithm =>
  algorithm === 'ecdsa-p256-sha256' ? 'ecdsa-p384-sha384' : 'ecdsa-p256-sha256';
const otherHash = ({ algorithm }: Curve): SignatureAlgorithm =>
  algorithm === 'ecdsa-p256-sha256'
    ? 'ecdsa-p256-sha384'
    : algorithm === 'ecdsa-p384-sha384'
      ? 'ecdsa-p384-sha256'
      : 'ecdsa-p521-sha256';

export const numberOf = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).toString('hex')}`);

/** Unsigned, as short as can be. */
function octetsOf(number: bigint): Bytes {
  const hex = number.toString(16);
  return fromHex(hex.length % 2 === 0 ? hex : `0${hex}`);
}

/** The outermost length with one octet more. */
function longLength(signature: Bytes): Bytes {
  const short = (signature[1] ?? 0) < 0x80;
  return short
    ? Uint8Array.of(0x30, 0x81, ...signature.subarray(1))
    : Uint8Array.of(0x30, 0x82, 0, ...signature.subarray(2));
}

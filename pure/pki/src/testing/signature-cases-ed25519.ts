import { generateKeyPairSync, sign } from 'node:crypto';
import { type Bytes, concatBytes, der, fromHex, OID, viewOf } from '../index.ts';
import type { SignatureCase } from './signature-cases.ts';

/** The order of the base point (RFC 8032 §5.1). */
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
/** y of points of small order, little-endian: neutral, order 2, 4, 8, and one that is not reduced. */
const SMALL = {
  neutral: `01${'00'.repeat(31)}`,
  'order 2': `ec${'ff'.repeat(30)}7f`,
  'order 4': '00'.repeat(32),
  'order 8': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'neutral, not reduced': `ee${'ff'.repeat(30)}7f`,
};

const spkiOf = (point: Bytes): Bytes => der.sequence(der.sequence(der.oid(OID.ed25519)), der.bitString(point));
const littleEndian = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).reverse().toString('hex')}`);
const toLittleEndian = (number: bigint): Bytes => fromHex(number.toString(16).padStart(64, '0')).reverse();

export function ed25519Cases(message: Bytes): SignatureCase[] {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = viewOf(publicKey.export({ format: 'der', type: 'spki' }));
  const good = viewOf(sign(null, message, privateKey));
  const [r, s] = [good.slice(0, 32), littleEndian(good.subarray(32))];
  const one = (name: string, signature: Bytes, right = false, changes: Partial<SignatureCase> = {}): SignatureCase => ({
    name: `ed25519, ${name}`,
    algorithm: 'ed25519',
    spki,
    message,
    signature,
    right,
    ...changes,
  });
  const zero = new Uint8Array(32);
  return [
    one('as it should be', good, true),
    one('S past the order', concatBytes(r, toLittleEndian(s + ORDER))),
    one('S the order', concatBytes(r, toLittleEndian(ORDER))),
    one('S zero', concatBytes(r, zero)),
    one('R zero', concatBytes(zero, good.subarray(32))),
    one('R not reduced', concatBytes(fromHex(SMALL['neutral, not reduced']), good.subarray(32))),
    one('the highest bits of S set', concatBytes(r, toLittleEndian(s | (0xe0n << 248n)))),
    one('empty', new Uint8Array(0)),
    one('an octet short', good.subarray(0, 63)),
    one('an octet behind', concatBytes(good, Uint8Array.of(0))),
    one('of another message', good, false, { message: fromHex('00') }),
    one('named ML-DSA', good, false, { algorithm: 'ml-dsa-65' }),
    one('named ECDSA', good, false, { algorithm: 'ecdsa-p256-sha256' }),
    one('a key with a sign bit changed', good, false, { spki: signChanged(spki) }),
    one('a key with parameters', good, false, { spki: withParameters(spki) }),
    // R neutral and S zero: what such a key takes for a signature of many messages or of all.
    ...Object.entries(SMALL).flatMap(([name, y]) =>
      [0, 0x80].map((sign_) =>
        one(`a key of small order: ${name}, sign ${sign_}`, concatBytes(fromHex(SMALL.neutral), zero), false, {
          spki: spkiOf(signed(fromHex(y), sign_)),
        }),
      ),
    ),
  ];
}

function signed(y: Bytes, sign_: number): Bytes {
  const point = y.slice();
  point[31] = (point[31] ?? 0) | sign_;
  return point;
}

function signChanged(spki: Bytes): Bytes {
  const changed = spki.slice();
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 0x80;
  return changed;
}

/** RFC 8410 §3: the parameters are absent. */
const withParameters = (spki: Bytes): Bytes =>
  der.sequence(der.sequence(der.oid(OID.ed25519), der.null()), der.bitString(spki.slice(-32)));

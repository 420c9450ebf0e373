import { constants, generateKeyPairSync, hash, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { type Bytes, concatBytes, der, fromHex, OID, type SignatureAlgorithm, viewOf } from '../index.ts';
import { numberOf } from './signature-cases-ecdsa.ts';
import { oddRsaKeys, pssKeys } from './signature-cases-rsa-keys.ts';
import type { SignatureCase } from './signature-cases.ts';

export const RSA_OCTETS = 256;
const { sequence, oid, octetString } = der;
const { RSA_PKCS1_PSS_PADDING, RSA_NO_PADDING } = constants;

export interface RsaPair {
  readonly privateKey: KeyObject;
  readonly spki: Bytes;
}

export function rsaPair(modulusLength: number, publicExponent = 65537): RsaPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return { privateKey, spki: viewOf(publicKey.export({ format: 'der', type: 'spki' })) };
}

export const pkcs1 = ({ privateKey }: RsaPair, message: Bytes, digest = 'sha256'): Bytes =>
  viewOf(sign(digest, message, privateKey));
export const pss = (key: KeyObject, message: Bytes, digest: string, saltLength: number): Bytes =>
  viewOf(sign(digest, message, { key, padding: RSA_PKCS1_PSS_PADDING, saltLength }));

/** DigestInfo (RFC 8017 §9.2) of SHA-256, with these parameters. */
const digestInfo = (message: Bytes, parameters: Bytes): Bytes =>
  sequence(sequence(oid(OID.sha256), parameters), octetString(viewOf(hash('sha256', message, 'buffer'))));

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2), with what differs. */
export function padded(message: Bytes, { info = digestInfo(message, der.null()), type = 1, fill = 0xff, behind = 0 }) {
  const ones = new Uint8Array(RSA_OCTETS - 3 - info.length - behind).fill(fill);
  return concatBytes(Uint8Array.of(0, type), ones, Uint8Array.of(0), info, new Uint8Array(behind).fill(0x41));
}

type One = (name: string, signature: Bytes, right?: boolean, changes?: Partial<SignatureCase>) => SignatureCase;

export function rsaCases(messageOf: (algorithm: SignatureAlgorithm) => Bytes): SignatureCase[] {
  const pair = rsaPair(2048);
  const message = messageOf('rsa-pkcs1-sha256');
  const one: One = (name, signature, right = false, changes = {}) => ({
    name: `rsa, ${name}`,
    algorithm: 'rsa-pkcs1-sha256',
    spki: pair.spki,
    message,
    signature,
    right,
    ...changes,
  });
  return [
    ...paddings(pair, message, one),
    ...saltsAndHashes(pair, messageOf, one),
    ...exponentsOfThree(message, one),
    ...oddRsaKeys(pair, message).map(([name, spki, signature]) => one(name, signature, false, { spki })),
    ...pssKeys(messageOf),
  ];
}

function paddings(pair: RsaPair, message: Bytes, one: One): SignatureCase[] {
  const good = pkcs1(pair, message);
  /** The private key's operation on octets padded here. */
  const by = (changes: Parameters<typeof padded>[1]): Bytes =>
    viewOf(privateEncrypt({ key: pair.privateKey, padding: RSA_NO_PADDING }, padded(message, changes)));
  return [
    one('as it should be', good, true),
    one('made by hand, as it should be', by({}), true),
    one('no NULL after the hash', by({ info: digestInfo(message, new Uint8Array(0)) })),
    one('padding of type 2', by({ type: 2 })),
    one('padding of zeros', by({ type: 0, fill: 0 })),
    one('octets behind the hash', by({ behind: 40 })),
    one('the hash without its name', by({ info: viewOf(hash('sha256', message, 'buffer')) })),
    one('empty', new Uint8Array(0)),
    one('zero', new Uint8Array(RSA_OCTETS)),
    one('all bits set', new Uint8Array(RSA_OCTETS).fill(0xff)),
    one('an octet short', good.subarray(1)),
    one('an octet longer', concatBytes(Uint8Array.of(0), good)),
    one('an octet behind', concatBytes(good, Uint8Array.of(0))),
    one('of another message', good, false, { message: fromHex('00') }),
    one('under another key', good, false, { spki: rsaPair(2048).spki }),
  ];
}

function saltsAndHashes(pair: RsaPair, messageOf: (algorithm: SignatureAlgorithm) => Bytes, one: One): SignatureCase[] {
  const message = messageOf('rsa-pss-sha256');
  const longer = messageOf('rsa-pss-sha512');
  const asPss = (name: string, signature: Bytes, right = false): SignatureCase =>
    one(name, signature, right, { algorithm: 'rsa-pss-sha256', message });
  const salted = (digest: string, salt: number): Bytes => pss(pair.privateKey, message, digest, salt);
  const sha512 = { algorithm: 'rsa-pss-sha512', message: longer } as const;
  return [
    one('of another hash', pkcs1(pair, messageOf('rsa-pkcs1-sha256'), 'sha384')),
    one('of SHA-1', pkcs1(pair, messageOf('rsa-pkcs1-sha256'), 'sha1')),
    one('PSS where PKCS#1 v1.5 is named', pss(pair.privateKey, messageOf('rsa-pkcs1-sha256'), 'sha256', 32)),
    asPss('PKCS#1 v1.5 where PSS is named', pkcs1(pair, message)),
    asPss('PSS as it should be', salted('sha256', 32), true),
    one('PSS of SHA-512 as it should be', pss(pair.privateKey, longer, 'sha512', 64), true, sha512),
    asPss('PSS without salt', salted('sha256', 0)),
    asPss('PSS with a salt of 20 octets', salted('sha256', 20)),
    asPss('PSS with the longest salt', salted('sha256', RSA_OCTETS - 34)),
    asPss('PSS of another hash', salted('sha384', 48)),
  ];
}

function exponentsOfThree(message: Bytes, one: One): SignatureCase[] {
  const cubic = rsaPair(2048, 3);
  const { spki } = cubic;
  return [
    one('an exponent of 3, as it should be', pkcs1(cubic, message), true, { spki }),
    one('an exponent of 3, a cube root made up', cubeRoot(message), false, { spki }),
  ];
}

/** With few octets of padding a perfect cube can begin as a signature does (CVE-2006-4339). */
function cubeRoot(message: Bytes): Bytes {
  const info = digestInfo(message, der.null());
  const head = concatBytes(Uint8Array.of(0, 1), new Uint8Array(8).fill(0xff), Uint8Array.of(0), info);
  const wanted = numberOf(concatBytes(head, new Uint8Array(RSA_OCTETS - head.length).fill(0xff)));
  let root = 0n;
  for (let step = 1n << 700n; step > 0n; step >>= 1n) if ((root + step) ** 3n <= wanted) root += step;
  return fromHex(root.toString(16).padStart(2 * RSA_OCTETS, '0'));
}

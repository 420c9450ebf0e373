import { p256, p384 } from '@noble/curves/nist.js';
import type { KeyType } from '@lanyard/contract';
import { type Bytes, readDer, viewOf } from '@lanyard/pki';
import type { OpenKey } from '../use-key.ts';

const curveOf = (keyType: KeyType) => (keyType === 'ec-p384' ? p384 : p256);

/** ECDSA over a digest that somebody else made, which neither node:crypto nor WebCrypto offers; DER. */
export function signDigest(key: OpenKey, digest: Bytes): Bytes {
  const scalar = scalarOf(key);
  try {
    return viewOf(curveOf(key.keyType).sign(digest, scalar, { prehash: false, format: 'der' }));
  } finally {
    scalar.fill(0);
  }
}

/** The curve's table of multiples is made at its first use, which takes as long as some hundred signatures. */
export function warmUp(keyType: KeyType): void {
  if (keyType === 'ec-p256' || keyType === 'ec-p384') curveOf(keyType).Point.BASE.multiply(2n);
}

/**
 * The private number of an EC key (RFC 5958 §2 with RFC 5915 §3), read from its octets, so that it is never a text that
 * nobody can overwrite.
 * Writers have not always padded it (RFC 5915 §3 does), or put a zero before it as before an INTEGER.
 * @returns a copy, as long as the curve's numbers, which whoever asked overwrites
 * @throws PkiError for what is no such key
 */
export function scalarOf({ keyType, pkcs8 }: OpenKey): Bytes {
  const outer = readDer(pkcs8).sequence();
  outer.smallInteger(1);
  outer.sequence();
  const inner = readDer(outer.octetString()).sequence();
  inner.smallInteger(1);
  const written = inner.octetString();
  const number = written.subarray(written.findIndex((octet) => octet !== 0));
  const scalar = new Uint8Array(keyType === 'ec-p384' ? 48 : 32);
  if (number.length > scalar.length) inner.fail('key_invalid', 'a private number of another curve');
  scalar.set(number, scalar.length - number.length);
  return scalar;
}

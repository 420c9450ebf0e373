import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AlgorithmIdentifier,
  type Bytes,
  der,
  encodeSignatureAlgorithm,
  OID,
  parsePublicKey,
  readAlgorithm,
  readDer,
  type SignatureAlgorithm,
  signatureAlgorithmOf,
} from './index.ts';
import { keyPair } from './testing/samples.ts';

const read = (octets: Bytes): AlgorithmIdentifier => readAlgorithm(readDer(octets));
const p256 = parsePublicKey(keyPair('ec-p256').spki);
const p384 = parsePublicKey(keyPair('ec-p384').spki);
const rsa = parsePublicKey(keyPair('rsa-2048').spki);

test('every algorithm that is written is recognised with a key of its kind, and with no other', () => {
  const expected: readonly [SignatureAlgorithm, typeof p256][] = [
    ['ecdsa-p256-sha256', p256],
    ['ecdsa-p256-sha512', p256],
    ['ecdsa-p384-sha384', p384],
    ['rsa-pkcs1-sha256', rsa],
    ['rsa-pkcs1-sha384', rsa],
    ['rsa-pss-sha256', rsa],
    ['rsa-pss-sha512', rsa],
  ];
  for (const [algorithm, key] of expected) {
    const identifier = read(encodeSignatureAlgorithm(algorithm));
    assert.equal(signatureAlgorithmOf(identifier, key), algorithm);
    assert.equal(signatureAlgorithmOf(identifier, key === rsa ? p256 : rsa), undefined);
  }
});

const pss = (...parameters: Bytes[]): AlgorithmIdentifier => read(der.sequence(der.oid(OID.rsaPss), ...parameters));
const hash = (oid: string): Bytes => der.sequence(der.oid(oid), der.null());
const mgf = (oid: string): Bytes => der.sequence(der.oid(OID.mgf1), hash(oid));

test('PSS with SHA-1, with two hashes, with another salt, or with parameters that cannot be read is not supported', () => {
  const salt = (octets: number): Bytes => der.constructed(2, der.integer(octets));
  const [own, mask] = [der.constructed(0, hash(OID.sha256)), der.constructed(1, mgf(OID.sha256))];
  assert.equal(signatureAlgorithmOf(pss(der.sequence(own, mask, salt(32))), rsa), 'rsa-pss-sha256');
  const bad = {
    'the defaults, which are SHA-1': pss(der.sequence()),
    'no parameters': pss(),
    'two hashes': pss(der.sequence(own, der.constructed(1, mgf(OID.sha384)), salt(32))),
    'another salt': pss(der.sequence(own, mask, salt(20))),
    'another trailer': pss(der.sequence(own, mask, salt(32), der.constructed(3, der.integer(0)))),
    'no sequence': pss(der.null()),
  };
  for (const [what, identifier] of Object.entries(bad))
    assert.equal(signatureAlgorithmOf(identifier, rsa), undefined, what);
});

test('parameters where none belong are not supported', () => {
  const withNull = read(der.sequence(der.oid(OID.ecdsaWithSha256), der.null()));
  assert.equal(signatureAlgorithmOf(withNull, p256), undefined);
  const withOther = read(der.sequence(der.oid(OID.sha256WithRsa), der.integer(1)));
  assert.equal(signatureAlgorithmOf(withOther, rsa), undefined);
});

test('SHA-1 and DSA signatures are not supported', () => {
  for (const oid of ['1.2.840.113549.1.1.5', '1.2.840.10045.4.1', '1.2.840.10040.4.3', '2.16.840.1.101.3.4.3.2']) {
    for (const key of [rsa, p256]) {
      for (const parameters of [[], [der.null()]]) {
        assert.equal(signatureAlgorithmOf(read(der.sequence(der.oid(oid), ...parameters)), key), undefined, oid);
      }
    }
  }
});

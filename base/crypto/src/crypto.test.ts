import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { keyStrength, parsePublicKey } from '@lanyard/pki';
import { generateKeyPair, nodeRandom, nodeVerifier, softwareSigner } from './index.ts';

const message = new TextEncoder().encode('what is signed');
const pairs = {
  'ecdsa-p256-sha256': generateKeyPair('ec-p256'),
  'ecdsa-p384-sha384': generateKeyPair('ec-p384'),
  'rsa-pkcs1-sha256': generateKeyPair('rsa-2048'),
};

for (const [algorithm, pair] of Object.entries(pairs)) {
  test(`a new key signs by ${algorithm} unless told otherwise, and may be certified`, () => {
    const signer = softwareSigner(pair.pkcs8);
    assert.equal(signer.algorithm, algorithm);
    assert.deepEqual(signer.spki, pair.spki);
    assert.equal(nodeVerifier.verify(signer.algorithm, signer.spki, message, signer.sign(message)), true);
    assert.deepEqual(keyStrength(parsePublicKey(pair.spki)), { acceptable: true });
  });
}

test('an RSA key signs by PSS with a salt as long as the hash when told to', () => {
  const signer = softwareSigner(pairs['rsa-pkcs1-sha256'].pkcs8, 'rsa-pss-sha512');
  const signature = signer.sign(message);
  assert.equal(nodeVerifier.verify('rsa-pss-sha512', signer.spki, message, signature), true);
  assert.equal(nodeVerifier.verify('rsa-pkcs1-sha512', signer.spki, message, signature), false);
});

test('a key object serves as well as its octets', () => {
  const { pkcs8, spki } = pairs['ecdsa-p256-sha256'];
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  assert.deepEqual(softwareSigner(key).spki, spki);
});

test('a key that does not fit the algorithm is refused', () => {
  const { pkcs8 } = pairs['ecdsa-p256-sha256'];
  for (const algorithm of ['ecdsa-p384-sha384', 'rsa-pkcs1-sha256', 'ed25519'] as const) {
    assert.throws(() => softwareSigner(pkcs8, algorithm), { code: 'key_algorithm' }, algorithm);
  }
});

test('octets that are no private key are refused without being quoted', () => {
  const secret = new TextEncoder().encode('a secret that is no key');
  assert.throws(
    () => softwareSigner(secret),
    (error: Error & { code?: string }) => error.code === 'key_invalid' && !error.message.includes('secret'),
  );
});

test('more keys than are remembered still verify', () => {
  const { pkcs8 } = pairs['ecdsa-p256-sha256'];
  const signer = softwareSigner(pkcs8);
  const signature = signer.sign(message);
  for (let i = 0; i < 600; i++) {
    const unreadable = Uint8Array.of(0x30, 2, 5, 0, i >> 8, i & 255);
    assert.equal(nodeVerifier.verify(signer.algorithm, unreadable, message, signature), false);
  }
  assert.equal(nodeVerifier.verify(signer.algorithm, signer.spki, message, signature), true);
});

test('random octets stand in memory of their own', () => {
  const octets = nodeRandom.bytes(16);
  assert.equal(octets.buffer.byteLength, 16);
});

import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';
import { type Bytes, der, fromHex, toHex, viewOf } from '@lanyard/pki';
import { scalarOf, signDigest, warmUp } from './sign-digest.ts';

const message = Buffer.from('what is signed');
const CASES = [
  ['ec-p256', 'P-256', 'sha256'],
  ['ec-p384', 'P-384', 'sha384'],
] as const;

for (const [keyType, namedCurve, hash] of CASES) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  const key = { keyType, pkcs8: viewOf(privateKey.export({ format: 'der', type: 'pkcs8' })) };

  test(`a digest signed with ${keyType} verifies as the signature of its message`, () => {
    warmUp(keyType);
    const digest = viewOf(createHash(hash).update(message).digest());
    assert.ok(verify(hash, message, createPublicKey(privateKey), signDigest(key, digest)));
  });

  test(`the private number of ${keyType} is the one that OpenSSL reads, and its copy may be overwritten`, () => {
    const scalar = scalarOf(key);
    assert.equal(Buffer.from(scalar).toString('base64url'), privateKey.export({ format: 'jwk' }).d);
    scalar.fill(0);
    assert.ok(createPrivateKey({ key: Buffer.from(key.pkcs8), format: 'der', type: 'pkcs8' }).equals(privateKey));
  });
}

test('a key as WebCrypto writes it is read too, and a number that is short or begins with a zero', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  assert.equal(scalarOf({ keyType: 'ec-p256', pkcs8 }).length, 32);
  for (const written of ['0102', '000102', '00'.repeat(31) + '0102'])
    assert.equal(toHex(scalarOf({ keyType: 'ec-p256', pkcs8: keyWith(fromHex(written)) })), '0102'.padStart(64, '0'));
});

test('a key of another curve, or of another kind, is refused', () => {
  const long = keyWith(new Uint8Array(48).fill(1));
  assert.throws(() => scalarOf({ keyType: 'ec-p256', pkcs8: long }), { code: 'key_invalid' });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pkcs8 = viewOf(privateKey.export({ format: 'der', type: 'pkcs8' }));
  assert.throws(() => scalarOf({ keyType: 'ec-p256', pkcs8 }), { name: 'PkiError' });
});

/** As far as it is read. */
const keyWith = (number: Bytes): Bytes => {
  const inner = der.sequence(der.integer(1), der.octetString(number));
  return der.sequence(der.integer(0), der.sequence(), der.octetString(inner));
};

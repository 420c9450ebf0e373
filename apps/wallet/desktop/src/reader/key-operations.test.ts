import assert from 'node:assert/strict';
import { createECDH, createHash, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { generateKeyPair } from '@lanyard/crypto';
import { viewOf } from '@lanyard/pki';
import { agree, rsa, signDigest } from './key-operations.ts';

const message = Buffer.from('what is signed');

for (const [keyType, hash] of [
  ['ec-p256', 'sha256'],
  ['ec-p384', 'sha384'],
] as const)
  test(`a digest signed with ${keyType} verifies as the signature of its message`, async () => {
    const { pkcs8, spki } = generateKeyPair(keyType);
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const digest = viewOf(createHash(hash).update(message).digest());
    assert.ok(verify(hash, message, key, await signDigest({ keyType, pkcs8 }, digest)));
  });

test('a point that is not on the curve is refused', async () => {
  const { pkcs8 } = generateKeyPair('ec-p256');
  const key = { keyType: 'ec-p256', pkcs8 } as const;
  const point = createECDH('prime256v1').generateKeys();
  assert.equal((await agree(key, viewOf(point)))?.length, 32);
  point[64] = (point[64] ?? 0) ^ 1;
  assert.equal(await agree(key, viewOf(point)), undefined);
  assert.equal(await agree(key, new Uint8Array(65)), undefined);
});

test('RFC 8017 §5.1.2 a block that is not below the modulus is refused', async () => {
  const { pkcs8 } = generateKeyPair('rsa-2048');
  assert.equal(await rsa({ keyType: 'rsa-2048', pkcs8 }, new Uint8Array(256).fill(0xff)), undefined);
  assert.equal((await rsa({ keyType: 'rsa-2048', pkcs8 }, new Uint8Array(256).fill(1)))?.length, 256);
});

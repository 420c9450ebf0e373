import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { test } from 'node:test';
import { generateKeyPair } from '@lanyard/crypto';
import { viewOf } from '@lanyard/pki';
import { agree, rsa } from './key-operations.ts';

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

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { makeProof } from './dpop.ts';
import { memoryStorage } from './memory-storage.ts';
import { randomBytes, registered } from './testing/bench.ts';
import { webKeyStore } from './web-key-store.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const keys = webKeyStore(memoryStorage());
const prover = { keys, clock: () => now, random: randomBytes };
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

test('a proof is a DPoP JWT of the device key with the fields of RFC 9449', async () => {
  const body = '{"a":1}';
  const proof = await makeProof(prover, {
    method: 'POST',
    url: 'https://wallet.test/device/token?x=1#y',
    body,
    idempotencyKey: 'k1',
    token: 'tok',
    nonce: 'n1',
  });
  const { payload } = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256'],
    currentDate: new Date(now),
  });
  const { jti, ...claims } = payload;
  assert.match(String(jti), /^[\w-]{22}$/);
  assert.deepEqual(claims, {
    htm: 'POST',
    htu: 'https://wallet.test/device/token',
    iat: now / 1000,
    nonce: 'n1',
    ath: digest('tok'),
    bd: digest(body),
    ik: 'k1',
  });
  const { jwk } = decodeProtectedHeader(proof);
  assert.deepEqual(Object.keys(jwk ?? {}).toSorted(), ['crv', 'kty', 'x', 'y']);
  assert.equal(
    await calculateJwkThumbprint(jwk ?? {}),
    await calculateJwkThumbprint((await keys.publicKeys()).signing),
  );
});

test('a proof of a call without content covers the digest of nothing, and of a GET no digest', async () => {
  const claims = async (method: string) =>
    (
      await jwtVerify(await makeProof(prover, { method, url: 'https://wallet.test/x' }), EmbeddedJWK, {
        currentDate: new Date(now),
      })
    ).payload;
  assert.equal((await claims('DELETE'))['bd'], digest(''));
  assert.equal((await claims('GET'))['bd'], undefined);
});

test('a call is repeated once with the nonce that the server asks for, under the same idempotency key', async () => {
  const bench = await registered();
  assert.deepEqual(bench.server.calls, [
    'POST /device/registrations',
    'POST /device/registrations',
    'GET /device/check-in',
  ]);
});

test('an expired token is replaced and the call repeated', async () => {
  const bench = await registered();
  bench.time.now += 301_000;
  await bench.wallet.checkIn();
  assert.deepEqual(bench.server.calls.slice(3), ['POST /device/token', 'GET /device/check-in']);
});

test('device keys are not extractable', async () => {
  const storage = memoryStorage();
  await webKeyStore(storage).publicKeys();
  const pairs = await storage.get<{ signing: CryptoKeyPair; agreement: CryptoKeyPair }>('device-keys');
  assert.ok(pairs);
  for (const key of [pairs.signing.privateKey, pairs.agreement.privateKey]) {
    await assert.rejects(crypto.subtle.exportKey('pkcs8', key), /extractable/);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, TestAuthority } from '../testing/authority.ts';
import { freshUntil } from './fresh-until.ts';

const limits = { crl: 600, ocsp: 60 };

test('a revocation list is kept for the time given, and never past its own nextUpdate', async () => {
  const crl = await (await TestAuthority.create('CA', 'http://x.example/', null)).crl(NOW);
  assert.deepEqual(freshUntil('crl', crl, NOW, limits), new Date(NOW.getTime() + 600_000));
  const nextUpdate = new Date(NOW.getTime() + 86_400_000);
  const shortly = new Date(nextUpdate.getTime() - 60_000);
  assert.deepEqual(freshUntil('crl', crl, shortly, limits), nextUpdate);
  assert.equal(freshUntil('crl', crl, nextUpdate, limits), null);
});

test('what cannot be read, and an OCSP error, are not kept', () => {
  assert.equal(freshUntil('crl', Uint8Array.of(1, 2, 3), NOW, limits), null);
  assert.equal(freshUntil('ocsp', Uint8Array.of(1, 2, 3), NOW, limits), null);
  const tryLater = Uint8Array.of(0x30, 3, 0x0a, 1, 3);
  assert.equal(freshUntil('ocsp', tryLater, NOW, limits), null);
});

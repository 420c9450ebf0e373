import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validityWithin } from './validity.ts';

const at = new Date('2026-11-22T12:00:00.250Z');
const issuer = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
const far = new Date('2099-01-01T00:00:00Z');

test('a certificate begins five minutes ago, in whole seconds', () => {
  const { notBefore } = validityWithin({ at, wanted: far, maxDays: 10, issuer });
  assert.equal(notBefore.toISOString(), '2026-11-22T11:55:00.000Z');
});

test('it does not begin before its issuer', () => {
  const young = { ...issuer, notBefore: new Date('2026-11-22T11:59:00Z') };
  const { notBefore } = validityWithin({ at, wanted: far, maxDays: 10, issuer: young });
  assert.deepEqual(notBefore, young.notBefore);
});

test('it ends with the earliest of what was wanted, its profile and its issuer', () => {
  const wanted = new Date('2026-12-01T00:00:00Z');
  assert.deepEqual(validityWithin({ at, wanted, maxDays: 1096, issuer }).notAfter, wanted);
  assert.equal(
    validityWithin({ at, wanted: far, maxDays: 10, issuer }).notAfter.toISOString(),
    '2026-12-02T11:54:59.000Z',
  );
  assert.deepEqual(validityWithin({ at, wanted: far, maxDays: 9999, issuer }).notAfter, issuer.notAfter);
});

test('a root is bounded by its profile alone', () => {
  const { notAfter } = validityWithin({ at, wanted: far, maxDays: 7306, issuer: null });
  assert.equal(notAfter.toISOString(), '2046-11-23T11:54:59.000Z');
});

test('one that would be over already is refused', () => {
  assert.throws(() => validityWithin({ at, wanted: new Date('2026-11-22T12:00:00Z'), maxDays: 10, issuer }), {
    code: 'profile_refused',
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeOid, encodeOid } from './der.ts';
import { fromHex, OID, toHex } from './index.ts';

test('identifiers are written as X.690 §8.19 shows', () => {
  assert.equal(toHex(encodeOid('2.999.3')), '883703');
  assert.equal(toHex(encodeOid('1.2.840.113549.1.1.11')), '2a864886f70d01010b');
  assert.equal(decodeOid(fromHex('883703')), '2.999.3');
});

test('an arc as long as a UUID survives', () => {
  const oid = '2.25.329800735698586629295641978511506172918';
  assert.equal(decodeOid(encodeOid(oid)), oid);
});

test('every identifier of the table survives', () => {
  for (const oid of Object.values(OID)) assert.equal(decodeOid(encodeOid(oid)), oid);
});

test('padded, cut off, empty and endless identifiers are refused', () => {
  for (const hex of ['', '2a8001', '2a86', '80', 'ff'.repeat(20) + '7f', '2a'.repeat(65)]) {
    assert.throws(() => decodeOid(fromHex(hex)), { code: 'der_oid' }, hex);
  }
  for (const text of ['', '1', '3.1', '1.40', '1.02', '1..2', '1.2.', 'a.b']) {
    assert.throws(() => encodeOid(text), { code: 'der_oid' }, text);
  }
});

test('whatever can be read can be written again, however long its text', () => {
  const long = `2.1000000.${Array.from({ length: 3 }, () => `1${'0'.repeat(38)}`).join('.')}`;
  assert.equal(decodeOid(encodeOid(long)), long);
});

test('any identifier survives a round trip', () => {
  const arcs = fc.array(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), { maxLength: 3 });
  const first = fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 39 })),
    fc.tuple(fc.constant(2), fc.integer({ min: 0, max: 1_000_000 })),
  );
  fc.assert(
    fc.property(first, arcs, ([root, second], rest) => {
      const oid = [root, second, ...rest].join('.');
      assert.equal(decodeOid(encodeOid(oid)), oid);
    }),
  );
});

test('octets that share a fingerprint with a known identifier are not taken for it', () => {
  // 31·a + b is equal for both: one less here is 31 more there.
  const known = encodeOid('2.5.29.15');
  const twin = Uint8Array.of(known[0] ?? 0, (known[1] ?? 0) - 1, (known[2] ?? 0) + 31);
  assert.notEqual(decodeOid(twin), '2.5.29.15');
  assert.equal(toHex(encodeOid(decodeOid(twin))), toHex(twin));
});

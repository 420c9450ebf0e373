import assert from 'node:assert/strict';
import { test } from 'node:test';
import { berToDer } from './ber-to-der.ts';
import { der, fromHex, toHex } from './index.ts';

const rewritten = (hex: string): string => toHex(berToDer(fromHex(hex), 1 << 20));

test('indefinite and overlong lengths become shortest ones', () => {
  assert.equal(rewritten('308002010530000000'), '30050201053000');
  assert.equal(rewritten('30820003020105'), '3003020105');
  assert.equal(rewritten('30803080050000000000'), '300430020500');
});

test('a string in pieces, and pieces in pieces, become whole', () => {
  assert.equal(rewritten('24800401aa0402bbcc0000'), '0403aabbcc');
  assert.equal(rewritten('248024800401aa00000401bb0000'), '0402aabb');
  assert.equal(rewritten('24800000'), '0400');
});

test('DER stays as it is', () => {
  const octets = der.sequence(der.octetString(new Uint8Array(300)), der.integer(5), der.set());
  assert.equal(toHex(berToDer(octets, 1 << 20)), toHex(octets));
});

test('what is cut off, has no end, nests too deep, has pieces of another kind or too many elements is refused', () => {
  const refused = (octets: Uint8Array, code: string): void => {
    assert.throws(() => berToDer(octets, 1 << 20), { name: 'PkiError', code });
  };
  refused(fromHex('3080020105'), 'der_truncated');
  refused(fromHex('04800000'), 'der_length');
  refused(fromHex('24800201050000'), 'der_tag');
  refused(fromHex('050000'), 'der_trailing');
  refused(fromHex('3080'.repeat(40)), 'der_too_deep');
  refused(fromHex('3087ffffffffffffff'), 'der_length');
  refused(der.sequence(new Uint8Array(140_000).map((_, i) => (i % 2 === 0 ? 5 : 0))), 'der_too_many');
  refused(new Uint8Array((1 << 20) + 1), 'der_too_long');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase64, fromBase64url, fromHex, fromPem, toBase64, toBase64url, toHex, toPem } from './index.ts';

test('hexadecimal, base64 and base64url agree with Node and survive a round trip', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
      const buffer = Buffer.from(octets);
      assert.equal(toHex(octets), buffer.toString('hex'));
      assert.equal(toBase64(octets), buffer.toString('base64'));
      assert.equal(toBase64url(octets), buffer.toString('base64url'));
      assert.deepEqual(Buffer.from(fromHex(toHex(octets).toUpperCase())), buffer);
      assert.deepEqual(Buffer.from(fromBase64(toBase64(octets))), buffer);
      assert.deepEqual(Buffer.from(fromBase64url(toBase64url(octets))), buffer);
    }),
  );
});

test('a value has one spelling only', () => {
  for (const text of ['AB==', 'AAB=', 'A===', 'AA=', 'A', 'AA', 'AA==AA==', 'A A=', 'é===', '====']) {
    assert.throws(() => fromBase64(text), { code: 'base64_invalid' }, text);
  }
  for (const text of ['AB', 'AAB', 'A', 'AA==', 'AA+', 'A/A']) {
    assert.throws(() => fromBase64url(text), { code: 'base64_invalid' }, text);
  }
  for (const text of ['0', '0g', 'ü0']) assert.throws(() => fromHex(text), { code: 'hex_invalid' }, text);
});

const block = toPem('CERTIFICATE', new Uint8Array(100).fill(7));

test('a text of several blocks gives each, or only those of a label', () => {
  const text = `Subject: someone\r\n${block.replaceAll('\n', '\r\n')}between\n${toPem('X509 CRL', Uint8Array.of(1))}`;
  assert.deepEqual(
    fromPem(text).map((octets) => octets.length),
    [100, 1],
  );
  assert.deepEqual(fromPem(text, 'X509 CRL'), [Uint8Array.of(1)]);
  assert.deepEqual(fromPem('nothing here'), []);
});

test('a damaged block is refused instead of passed over', () => {
  const damaged = [
    block.slice(0, -10),
    block.replace('BwcH', 'Bw*H'),
    block.replace('END CERTIFICATE', 'END X509 CRL'),
    block.replace('BwcH', 'BwH'),
    `-----BEGIN CERTIFICATE-----\n${block}`,
  ];
  for (const text of damaged) assert.throws(() => fromPem(text), { code: 'pem_invalid' }, text);
});

test('an endless text is refused at once', () => {
  assert.throws(() => fromPem('-----BEGIN A-----\n'.repeat(1_000_000)), { code: 'pem_invalid' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { der, fromHex, PkiError, readDer, toHex } from './index.ts';

const refusedAs = (hex: string, code: string, read = (r: ReturnType<typeof readDer>): unknown => r.raw()): void => {
  assert.throws(() => read(readDer(fromHex(hex))), { name: 'PkiError', code });
};

test('a length that is not in its shortest form is refused', () => {
  refusedAs('04810100', 'der_length');
  refusedAs(`0482007f${'00'.repeat(127)}`, 'der_length');
  refusedAs(`048200ff${'00'.repeat(255)}`, 'der_length');
  refusedAs('0480000000', 'der_length');
  refusedAs('04850000000001ff', 'der_length');
});

test('an element that claims more octets than there are is refused', () => {
  refusedAs('0405000000', 'der_truncated');
  refusedAs('0484ffffffff00', 'der_truncated');
  refusedAs('048200', 'der_truncated');
  refusedAs('04', 'der_truncated');
  refusedAs('', 'der_truncated');
});

test('an inner element cannot reach out of the one that holds it', () => {
  refusedAs('3003040500aabbccdd', 'der_truncated', (r) => r.sequence().octetString());
});

test('an INTEGER that is padded or empty is refused', () => {
  refusedAs('0200', 'der_integer', (r) => r.integer());
  refusedAs('0202007f', 'der_integer', (r) => r.integer());
  refusedAs('0202ff80', 'der_integer', (r) => r.integer());
  assert.equal(toHex(readDer(fromHex('02020080')).integer()), '0080');
});

test('a BOOLEAN is 00 or FF', () => {
  refusedAs('010101', 'der_boolean', (r) => r.boolean());
  assert.equal(readDer(fromHex('0101ff')).boolean(), true);
});

test('a BIT STRING with set unused bits is refused', () => {
  refusedAs('03020101', 'der_bit_string', (r) => r.bitString());
  refusedAs('030108', 'der_bit_string', (r) => r.bitString());
  refusedAs('030101', 'der_bit_string', (r) => r.bitString());
});

test('nesting deeper than 32 is refused before the stack is', () => {
  let nested = der.null();
  for (let i = 0; i < 1000; i++) nested = der.sequence(nested);
  const dive = (r: ReturnType<typeof readDer>): unknown => (r.is(0x30) ? dive(r.sequence()) : r.null());
  assert.throws(() => dive(readDer(nested)), { code: 'der_too_deep' });
});

test('input above the limit is refused unread', () => {
  assert.throws(() => readDer(new Uint8Array(101), 100), { code: 'der_too_long' });
});

test('octets left over are refused, and the error says where', () => {
  const reader = readDer(fromHex('050000'));
  reader.null();
  assert.throws(() => reader.finish(), { code: 'der_trailing', offset: 2 });
});

test('whatever the octets, reading ends with a value or a PkiError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (octets) => {
      try {
        const reader = readDer(octets);
        while (!reader.done) reader.raw();
      } catch (error) {
        assert.ok(error instanceof PkiError);
      }
    }),
  );
});

test('an element written is read back whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000 }), (content) => {
      const reader = readDer(der.octetString(content));
      assert.deepEqual(Buffer.from(reader.octetString()), Buffer.from(content));
      reader.finish();
    }),
    { numRuns: 50 },
  );
});

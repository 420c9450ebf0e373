import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex, toHex } from '@lanyard/pki';
import { encodeTlv, readTlv, readTlvs } from './tlv.ts';

const hex = (text: string) => fromHex(text.replaceAll(' ', ''));
const tags = fc.constantFrom(0x53, 0x70, 0x7e, 0x5c, 0x7f61, 0x5fc105, 0x5f2f);

test('ISO/IEC 7816-4 §5.2.2 what is written is read back, whatever its lengths', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ tag: tags, value: fc.uint8Array({ maxLength: 700 }) }), { maxLength: 6 }),
      (items) => {
        const octets = Buffer.concat(items.map(({ tag, value }) => encodeTlv(tag, value)));
        assert.deepEqual(
          readTlvs(octets),
          items.map(({ tag, value }) => ({ tag, value: new Uint8Array(value) })),
        );
      },
    ),
  );
});

test('any octets at all are read or refused, and what is read has one encoding only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const items = readTlvs(octets);
      if (items === undefined) return;
      assert.equal(toHex(Buffer.concat(items.map(({ tag, value }) => encodeTlv(tag, value)))), toHex(octets));
    }),
    { numRuns: 2_000 },
  );
});

for (const [what, octets] of [
  ['a length that could be shorter', '53 81 01 00'],
  ['a length in two octets that could be one', '53 82 00 80'],
  ['the indefinite form', '53 80 00 00'],
  ['a length of three octets', '53 83 00 00 01 00'],
  ['a value that ends too soon', '53 02 00'],
  ['a tag without an end', '5f'],
  ['a tag of four octets', '5f c1 81 81 01 00'],
  ['the end-of-contents tag', '00 00'],
] as const)
  test(`${what} is refused`, () => assert.equal(readTlvs(hex(octets)), undefined));

test('one data object means one of that tag and nothing behind it', () => {
  assert.deepEqual(readTlv(0x53, hex('53 01 07')), Uint8Array.of(7));
  assert.equal(readTlv(0x53, hex('53 01 07 53 00')), undefined);
  assert.equal(readTlv(0x70, hex('53 01 07')), undefined);
});

test('a value that no container holds is not written', () => {
  assert.throws(() => encodeTlv(0x53, new Uint8Array(65_536)), RangeError);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeCrlEntry, PkiError, readDer } from './index.ts';
import { decodeEntry } from './crl-entries.ts';
import { plainEntryAt } from './crl-plain-entry.ts';

const entry = encodeCrlEntry({
  serial: Uint8Array.of(0x9a, 1, 2, 3, 4, 5, 6, 7),
  revokedAt: new Date('2026-02-03T04:05:06Z'),
  reason: 'superseded',
});

/** What the decoder makes of it: its length, or 0 where it refuses. */
function decodedLength(octets: Uint8Array): number {
  try {
    const reader = readDer(octets);
    decodeEntry(reader, undefined);
    return reader.offset;
  } catch (error) {
    assert.ok(error instanceof PkiError);
    return 0;
  }
}

test('an entry of the common shape is taken without being decoded', () => {
  assert.equal(plainEntryAt(entry, 0), entry.length);
  const bare = encodeCrlEntry({ serial: Uint8Array.of(1), revokedAt: new Date('2026-02-03T04:05:06Z') });
  assert.equal(plainEntryAt(bare, 0), bare.length);
});

test('whatever the shortcut takes, the decoder takes too, with the same length', () => {
  const change = fc.record({ at: fc.nat(entry.length - 1), value: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), fc.nat(entry.length), (changes, cut) => {
      const octets = new Uint8Array(entry);
      for (const { at, value } of changes) octets[at] = value;
      for (const given of [octets, octets.subarray(0, cut), Uint8Array.of(...octets, 0)]) {
        const plain = plainEntryAt(given, 0);
        if (plain > 0) assert.equal(decodedLength(given), plain);
      }
    }),
    { numRuns: 20_000 },
  );
});

test('every single octet changed to every value agrees with the decoder', () => {
  const octets = new Uint8Array(entry);
  for (let at = 0; at < octets.length; at++) {
    const before = octets[at] ?? 0;
    for (let value = 0; value < 256; value++) {
      octets[at] = value;
      const plain = plainEntryAt(octets, 0);
      if (plain > 0) assert.equal(decodedLength(octets), plain, `${value} at ${at}`);
    }
    octets[at] = before;
  }
});

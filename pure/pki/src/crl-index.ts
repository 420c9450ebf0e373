import { type Bytes, equalBytes } from './bytes.ts';
import { checkEntries } from './crl-entries.ts';
import { readDer } from './der-read.ts';
import { PkiError } from './errors.ts';

/** Finds the entries of one serial number in constant time. */
export interface CrlIndex {
  /** Offsets of entries with this serial number, in the order of the CRL. */
  find(serial: Bytes): number[];
}

/** Chance makes runs of some dozens; a longer one is a list made to cost time. */
const MAX_STEPS = 4096;

/** An open-addressing table of offsets: four octets a slot, so that a million entries take 8 MiB. */
export function indexEntries(entries: Bytes, count: number): CrlIndex {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(count, 4) * 1.5));
  const table = new Int32Array(slots).fill(-1);
  // The mixer is seeded by the CRL itself, so that serial numbers chosen to collide here collide in no other CRL.
  const seed = hash(entries.subarray(-64), 0x811c9dc5);
  const slotOf = (serial: Bytes): number => hash(serial, seed) & (slots - 1);
  checkEntries(entries, (offset, serial) => {
    let slot = slotOf(serial);
    for (let steps = 0; table[slot] !== -1; steps++) {
      if (steps > MAX_STEPS) throw new PkiError('crl_entries', 'one serial number occurs too often', offset);
      slot = (slot + 1) & (slots - 1);
    }
    table[slot] = offset;
  });
  return {
    find(serial) {
      const offsets: number[] = [];
      for (let slot = slotOf(serial); ; slot = (slot + 1) & (slots - 1)) {
        const offset = table[slot] ?? -1;
        if (offset < 0) return offsets.toSorted((a, b) => a - b);
        if (equalBytes(serialAt(entries, offset), serial)) offsets.push(offset);
      }
    },
  };
}

const serialAt = (entries: Bytes, offset: number): Bytes =>
  readDer(entries.subarray(offset), entries.length).sequence().integer();

/** FNV-1a with a final mix. */
function hash(octets: Uint8Array, seed: number): number {
  let value = seed;
  for (const octet of octets) value = Math.imul(value ^ octet, 0x01000193);
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 0;
}

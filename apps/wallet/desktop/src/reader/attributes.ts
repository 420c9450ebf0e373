import type { Bytes } from '@lanyard/pki';
import { PROTOCOL_T1 } from './pcsc-codes.ts';
import type { Slot } from './slot.ts';

const text = (value: string): Bytes => new Uint8Array(Buffer.from(`${value}\0`));
const number = (value: number): Bytes =>
  Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);

/** Attributes of a reader (reader.h); undefined for one that it does not have. */
const ATTRIBUTES: ReadonlyMap<number, (slot: Slot) => Bytes | undefined> = new Map<
  number,
  (slot: Slot) => Bytes | undefined
>([
  [0x00010100, () => text('Lanyard')],
  [0x00010101, () => text('Lanyard reader')],
  [0x00010102, () => number(0x01000000)],
  [0x0007a007, () => number(261)],
  [0x00080201, () => number(PROTOCOL_T1)],
  [0x00090300, (slot) => Uint8Array.of(slot.card() === undefined ? 0 : 2)],
  [0x00090301, (slot) => Uint8Array.of(slot.card() === undefined ? 0 : 1)],
  [0x00090303, (slot) => slot.card()?.atr],
  [0x7fff0003, (slot) => text(slot.name)],
  [0x7fff0004, (slot) => text(slot.name)],
]);

export const attributeOf = (slot: Slot, id: number): Bytes | undefined => ATTRIBUTES.get(id)?.(slot);

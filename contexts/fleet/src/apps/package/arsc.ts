import { chunks } from './chunks.ts';
import { noStrings, readStringPool, type StringPool } from './string-pool.ts';

/** Chunk types of ResourceTypes.h (Android Open Source Project). */
const TABLE = 0x0002;
const STRING_POOL = 0x0001;
const PACKAGE = 0x0200;
const TYPE = 0x0201;
const STRING = 0x03;
const REFERENCE = 0x01;
const NO_ENTRY = 0xffff_ffff;
const SPARSE = 0x01;
const OFFSET16 = 0x02;

/** The text values of some resources: for each id those of every variant (language, density), in the file's order. */
export type ResourceTexts = ReadonlyMap<number, readonly string[]>;

/**
 * Looks resources up in a table (resources.arsc); references are followed, three deep.
 * @param wanted ids, 0xPPTTEEEE
 * @throws RangeError or TypeError when the table is none
 */
export function readResources(bytes: Uint8Array, wanted: readonly number[], depth = 3): ResourceTexts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, true) !== TABLE) throw new TypeError('not a resource table');
  let strings: StringPool = noStrings;
  const found = new Map<number, string[]>(wanted.map((id) => [id, []]));
  const led = new Map<number, number>();
  for (const { type, at, header, size } of chunks(view, view.getUint16(2, true), view.byteLength)) {
    if (type === STRING_POOL) strings = readStringPool(view, at);
    else if (type === PACKAGE) {
      const packageId = view.getUint32(at + 8, true);
      for (const inner of chunks(view, at + header, at + size))
        if (inner.type === TYPE)
          for (const id of found.keys()) if (id >>> 24 === packageId) take(id, entryOf(view, inner, id));
    }
  }
  if (depth > 0 && led.size > 0) {
    const next = readResources(bytes, [...led.values()], depth - 1);
    for (const [id, to] of led) found.get(id)?.push(...(next.get(to) ?? []));
  }
  return found;

  function take(id: number, value: { readonly type: number; readonly data: number } | null): void {
    if (value?.type === STRING) found.get(id)?.push(strings(value.data) ?? '');
    else if (value?.type === REFERENCE && value.data !== id) led.set(id, value.data);
  }
}

interface Chunk {
  readonly at: number;
  readonly header: number;
  readonly size: number;
}

/** The simple value of an entry in one variant of a type; null when the variant has none. */
function entryOf(view: DataView, { at, header, size }: Chunk, id: number) {
  if (view.getUint8(at + 8) !== ((id >>> 16) & 0xff)) return null;
  const flags = view.getUint8(at + 9);
  const count = view.getUint32(at + 12, true);
  const entries = at + view.getUint32(at + 16, true);
  if (count * ((flags & OFFSET16) === 0 ? 4 : 2) > size - header)
    throw new RangeError('entries reach beyond their type');
  const offset = offsetOf(view, at + header, count, id & 0xffff, flags);
  if (offset === null || entries + offset + 16 > at + size) return null;
  const entry = entries + offset;
  const complex = (view.getUint16(entry + 2, true) & 0x0001) !== 0;
  const value = entry + view.getUint16(entry, true);
  if (complex || value + 8 > at + size) return null;
  return { type: view.getUint8(value + 3), data: view.getUint32(value + 4, true) };
}

function offsetOf(view: DataView, table: number, count: number, index: number, flags: number): number | null {
  if ((flags & SPARSE) !== 0) {
    for (let i = 0; i < count; i++)
      if (view.getUint16(table + i * 4, true) === index) return view.getUint16(table + i * 4 + 2, true) * 4;
    return null;
  }
  if (index >= count) return null;
  if ((flags & OFFSET16) !== 0) {
    const short = view.getUint16(table + index * 2, true);
    return short === 0xffff ? null : short * 4;
  }
  const offset = view.getUint32(table + index * 4, true);
  return offset === NO_ENTRY ? null : offset;
}

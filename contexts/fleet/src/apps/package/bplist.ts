/** A value of a property list. */
export type PlistValue =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | Date
  | PlistValue[]
  | { [key: string]: PlistValue };

/** Objects that are looked at; a file whose lists hold each other would otherwise have no end. */
const MOST_OBJECTS = 20_000;
/** Octets of texts and data together: one long text may be named by many objects. */
const MOST_OCTETS = 4 * 1_048_576;
const DEEPEST = 16;
const EPOCH_2001 = 978_307_200_000;
const MAGIC = 'bplist00';

export const isBinaryPlist = (bytes: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(bytes.subarray(0, 8)) === MAGIC;

/**
 * Reads a binary property list (CFBinaryPList.c). Bounded in objects and depth: libraries walk shared objects once per
 * reference, so that a kilobyte can unfold to gigabytes.
 * @throws RangeError or TypeError when it is none
 */
export function readBinaryPlist(bytes: Uint8Array): PlistValue {
  if (!isBinaryPlist(bytes) || bytes.length < 40) throw new TypeError('not a binary property list');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const trailer = bytes.length - 32;
  const offsetSize = view.getUint8(trailer + 6);
  const refSize = view.getUint8(trailer + 7);
  const count = integer(view, trailer + 8, 8);
  const top = integer(view, trailer + 16, 8);
  const table = integer(view, trailer + 24, 8);
  if (count > MOST_OBJECTS || table + count * offsetSize > trailer) throw new RangeError('too many objects');
  let looked = 0;
  let taken = 0;
  return read(top, 0);

  function read(index: number, depth: number): PlistValue {
    if (++looked > MOST_OBJECTS || depth > DEEPEST || index >= count) throw new RangeError('too many objects');
    let at = integer(view, table + index * offsetSize, offsetSize);
    const marker = view.getUint8(at++);
    const kind = marker >> 4;
    let size = marker & 0x0f;
    if (size === 0x0f && kind > 3) {
      const width = 1 << (view.getUint8(at++) & 0x0f);
      size = integer(view, at, width);
      at += width;
    }
    switch (kind) {
      case 0x0:
        return marker === 0x09 ? true : marker === 0x08 ? false : null;
      case 0x1:
        return integer(view, at, 1 << size);
      case 0x2:
        return size === 2 ? view.getFloat32(at) : view.getFloat64(at);
      case 0x3:
        return new Date(EPOCH_2001 + view.getFloat64(at) * 1_000);
      case 0x4:
        return octets(at, size);
      case 0x5:
        return new TextDecoder('latin1').decode(octets(at, size));
      case 0x6:
        return new TextDecoder('utf-16be').decode(octets(at, size * 2));
      case 0x8:
        return integer(view, at, size + 1);
      case 0xa:
        return items(at, size).map((ref) => read(ref, depth + 1));
      case 0xd:
        return dictionary(items(at, size), items(at + size * refSize, size), depth);
      default:
        throw new TypeError(`unknown kind of object ${kind}`);
    }
  }

  function octets(at: number, length: number): Uint8Array {
    if (at + length > trailer) throw new RangeError('reaches beyond the end');
    if ((taken += length) > MOST_OCTETS) throw new RangeError('too many octets');
    return bytes.subarray(at, at + length);
  }

  function items(at: number, length: number): number[] {
    if (length > MOST_OBJECTS) throw new RangeError('too many objects');
    return Array.from({ length }, (_, i) => integer(view, at + i * refSize, refSize));
  }

  function dictionary(keys: number[], values: number[], depth: number): { [key: string]: PlistValue } {
    const entries = keys.map((key, i) => [nameOf(read(key, depth + 1)), read(values[i] ?? count, depth + 1)] as const);
    return Object.fromEntries(entries);
  }
}

function nameOf(value: PlistValue): string {
  if (typeof value !== 'string') throw new TypeError('a key that is no text');
  return value;
}

/** Big-endian; longer than six octets only where the rest is zero. */
function integer(view: DataView, at: number, size: number): number {
  if (size < 1 || size > 16) throw new RangeError(`an integer of ${size} octets`);
  let n = 0;
  for (let i = 0; i < size; i++) n = n * 256 + view.getUint8(at + i);
  if (!Number.isSafeInteger(n)) throw new RangeError('an integer too great');
  return n;
}

const MOST_STRINGS = 200_000;
/** Octets that are read of one pool: its entries may all name the same long text. */
const MOST_OCTETS = 16 * 1_048_576;
const UTF8 = 0x100;

/** A string by its index; undefined where there is none. */
export type StringPool = (index: number) => string | undefined;

export const noStrings: StringPool = () => undefined;

/**
 * The strings of a pool, in UTF-8 or UTF-16LE (ResStringPool_header, ResourceTypes.h), each read when it is asked for.
 * @throws RangeError now, or when a string is asked for, where the pool is none or is built to unfold
 */
export function readStringPool(view: DataView, at: number): StringPool {
  const size = view.getUint32(at + 4, true);
  const count = view.getUint32(at + 8, true);
  if (count > MOST_STRINGS || 28 + count * 4 > size) throw new RangeError('too many strings');
  const utf8 = (view.getUint32(at + 16, true) & UTF8) !== 0;
  const start = at + view.getUint32(at + 20, true);
  const end = at + size;
  const read = new Map<number, string>();
  let octets = 0;
  return (index) => {
    if (index >= count) return undefined;
    const known = read.get(index);
    if (known !== undefined) return known;
    const bytes = (utf8 ? utf8At : utf16At)(view, start + view.getUint32(at + 28 + index * 4, true), end);
    if ((octets += bytes.length) > MOST_OCTETS) throw new RangeError('strings without end');
    const text = new TextDecoder(utf8 ? 'utf-8' : 'utf-16le').decode(bytes);
    read.set(index, text);
    return text;
  };
}

function utf8At(view: DataView, offset: number, end: number): Uint8Array {
  // Two lengths: in UTF-16 units, then in octets; each of one octet, or of two when the first has its high bit set.
  let at = offset + ((view.getUint8(offset) & 0x80) === 0 ? 1 : 2);
  let length = view.getUint8(at++);
  if ((length & 0x80) !== 0) length = ((length & 0x7f) << 8) | view.getUint8(at++);
  return octetsAt(view, at, length, end);
}

function utf16At(view: DataView, offset: number, end: number): Uint8Array {
  let at = offset + 2;
  let length = view.getUint16(offset, true);
  if ((length & 0x8000) !== 0) {
    length = ((length & 0x7fff) << 16) | view.getUint16(at, true);
    at += 2;
  }
  return octetsAt(view, at, length * 2, end);
}

function octetsAt(view: DataView, at: number, length: number, end: number): Uint8Array {
  if (at + length > end) throw new RangeError('a string reaches beyond its pool');
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

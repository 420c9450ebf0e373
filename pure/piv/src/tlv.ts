import { type Bytes, concatBytes, viewOf } from '@lanyard/pki';

/** One BER-TLV data object (ISO/IEC 7816-4 §5.2.2). The tag is its octets as a number: `0x5fc105`. */
export interface Tlv {
  readonly tag: number;
  readonly value: Bytes;
}

const LONGEST_VALUE = 0xffff;
const LONGEST_TAG = 3;

/** @throws RangeError for a value over 65,535 octets, which no PIV container holds */
export function encodeTlv(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const value = concatBytes(...contents);
  return concatBytes(octetsOf(tag), lengthOf(value.length), value);
}

/** Reads data objects standing one after another; undefined unless every octet belongs to one. Lengths are the shortest. */
export function readTlvs(octets: Uint8Array): Tlv[] | undefined {
  const found: Tlv[] = [];
  for (let at = 0; at < octets.length;) {
    const tag = readTag(octets, at);
    const length = tag && readLength(octets, tag.next);
    if (!tag || !length || length.next + length.value > octets.length) return undefined;
    at = length.next + length.value;
    found.push({ tag: tag.value, value: viewOf(octets.subarray(length.next, at)) });
  }
  return found;
}

/** Reads exactly one data object of that tag. */
export function readTlv(tag: number, octets: Uint8Array): Bytes | undefined {
  const all = readTlvs(octets);
  return all?.length === 1 && all[0]?.tag === tag ? all[0].value : undefined;
}

export const tlvOf = (all: readonly Tlv[], tag: number): Bytes | undefined =>
  all.find((known) => known.tag === tag)?.value;

function octetsOf(number: number): Bytes {
  const octets: number[] = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.from(octets);
}

function lengthOf(length: number): Bytes {
  if (length > LONGEST_VALUE) throw new RangeError(`a data object of ${length} octets; ${LONGEST_VALUE} are the most`);
  if (length < 0x80) return Uint8Array.of(length);
  return length < 0x100 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff);
}

interface Read {
  readonly value: number;
  readonly next: number;
}

function readTag(octets: Uint8Array, at: number): Read | undefined {
  const first = octets[at] ?? 0;
  if (first === 0) return undefined;
  if ((first & 0x1f) !== 0x1f) return { value: first, next: at + 1 };
  let value = first;
  for (let next = at + 1; next < at + LONGEST_TAG; next++) {
    const octet = octets[next];
    if (octet === undefined) return undefined;
    value = value * 256 + octet;
    if ((octet & 0x80) === 0) return { value, next: next + 1 };
  }
  return undefined;
}

/** The indefinite form and lengths that could be shorter are refused, so that one content has one encoding. */
function readLength(octets: Uint8Array, at: number): Read | undefined {
  const [first, second, third] = [octets[at], octets[at + 1], octets[at + 2]];
  if (first === undefined) return undefined;
  if (first < 0x80) return { value: first, next: at + 1 };
  if (first === 0x81 && second !== undefined && second >= 0x80) return { value: second, next: at + 2 };
  if (first === 0x82 && second !== undefined && third !== undefined && second > 0)
    return { value: second * 256 + third, next: at + 3 };
  return undefined;
}

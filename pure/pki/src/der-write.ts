import { type Bytes, compareBytes, utf8Encode } from './bytes.ts';
import { constructedTag, primitiveTag, TAG } from './der-tags.ts';
import { PkiError } from './errors.ts';
import { encodeOid } from './oid-codec.ts';

/** One element: tag, shortest length, then the parts one after another. */
function join(tag: number, parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const header = headerLength(length);
  const octets = new Uint8Array(header + length);
  writeHeader(octets, tag, length);
  let at = header;
  for (const part of parts) {
    putBytes(octets, part, at);
    at += part.length;
  }
  return octets;
}

const element = (tag: number, ...parts: readonly Uint8Array[]): Bytes => join(tag, parts);

/** Copies octets to a place that has room for them; a few are copied faster here than by the platform's call. */
export function putBytes(target: Uint8Array, octets: Uint8Array, at: number): void {
  if (octets.length > 32) target.set(octets, at);
  else for (let i = 0; i < octets.length; i++) target[at + i] = octets[i] ?? 0;
}

/** Octets that tag and length take for so many octets of content. */
export function headerLength(length: number): number {
  if (length < 0x80) return 2;
  if (length < 0x100) return 3;
  if (length < 0x10000) return 4;
  return length < 0x1000000 ? 5 : 6;
}

/** Writes tag and length at a place; @returns where the content begins. */
export function writeHeader(octets: Uint8Array, tag: number, length: number, at = 0): number {
  octets[at] = tag;
  const start = at + headerLength(length);
  if (start === at + 2) {
    octets[at + 1] = length;
    return start;
  }
  octets[at + 1] = 0x80 | (start - at - 2);
  for (let i = start - 1, left = length; i >= at + 2; i--, left = Math.floor(left / 256)) octets[i] = left & 0xff;
  return start;
}

/** Only tag and length, for content that is written elsewhere (a stream). */
export function derHeader(tag: number, length: number): Bytes {
  if (length > 0xffffffff) throw new PkiError('der_too_long', 'content above 4 GiB');
  const octets = new Uint8Array(headerLength(length));
  writeHeader(octets, tag, length);
  return octets;
}

const ZERO = Uint8Array.of(0);

/** An INTEGER from an unsigned big-endian magnitude of any length; leading zeros are dropped, a sign octet added. */
function unsigned(magnitude: Uint8Array): Bytes {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  if (magnitude.length === 0) return element(TAG.integer, ZERO);
  const digits = start === 0 ? magnitude : magnitude.subarray(start);
  return (digits[0] ?? 0) >= 0x80 ? element(TAG.integer, ZERO, digits) : element(TAG.integer, digits);
}

/** A non-negative INTEGER. */
function integer(value: number | bigint): Bytes {
  if (value < 0) throw new PkiError('der_integer', 'a negative number');
  const hex = value.toString(16);
  const padded = hex.length % 2 === 0 ? hex : `0${hex}`;
  const magnitude = new Uint8Array(padded.length / 2);
  for (let i = 0; i < magnitude.length; i++) magnitude[i] = Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16);
  return unsigned(magnitude);
}

function bitString(octets: Uint8Array, unused = 0): Bytes {
  return element(TAG.bitString, unused === 0 ? ZERO : Uint8Array.of(unused), octets);
}

/** Bits counted from the most significant one, trailing zero bits dropped (X.690 §11.2.2). */
function namedBits(bits: readonly number[]): Bytes {
  if (bits.length === 0) return element(TAG.bitString, Uint8Array.of(0));
  const highest = Math.max(...bits);
  const octets = new Uint8Array((highest >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(octets, 7 - (highest & 7));
}

const oids = new Map<string, Bytes>();

function oid(dotted: string): Bytes {
  const known = oids.get(dotted);
  if (known !== undefined) return known;
  const encoded = element(TAG.oid, encodeOid(dotted));
  // The table of identifiers that one program writes is small; the bound keeps a hostile caller from growing it.
  if (oids.size < 1024) oids.set(dotted, encoded);
  return encoded;
}

/** Writes a number below 100 as two digits. */
function putPair(octets: Bytes, at: number, value: number): void {
  octets[at] = 0x30 + Math.floor(value / 10);
  octets[at + 1] = 0x30 + (value % 10);
}

/** A time in whole seconds; octet by octet, because a CRL holds a million of them. */
function timeElement(date: Date, tag: typeof TAG.utcTime | typeof TAG.generalizedTime): Bytes {
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new PkiError('der_time', 'a time between the years 0 and 9999 is expected');
  const century = tag === TAG.generalizedTime ? 2 : 0;
  const octets = new Uint8Array(15 + century);
  octets[0] = tag;
  octets[1] = 13 + century;
  if (century > 0) putPair(octets, 2, Math.floor(year / 100));
  const at = 2 + century;
  putPair(octets, at, year % 100);
  putPair(octets, at + 2, date.getUTCMonth() + 1);
  putPair(octets, at + 4, date.getUTCDate());
  putPair(octets, at + 6, date.getUTCHours());
  putPair(octets, at + 8, date.getUTCMinutes());
  putPair(octets, at + 10, date.getUTCSeconds());
  octets[at + 12] = 0x5a;
  return octets;
}

const generalizedTime = (date: Date): Bytes => timeElement(date, TAG.generalizedTime);

/** UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). Fractions of seconds are cut off. */
function time(date: Date): Bytes {
  const year = date.getUTCFullYear();
  return timeElement(date, year < 1950 || year > 2049 ? TAG.generalizedTime : TAG.utcTime);
}

function ia5String(text: string, tag: number = TAG.ia5String): Bytes {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new PkiError('der_string', 'not printable ASCII');
  return element(tag, utf8Encode(text));
}

/** The writer's verbs, one per ASN.1 type. */
export const der = {
  element,
  sequence: (...parts: readonly Uint8Array[]): Bytes => join(TAG.sequence, parts),
  set: (...parts: readonly Uint8Array[]): Bytes => join(TAG.set, parts),
  /** A SET OF, its elements in the order that DER asks for. */
  setOf: (parts: readonly Uint8Array[]): Bytes =>
    join(TAG.set, parts.length < 2 ? parts : parts.toSorted(compareBytes)),
  /** [n] EXPLICIT, or IMPLICIT over a constructed type's content. */
  constructed: (n: number, ...parts: readonly Uint8Array[]): Bytes => join(constructedTag(n), parts),
  /** [n] IMPLICIT over a primitive type's content. */
  primitive: (n: number, content: Uint8Array): Bytes => element(primitiveTag(n), content),
  integer,
  unsigned,
  enumerated: (value: number): Bytes => element(TAG.enumerated, Uint8Array.of(value)),
  boolean: (value: boolean): Bytes => element(TAG.boolean, Uint8Array.of(value ? 0xff : 0)),
  null: (): Bytes => element(TAG.null),
  oid,
  octetString: (octets: Uint8Array): Bytes => element(TAG.octetString, octets),
  bitString,
  namedBits,
  utf8String: (text: string): Bytes => element(TAG.utf8String, utf8Encode(text)),
  printableString: (text: string): Bytes => element(TAG.printableString, utf8Encode(text)),
  ia5String,
  time,
  generalizedTime,
} as const;

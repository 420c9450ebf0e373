import type { Bytes } from './bytes.ts';
import { PkiError } from './errors.ts';
import { OID } from './oid.ts';

/** Longer than any identifier in use; 2.25 with a whole UUID takes 20 octets. */
const MAX_OCTETS = 64;
const MAX_ARC_OCTETS = 19;
/** What {@link MAX_OCTETS} octets can spell at most: an octet gives three digits and a dot. */
const MAX_CHARACTERS = 4 * MAX_OCTETS;

/**
 * Reads the content octets of an OBJECT IDENTIFIER, those from `start` up to `end`.
 * @param offset of the element, for errors
 * @throws PkiError `der_oid`
 */
export function decodeOid(octets: Uint8Array, offset = 0, start = 0, end = octets.length): string {
  const known = KNOWN.get(fingerprint(octets, start, end));
  return known !== undefined && isAt(known.content, octets, start, end)
    ? known.oid
    : spell(octets.subarray(start, end), offset);
}

function isAt(content: Uint8Array, octets: Uint8Array, start: number, end: number): boolean {
  if (content.length !== end - start) return false;
  for (let i = 0; i < content.length; i++) if (content[i] !== octets[start + i]) return false;
  return true;
}

/** The identifiers of our own table by a fingerprint of their octets: nearly every one that is read is among them. */
const KNOWN = new Map(
  Object.values(OID).map((oid) => {
    const content = encodeOid(oid);
    return [fingerprint(content, 0, content.length), { oid, content }] as const;
  }),
);

function fingerprint(octets: Uint8Array, start: number, end: number): number {
  let value = end - start;
  for (let i = start; i < end; i++) value = (Math.imul(value, 31) + (octets[i] ?? 0)) | 0;
  return value;
}

function spell(content: Uint8Array, offset: number): string {
  const last = content[content.length - 1];
  if (last === undefined || content.length > MAX_OCTETS || last >= 0x80) {
    throw new PkiError('der_oid', 'an OBJECT IDENTIFIER is empty, cut off or too long', offset);
  }
  let text = '';
  for (let at = 0; at < content.length;) {
    let end = at;
    while ((content[end] ?? 0) >= 0x80) end++;
    if (content[at] === 0x80 || end - at >= MAX_ARC_OCTETS) {
      throw new PkiError('der_oid', 'an arc is padded or too long', offset);
    }
    const arc = arcOf(content, at, end);
    text += text === '' ? firstArcs(arc) : `.${arc}`;
    at = end + 1;
  }
  return text;
}

function arcOf(content: Uint8Array, start: number, end: number): number | bigint {
  if (end - start < 7) {
    let small = 0;
    for (let i = start; i <= end; i++) small = small * 128 + ((content[i] ?? 0) & 0x7f);
    return small;
  }
  let large = 0n;
  for (let i = start; i <= end; i++) large = (large << 7n) | BigInt((content[i] ?? 0) & 0x7f);
  return large;
}

function firstArcs(arc: number | bigint): string {
  if (arc < 40) return `0.${arc}`;
  if (arc < 80) return `1.${Number(arc) - 40}`;
  return `2.${typeof arc === 'number' ? arc - 80 : arc - 80n}`;
}

/** Content octets of an OBJECT IDENTIFIER in dotted form. @throws PkiError `der_oid` */
export function encodeOid(oid: string): Bytes {
  if (oid.length > MAX_CHARACTERS || !/^[0-2](\.(0|[1-9]\d*))+$/.test(oid))
    throw new PkiError('der_oid', 'not a dotted identifier');
  const [root = 0n, second = 0n, ...arcs] = oid.split('.').map(BigInt);
  if (root < 2n && second >= 40n) throw new PkiError('der_oid', 'the second arc is below 40');
  const octets: number[] = [];
  for (const arc of [root * 40n + second, ...arcs]) {
    const groups = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80);
    octets.push(...groups);
  }
  return Uint8Array.from(octets);
}

import { type Bytes, isAscii, latin1Decode } from './bytes.ts';
import type { DerReader } from './der-read.ts';
import { readDer } from './der-read.ts';
import { TAG } from './der-tags.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import { OID } from './oid.ts';

export type NameStringType =
  | 'utf8'
  | 'printable'
  | 'ia5'
  | 't61'
  | 'bmp'
  | 'universal'
  | 'numeric'
  | 'visible'
  | 'other';

/** One AttributeTypeAndValue (RFC 5280 §4.1.2.4). */
export interface NameAttribute {
  /** Dotted identifier. */
  readonly type: string;
  /** Decoded text; hexadecimal of the DER where the value is no string. */
  readonly value: string;
  readonly encoding: NameStringType;
  /** The value's DER as it was found. */
  readonly valueDer: Bytes;
}

export type RelativeName = readonly NameAttribute[];

export interface Name {
  readonly rdns: readonly RelativeName[];
  readonly der: Bytes;
}

/** What `nameFrom` takes: a short label (`CN`), a name of the OID table or a dotted identifier, and its text. */
export interface AttributeInput {
  readonly type: string;
  readonly value: string;
  readonly encoding?: 'utf8' | 'printable' | 'ia5';
}

const MAX_RDNS = 64;
const MAX_ATTRIBUTES = 16;

/** RFC 4514 §3 labels, and those of RFC 4519 that names of people need. */
export const ATTRIBUTE_LABELS: ReadonlyMap<string, string> = new Map([
  ['CN', OID.commonName],
  ['L', OID.localityName],
  ['ST', OID.stateOrProvinceName],
  ['O', OID.organizationName],
  ['OU', OID.organizationalUnitName],
  ['C', OID.countryName],
  ['STREET', OID.streetAddress],
  ['DC', OID.domainComponent],
  ['UID', OID.userId],
  ['SN', OID.surname],
  ['GN', OID.givenName],
  ['T', OID.title],
  ['serialNumber', OID.serialNumber],
  ['dnQualifier', OID.dnQualifier],
  ['E', OID.emailAddress],
]);

/** Reads a Name and nothing behind it. @throws PkiError */
export function parseName(bytes: Uint8Array): Name {
  const reader = readDer(bytes, 1 << 16);
  const name = readName(reader);
  reader.finish();
  return name;
}

/** @param before a name read earlier, taken again where the octets are the same */
export function readName(reader: DerReader, before?: Name): Name {
  if (before !== undefined && reader.skip(before.der)) return before;
  const start = reader.offset;
  const sequence = reader.sequence();
  const rdns: RelativeName[] = [];
  while (!sequence.done) {
    if (rdns.length >= MAX_RDNS) sequence.fail('name_too_long', `more than ${MAX_RDNS} relative names`);
    rdns.push(readRelativeName(sequence));
  }
  return { rdns, der: reader.since(start) };
}

/** A RelativeDistinguishedName; `tag` where it is IMPLICIT (nameRelativeToCRLIssuer). */
export function readRelativeName(reader: DerReader, tag: number = TAG.set): RelativeName {
  const set = reader.enter(tag);
  // One attribute is the rule, and a list written down is as long as it must be.
  const attributes = [readAttribute(set)];
  while (!set.done) {
    if (attributes.length >= MAX_ATTRIBUTES) set.fail('name_too_long', `more than ${MAX_ATTRIBUTES} attributes`);
    attributes.push(readAttribute(set));
  }
  return attributes;
}

function readAttribute(reader: DerReader): NameAttribute {
  const sequence = reader.sequence();
  const type = sequence.oid();
  const at = sequence.offset;
  const encoding = STRING_TYPES.get(sequence.tag) ?? 'other';
  const value = textOf(encoding, sequence);
  const valueDer = sequence.since(at);
  sequence.finish();
  if (value === undefined) reader.fail('name_string', 'a name holds a string that is not of its type', at);
  return { type, value, encoding, valueDer };
}

const STRING_TYPES: ReadonlyMap<number, NameStringType> = new Map([
  [TAG.utf8String, 'utf8'],
  [TAG.printableString, 'printable'],
  [TAG.ia5String, 'ia5'],
  [TAG.t61String, 't61'],
  [TAG.bmpString, 'bmp'],
  [TAG.universalString, 'universal'],
  [TAG.numericString, 'numeric'],
  [TAG.visibleString, 'visible'],
]);

function textOf(encoding: NameStringType, reader: DerReader): string | undefined {
  if (encoding === 'other') return hexOf(reader.raw());
  if (encoding === 'utf8') return reader.utf8String();
  const content = reader.content(reader.tag);
  if (encoding === 'bmp') return wideText(content, 2);
  if (encoding === 'universal') return wideText(content, 4);
  // T61String is read as Latin-1, as every other implementation does (RFC 5280 §4.1.2.4 leaves its meaning open).
  return encoding === 't61' || isAscii(content) ? latin1Decode(content) : undefined;
}

function wideText(content: Bytes, width: 2 | 4): string | undefined {
  if (content.length % width !== 0) return undefined;
  let text = '';
  for (let at = 0; at < content.length; at += width) {
    let point = 0;
    for (let i = 0; i < width; i++) point = point * 256 + (content[at + i] ?? 0);
    if (point > 0x10ffff) return undefined;
    text += String.fromCodePoint(point);
  }
  return text.isWellFormed() ? text : undefined;
}

const hexOf = (octets: Bytes): string => `#${Array.from(octets, (o) => o.toString(16).padStart(2, '0')).join('')}`;

/**
 * Builds a name, most significant part first; a list inside the list is one part of several values.
 * @throws PkiError `name_type` for an unknown label, `name_string` for text that its type cannot hold
 */
export function nameFrom(parts: readonly (AttributeInput | readonly AttributeInput[])[]): Name {
  const rdns = parts.map((part) => (Array.isArray(part) ? part : [part]).map(attributeFrom));
  return { rdns, der: encodeRdns(rdns) };
}

/** The DER of a name. */
export const encodeName = (name: Name): Bytes => name.der;

function encodeRdns(rdns: readonly RelativeName[]): Bytes {
  return der.sequence(...rdns.map((rdn) => der.setOf(rdn.map(encodeAttribute))));
}

const encodeAttribute = (attribute: NameAttribute): Bytes => der.sequence(der.oid(attribute.type), attribute.valueDer);

/** The name that a relative name and its base make together (RFC 5280 §4.2.1.13). */
export function appendRelativeName(base: Name, relative: RelativeName): Name {
  const rdns = [...base.rdns, relative];
  return { rdns, der: encodeRdns(rdns) };
}

function attributeFrom(input: AttributeInput): NameAttribute {
  const type = attributeType(input.type);
  const encoding = input.encoding ?? defaultEncoding(type);
  if (encoding === 'printable' && !/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(input.value)) {
    throw new PkiError('name_string', `${input.type} holds a character that a PrintableString cannot`);
  }
  if (input.value === '' || input.value.length > 1024)
    throw new PkiError('name_string', `${input.type} is empty or too long`);
  const encode = { utf8: der.utf8String, printable: der.printableString, ia5: der.ia5String }[encoding];
  return { type, value: input.value, encoding, valueDer: encode(input.value) };
}

function attributeType(label: string): string {
  const type = ATTRIBUTE_LABELS.get(label) ?? (label in OID ? OID[label as keyof typeof OID] : label);
  if (!/^\d+(\.\d+)+$/.test(type)) throw new PkiError('name_type', `${label} is no attribute of names`);
  return type;
}

/** RFC 5280 appendix A.1: these attributes have a type of their own, all others are UTF-8. */
function defaultEncoding(type: string): 'utf8' | 'printable' | 'ia5' {
  if (type === OID.countryName || type === OID.serialNumber || type === OID.dnQualifier) return 'printable';
  return type === OID.domainComponent || type === OID.emailAddress ? 'ia5' : 'utf8';
}

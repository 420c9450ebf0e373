import { type Bytes, utf8Encode } from './bytes.ts';
import { DerBuilder } from './der-builder.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, primitiveTag, TAG } from './der-tags.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import { type Name, readName } from './name.ts';
import { OID } from './oid.ts';

/** GeneralName (RFC 5280 §4.2.1.6), with the two otherNames that cards carry read out. */
export type GeneralName =
  | { readonly kind: 'upn'; readonly value: string }
  /** 25 octets of card number (SP 800-73-5 part 1 §3.1.2). */
  | { readonly kind: 'fascn'; readonly value: Bytes }
  /** Any other otherName: its type and the DER inside its [0]. */
  | { readonly kind: 'otherName'; readonly typeId: string; readonly value: Bytes }
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly value: string }
  | { readonly kind: 'directory'; readonly value: Name }
  /** 4 or 16 octets; twice as many in name constraints. */
  | { readonly kind: 'ip'; readonly value: Bytes }
  | { readonly kind: 'registeredId'; readonly value: string }
  | { readonly kind: 'x400' | 'ediParty'; readonly value: Bytes };

const MAX_NAMES = 1024;

/** The names of a GeneralNames whose element begins with `tag`. */
export function readGeneralNames(reader: DerReader, tag: number = TAG.sequence): GeneralName[] {
  const sequence = reader.enter(tag);
  const names: GeneralName[] = [];
  // SIZE (1..MAX): an empty list of names says nothing and is refused.
  do {
    if (names.length >= MAX_NAMES) sequence.fail('names_too_many', `more than ${MAX_NAMES} names`);
    names.push(readGeneralName(sequence));
  } while (!sequence.done);
  return names;
}

export function readGeneralName(reader: DerReader): GeneralName {
  switch (reader.tag) {
    case constructedTag(0):
      return readOtherName(reader);
    case primitiveTag(1):
      return { kind: 'email', value: reader.ia5String(primitiveTag(1)) };
    case primitiveTag(2):
      return { kind: 'dns', value: reader.ia5String(primitiveTag(2)) };
    case constructedTag(3):
      return { kind: 'x400', value: reader.content(constructedTag(3)) };
    case constructedTag(4):
      return { kind: 'directory', value: readDirectoryName(reader) };
    case constructedTag(5):
      return { kind: 'ediParty', value: reader.content(constructedTag(5)) };
    case primitiveTag(6):
      return { kind: 'uri', value: reader.ia5String(primitiveTag(6)) };
    case primitiveTag(7):
      return { kind: 'ip', value: readAddress(reader) };
    case primitiveTag(8):
      return { kind: 'registeredId', value: reader.oid(primitiveTag(8)) };
    default:
      return reader.fail('name_kind', 'no such kind of GeneralName');
  }
}

/** directoryName is EXPLICIT because Name is a CHOICE (X.680 §31.2.7). */
function readDirectoryName(reader: DerReader): Name {
  const inner = reader.enter(constructedTag(4));
  const name = readName(inner);
  inner.finish();
  return name;
}

function readAddress(reader: DerReader): Bytes {
  const at = reader.offset;
  const value = reader.content(primitiveTag(7));
  if (![4, 8, 16, 32].includes(value.length)) reader.fail('name_address', 'an address has 4 or 16 octets', at);
  return value;
}

function readOtherName(reader: DerReader): GeneralName {
  const sequence = reader.enter(constructedTag(0));
  const typeId = sequence.oid();
  const explicit = sequence.enter(constructedTag(0));
  sequence.finish();
  if (typeId === OID.upn) {
    const value = explicit.utf8String();
    explicit.finish();
    return { kind: 'upn', value };
  }
  if (typeId === OID.fascn) {
    const value = explicit.octetString();
    explicit.finish();
    return { kind: 'fascn', value };
  }
  return { kind: 'otherName', typeId, value: explicit.rest() };
}

/** One name as DER. @throws PkiError for text that its kind cannot hold */
export function encodeGeneralName(name: GeneralName): Bytes {
  switch (name.kind) {
    case 'upn':
      return otherName(OID.upn, der.utf8String(name.value));
    case 'fascn':
      return otherName(OID.fascn, der.octetString(name.value));
    case 'otherName':
      return otherName(name.typeId, name.value);
    case 'email':
      return der.ia5String(name.value, primitiveTag(1));
    case 'dns':
      return der.ia5String(name.value, primitiveTag(2));
    case 'uri':
      return der.ia5String(name.value, primitiveTag(6));
    case 'directory':
      return der.constructed(4, name.value.der);
    case 'ip':
      return der.primitive(7, name.value);
    case 'registeredId':
      return der.primitive(8, readDer(der.oid(name.value), 256).content(TAG.oid));
    case 'x400':
      return der.constructed(3, name.value);
    case 'ediParty':
      return der.constructed(5, name.value);
    default:
      throw new PkiError('name_kind', 'no such kind of GeneralName');
  }
}

const otherName = (typeId: string, value: Bytes): Bytes =>
  der.constructed(0, der.oid(typeId), der.constructed(0, value));

const builder = new DerBuilder();

/** GeneralNames as DER. @throws PkiError as `encodeGeneralName` does */
export function encodeGeneralNames(names: readonly GeneralName[]): Bytes {
  const encoded = names.map((name) => (name.kind === 'upn' ? name : encodeGeneralName(name)));
  builder.clear();
  for (const name of encoded.reverse()) {
    if ('kind' in name) putUpn(name.value);
    else builder.put(name);
  }
  builder.wrap(TAG.sequence, 0);
  return builder.copy();
}

/** The name that nearly every certificate here has, without the three elements around it one by one. */
function putUpn(value: string): void {
  const { mark } = builder;
  builder.element(TAG.utf8String, utf8Encode(value));
  builder.wrap(constructedTag(0), mark);
  builder.put(der.oid(OID.upn));
  builder.wrap(constructedTag(0), mark);
}

import type { Bytes } from './bytes.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, primitiveTag, TAG } from './der-tags.ts';
import { type GeneralName, readGeneralNames } from './general-name.ts';

/** In the order of their bits (RFC 5280 §4.2.1.3). */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

/** Opens an extension's value, which must be one element and no more. */
export function openValue<T>(value: Bytes, read: (reader: DerReader) => T): T {
  const reader = readDer(value, 1 << 20);
  const result = read(reader);
  reader.finish();
  return result;
}

/** Names of the bits that are set, in a list of names in the order of their bits. */
export function readNamedBits<Name extends string>(
  reader: DerReader,
  names: readonly Name[],
  tag: number = TAG.bitString,
): Set<Name> {
  const { octets } = reader.bitString(tag);
  return new Set(names.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0));
}

export const readKeyUsage = (reader: DerReader): ReadonlySet<KeyUsage> => readNamedBits(reader, KEY_USAGES);

const MAX_PURPOSES = 256;

export function readExtendedKeyUsage(reader: DerReader): readonly string[] {
  const sequence = reader.sequence();
  const purposes: string[] = [];
  do {
    if (purposes.length >= MAX_PURPOSES) sequence.fail('usages_too_many', `more than ${MAX_PURPOSES} key purposes`);
    purposes.push(sequence.oid());
  } while (!sequence.done);
  return purposes;
}

/** AuthorityKeyIdentifier (RFC 5280 §4.2.1.1). */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: Bytes;
  readonly issuer?: readonly GeneralName[];
  /** Content octets of the serial number. */
  readonly serial?: Bytes;
}

export function readAuthorityKeyIdentifier(reader: DerReader): AuthorityKeyIdentifier {
  const sequence = reader.sequence();
  const keyIdentifier = sequence.is(primitiveTag(0)) ? sequence.octetString(primitiveTag(0)) : undefined;
  const issuer = sequence.is(constructedTag(1)) ? readGeneralNames(sequence, constructedTag(1)) : undefined;
  const serial = sequence.is(primitiveTag(2)) ? sequence.integer(primitiveTag(2)) : undefined;
  sequence.finish();
  return {
    ...(keyIdentifier === undefined ? {} : { keyIdentifier }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(serial === undefined ? {} : { serial }),
  };
}

export const readSubjectKeyIdentifier = (reader: DerReader): Bytes => reader.octetString();

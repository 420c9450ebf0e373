import { readAlgorithm } from '../algorithm.ts';
import type { Bytes } from '../bytes.ts';
import { type DerReader, readDer } from '../der-read.ts';
import { constructedTag, TAG } from '../der-tags.ts';
import { OID } from '../oid.ts';
import { decryptBag } from './decrypt-bag.ts';
import type { Effort } from './effort.ts';

/** Each may cost a derivation of its own. */
const MAX_BAGS = 64;
const MAX_ATTRIBUTES = 32;

/** A key (PKCS#8 DER) or a certificate (DER) with what the file says of it. */
export interface Pkcs12Item {
  readonly octets: Bytes;
  readonly friendlyName: string | undefined;
  readonly localKeyId: Bytes | undefined;
}

export interface SafeItem extends Pkcs12Item {
  readonly kind: 'key' | 'certificate';
}

export interface Pkcs12Contents {
  readonly keys: readonly Pkcs12Item[];
  readonly certificates: readonly Pkcs12Item[];
  /** The first key, its certificate and the other certificates: all of a file with one entry. */
  readonly key: Bytes | undefined;
  readonly certificate: Bytes | undefined;
  readonly chain: readonly Bytes[];
  readonly friendlyName: string | undefined;
}

/** Reads the bags of a SafeContents (RFC 7292 §4.2); bags of other kinds (secrets, CRLs) are passed over. */
export async function readSafeContents(octets: Bytes, password: string, effort: Effort): Promise<SafeItem[]> {
  const reader = readDer(octets, octets.length);
  const list = reader.sequence();
  reader.finish();
  const items: SafeItem[] = [];
  for (let count = 0; !list.done; count++) {
    if (count >= MAX_BAGS) list.fail('pkcs12_too_many', `more than ${MAX_BAGS} bags`);
    const item = await readBag(list.sequence(), password, effort);
    if (item !== undefined) items.push(item);
  }
  return items;
}

async function readBag(bag: DerReader, password: string, effort: Effort): Promise<SafeItem | undefined> {
  const type = bag.oid();
  const value = bag.enter(constructedTag(0));
  const attributes = bag.done ? {} : readAttributes(bag.set());
  bag.finish();
  const named = { friendlyName: attributes.friendlyName, localKeyId: attributes.localKeyId };
  switch (type) {
    case OID.keyBag:
      return { kind: 'key', octets: value.raw(), ...named };
    case OID.shroudedKeyBag: {
      const sealed = value.sequence();
      const algorithm = readAlgorithm(sealed);
      const octets = await decryptBag(algorithm, sealed.octetString(), password, effort);
      return { kind: 'key', octets, ...named };
    }
    case OID.certBag: {
      const octets = readCertificate(value.sequence());
      return octets === undefined ? undefined : { kind: 'certificate', octets, ...named };
    }
    default:
      return undefined;
  }
}

function readCertificate(bag: DerReader): Bytes | undefined {
  if (bag.oid() !== OID.x509Certificate) return undefined;
  const explicit = bag.enter(constructedTag(0));
  return explicit.octetString();
}

function readAttributes(set: DerReader): { friendlyName?: string; localKeyId?: Bytes } {
  const read: { friendlyName?: string; localKeyId?: Bytes } = {};
  for (let count = 0; !set.done; count++) {
    if (count >= MAX_ATTRIBUTES) set.fail('pkcs12_too_many', `more than ${MAX_ATTRIBUTES} attributes`);
    const attribute = set.sequence();
    const oid = attribute.oid();
    const values = attribute.set();
    if (oid === OID.localKeyId && values.is(TAG.octetString)) read.localKeyId = values.octetString();
    if (oid === OID.friendlyName && values.is(TAG.bmpString)) read.friendlyName = wide(values.content(TAG.bmpString));
  }
  return read;
}

function wide(content: Bytes): string {
  let text = '';
  for (let at = 0; at + 1 < content.length; at += 2) {
    text += String.fromCharCode((content[at] ?? 0) * 256 + (content[at + 1] ?? 0));
  }
  return text.toWellFormed();
}

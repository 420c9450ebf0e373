import { type AlgorithmIdentifier, readAlgorithm } from '../algorithm.ts';
import { berToDer, contentOf } from '../ber-to-der.ts';
import { type Bytes, concatBytes, equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { type DerReader, readDer } from '../der-read.ts';
import { constructedTag, primitiveTag, TAG } from '../der-tags.ts';
import { namesEqual } from '../name-compare.ts';
import { type Name, readName } from '../name.ts';
import { OID } from '../oid.ts';

export const MAX_CMS_OCTETS = 16 << 20;
const MAX_RECIPIENTS = 256;

/** Whom an encrypted key is for (RFC 5652 §6.2.1). */
export type CmsRecipientId = { readonly issuer: Name; readonly serialBytes: Bytes } | { readonly keyIdentifier: Bytes };

export type CmsRecipient =
  | {
      readonly kind: 'transport';
      readonly recipient: CmsRecipientId;
      readonly algorithm: AlgorithmIdentifier;
      readonly encryptedKey: Bytes;
    }
  | {
      readonly kind: 'agreement';
      readonly recipient: CmsRecipientId;
      readonly algorithm: AlgorithmIdentifier;
      /** The originator's ephemeral point, uncompressed; its curve is the recipient's. */
      readonly point: Bytes;
      readonly ukm: Bytes | undefined;
      readonly encryptedKey: Bytes;
    };

/** EnvelopedData (RFC 5652 §6.1) taken apart; recipients of other kinds are passed over. */
export interface EnvelopedData {
  readonly recipients: readonly CmsRecipient[];
  readonly contentAlgorithm: AlgorithmIdentifier;
  readonly ciphertext: Bytes;
}

/**
 * Reads EnvelopedData in DER or BER.
 * @param octets at most 16 MiB, at most 256 recipients
 * @throws PkiError
 */
export function parseEnvelopedData(octets: Uint8Array): EnvelopedData {
  const reader = readDer(berToDer(octets, MAX_CMS_OCTETS), MAX_CMS_OCTETS);
  const info = reader.sequence();
  reader.finish();
  if (info.oid() !== OID.envelopedData) info.fail('cms_type', 'EnvelopedData is expected');
  const explicit = info.enter(constructedTag(0));
  const enveloped = explicit.sequence();
  enveloped.smallInteger(4);
  if (enveloped.is(constructedTag(0))) enveloped.raw();
  const recipients = readRecipients(enveloped.set());
  const content = enveloped.sequence();
  content.oid();
  const contentAlgorithm = readAlgorithm(content);
  return { recipients, contentAlgorithm, ciphertext: readCiphertext(content) };
}

/** [0] IMPLICIT OCTET STRING, whole or (BER) in pieces. */
export function readCiphertext(content: DerReader): Bytes {
  if (content.is(primitiveTag(0))) return content.octetString(primitiveTag(0));
  const pieces = content.enter(constructedTag(0));
  const octets: Bytes[] = [];
  while (!pieces.done) {
    if (!pieces.is(TAG.octetString)) pieces.fail('der_tag', 'a string in pieces of another kind');
    octets.push(contentOf(pieces.raw()));
  }
  return concatBytes(...octets);
}

function readRecipients(set: DerReader): CmsRecipient[] {
  const recipients: CmsRecipient[] = [];
  while (!set.done) {
    if (recipients.length >= MAX_RECIPIENTS) set.fail('cms_too_many', `more than ${MAX_RECIPIENTS} recipients`);
    if (set.is(TAG.sequence)) recipients.push(readTransport(set.sequence()));
    else if (set.is(constructedTag(1))) recipients.push(...readAgreement(set.enter(constructedTag(1))));
    else set.raw();
  }
  return recipients;
}

function readTransport(info: DerReader): CmsRecipient {
  info.smallInteger(2);
  const recipient = readSignerId(info);
  const algorithm = readAlgorithm(info);
  const encryptedKey = info.octetString();
  info.finish();
  return { kind: 'transport', recipient, algorithm, encryptedKey };
}

/** RecipientIdentifier of key transport and SignerIdentifier have one form (RFC 5652 §5.3, §6.2.1). */
export function readSignerId(reader: DerReader): CmsRecipientId {
  return reader.is(primitiveTag(0))
    ? { keyIdentifier: reader.octetString(primitiveTag(0)) }
    : readIssuerAndSerial(reader);
}

/** Whether an identifier is that of a certificate. */
export function isIdOf(id: CmsRecipientId, certificate: Certificate): boolean {
  if ('keyIdentifier' in id) {
    const own = certificate.subjectKeyIdentifier;
    return own !== undefined && equalBytes(id.keyIdentifier, own);
  }
  return equalBytes(id.serialBytes, certificate.serialBytes) && namesEqual(id.issuer, certificate.issuer);
}

function readIssuerAndSerial(reader: DerReader): CmsRecipientId {
  const sequence = reader.sequence();
  const issuer = readName(sequence);
  const serialBytes = sequence.integer();
  sequence.finish();
  return { issuer, serialBytes };
}

function readAgreement(info: DerReader): CmsRecipient[] {
  info.smallInteger(3);
  const originator = info.enter(constructedTag(0));
  // A static originator key named by its certificate would have to be looked for; nobody writes it.
  const key = originator.enter(constructedTag(1));
  readAlgorithm(key);
  const point = key.bitStringOctets();
  const ukm = info.optional(constructedTag(1))?.octetString();
  const algorithm = readAlgorithm(info);
  const list = info.sequence();
  info.finish();
  const recipients: CmsRecipient[] = [];
  while (!list.done) {
    if (recipients.length >= MAX_RECIPIENTS) list.fail('cms_too_many', `more than ${MAX_RECIPIENTS} recipients`);
    const encrypted = list.sequence();
    const recipient = readAgreementRecipient(encrypted);
    const encryptedKey = encrypted.octetString();
    recipients.push({ kind: 'agreement', recipient, algorithm, point, ukm, encryptedKey });
  }
  return recipients;
}

function readAgreementRecipient(reader: DerReader): CmsRecipientId {
  const byKey = reader.optional(constructedTag(0));
  return byKey === undefined ? readIssuerAndSerial(reader) : { keyIdentifier: byKey.octetString() };
}

import { enterSignedData } from './enter-signed-data.ts';
import { type AlgorithmIdentifier, readAlgorithm } from '../algorithm.ts';
import { berToDer } from '../ber-to-der.ts';
import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { type DerReader, readDer } from '../der-read.ts';
import { constructedTag, TAG } from '../der-tags.ts';
import { der } from '../der-write.ts';
import { type CmsRecipientId, MAX_CMS_OCTETS, readSignerId } from './enveloped-data.ts';

const MAX_CERTIFICATES = 64;
const MAX_SIGNERS = 16;
const MAX_ATTRIBUTES = 64;

export interface CmsAttribute {
  readonly oid: string;
  /** Each value's DER. */
  readonly values: readonly Bytes[];
}

/** SignerInfo (RFC 5652 §5.3). Nothing of it is proved until `verifySigner` said yes. */
export interface CmsSigner {
  readonly signer: CmsRecipientId;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** Empty where the content itself is signed. */
  readonly attributes: readonly CmsAttribute[];
  /** The octets that are signed where there are attributes: their SET OF. */
  readonly signedAttributes: Bytes | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
}

/** SignedData (RFC 5652 §5.1) taken apart. */
export interface SignedData {
  readonly contentType: string;
  /** Absent where the signature is detached. */
  readonly content: Bytes | undefined;
  /** As they came: nothing about them is verified. Other kinds than X.509 are passed over. */
  readonly certificates: readonly Certificate[];
  readonly signers: readonly CmsSigner[];
}

/**
 * Reads SignedData in DER or BER.
 * @param octets at most 16 MiB, 64 certificates and 16 signers
 * @throws PkiError
 */
export function parseSignedData(octets: Uint8Array, maxOctets = MAX_CMS_OCTETS): SignedData {
  const signed = enterSignedData(readDer(berToDer(octets, maxOctets), maxOctets), 'SignedData is expected');
  const encapsulated = signed.sequence();
  const contentType = encapsulated.oid();
  const content = encapsulated.optional(constructedTag(0))?.octetString();
  encapsulated.finish();
  const certificates = readCertificates(signed.optional(constructedTag(0)));
  if (signed.is(constructedTag(1))) signed.raw();
  const signers = readSigners(signed.set());
  signed.finish();
  return { contentType, content, certificates, signers };
}

function readCertificates(list: DerReader | undefined): Certificate[] {
  const certificates: Certificate[] = [];
  while (list !== undefined && !list.done) {
    if (certificates.length >= MAX_CERTIFICATES)
      list.fail('cms_too_many', `more than ${MAX_CERTIFICATES} certificates`);
    const isX509 = list.is(TAG.sequence);
    const octets = list.raw();
    if (isX509) certificates.push(parseCertificate(octets));
  }
  return certificates;
}

function readSigners(set: DerReader): CmsSigner[] {
  const signers: CmsSigner[] = [];
  while (!set.done) {
    if (signers.length >= MAX_SIGNERS) set.fail('cms_too_many', `more than ${MAX_SIGNERS} signers`);
    signers.push(readSigner(set.sequence()));
  }
  return signers;
}

function readSigner(info: DerReader): CmsSigner {
  info.smallInteger(3);
  const signer = readSignerId(info);
  const digestAlgorithm = readAlgorithm(info);
  // What is signed is the SET OF, not the [0] that stands in its place (§5.4).
  const signedAttributes = info.is(constructedTag(0))
    ? der.element(TAG.set, info.content(constructedTag(0)))
    : undefined;
  const signatureAlgorithm = readAlgorithm(info);
  const signature = info.octetString();
  if (info.is(constructedTag(1))) info.raw();
  info.finish();
  const attributes = signedAttributes === undefined ? [] : readAttributes(signedAttributes);
  return { signer, digestAlgorithm, attributes, signedAttributes, signatureAlgorithm, signature };
}

function readAttributes(octets: Bytes): CmsAttribute[] {
  const set = readDer(octets, octets.length).set();
  const attributes: CmsAttribute[] = [];
  while (!set.done) {
    const attribute = set.sequence();
    const oid = attribute.oid();
    const list = attribute.set();
    attribute.finish();
    const values: Bytes[] = [];
    while (!list.done) values.push(list.raw());
    // Of two attributes of one kind, one reader could believe the first and another the second.
    if (attributes.length >= MAX_ATTRIBUTES || attributes.some((other) => other.oid === oid))
      set.fail('cms_attributes', 'an attribute occurs twice, or there are too many');
    attributes.push({ oid, values });
  }
  return attributes;
}

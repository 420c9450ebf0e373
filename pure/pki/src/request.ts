import { type AlgorithmIdentifier, readAlgorithm } from './algorithm.ts';
import type { Bytes, MaybePromise } from './bytes.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, TAG } from './der-tags.ts';
import { openValue } from './extension-usage.ts';
import { type Extension, readExtensions } from './extension.ts';
import { type Name, readName } from './name.ts';
import { OID } from './oid.ts';
import type { Verifier } from './ports.ts';
import { parsePublicKey, type PublicKey } from './public-key.ts';
import { signatureAlgorithmOf } from './signature-algorithm.ts';

export const MAX_REQUEST_OCTETS = 16 << 10;
const MAX_ATTRIBUTES = 32;

export interface RequestAttribute {
  readonly oid: string;
  /** Each value's DER. */
  readonly values: readonly Bytes[];
}

/** A PKCS#10 certification request (RFC 2986 §4). */
export interface CertificateRequest {
  readonly der: Bytes;
  /** CertificationRequestInfo: the octets that are signed. */
  readonly info: Bytes;
  readonly subject: Name;
  readonly spki: Bytes;
  readonly publicKey: PublicKey;
  readonly attributes: readonly RequestAttribute[];
  /** Extensions asked for (RFC 2985 §5.4.2): a wish, nothing more. */
  readonly extensions: readonly Extension[];
  /** RFC 2985 §5.4.1. */
  readonly challengePassword: string | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
}

/**
 * Reads a request strictly. It proves nothing until `verifyRequest` said yes.
 * @param der at most 16 KiB
 * @throws PkiError
 */
export function parseRequest(der: Uint8Array): CertificateRequest {
  const reader = readDer(der.length > MAX_REQUEST_OCTETS ? der : new Uint8Array(der), MAX_REQUEST_OCTETS);
  const whole = reader.raw();
  reader.finish();
  const outer = readDer(whole, whole.length).sequence();
  const info = outer.raw();
  const signatureAlgorithm = readAlgorithm(outer);
  const signature = outer.bitStringOctets();
  outer.finish();
  return { der: whole, info, ...readInfo(readDer(info, info.length).sequence()), signatureAlgorithm, signature };
}

function readInfo(info: DerReader) {
  info.smallInteger(0);
  const subject = readName(info);
  const spki = info.raw();
  const attributes = readAttributes(info);
  info.finish();
  return {
    subject,
    spki,
    publicKey: parsePublicKey(spki),
    attributes,
    extensions: extensionsOf(attributes),
    challengePassword: challengeOf(attributes),
  };
}

function readAttributes(info: DerReader): RequestAttribute[] {
  const set = info.optional(constructedTag(0));
  const attributes: RequestAttribute[] = [];
  while (set !== undefined && !set.done) {
    const attribute = readAttribute(set);
    if (attributes.length >= MAX_ATTRIBUTES || attributes.some((other) => other.oid === attribute.oid)) {
      set.fail('request_attributes', 'an attribute occurs twice, or there are too many');
    }
    attributes.push(attribute);
  }
  return attributes;
}

function readAttribute(reader: DerReader): RequestAttribute {
  const sequence = reader.sequence();
  const oid = sequence.oid();
  const set = sequence.set();
  const values: Bytes[] = [];
  while (!set.done) {
    if (values.length >= MAX_ATTRIBUTES) set.fail('request_attributes', 'too many values');
    values.push(set.raw());
  }
  sequence.finish();
  return { oid, values };
}

/** The value of an attribute that RFC 2985 marks SINGLE VALUE. */
function singleValue(attributes: readonly RequestAttribute[], oid: string): Bytes | undefined {
  return attributes.find((attribute) => attribute.oid === oid)?.values[0];
}

function extensionsOf(attributes: readonly RequestAttribute[]): readonly Extension[] {
  const value = singleValue(attributes, OID.extensionRequest);
  return value === undefined ? [] : openValue(value, readExtensions);
}

function challengeOf(attributes: readonly RequestAttribute[]): string | undefined {
  const value = singleValue(attributes, OID.challengePassword);
  if (value === undefined) return undefined;
  return openValue(value, (reader) =>
    reader.is(TAG.utf8String) ? reader.utf8String() : reader.ia5String(TAG.printableString),
  );
}

/** Whether the requester holds the private key of the public key it sent (RFC 2986 §4.2). */
export function verifyRequest(request: CertificateRequest, verifier: Verifier): MaybePromise<boolean> {
  const algorithm = signatureAlgorithmOf(request.signatureAlgorithm, request.publicKey);
  return algorithm !== undefined && verifier.verify(algorithm, request.spki, request.info, request.signature);
}

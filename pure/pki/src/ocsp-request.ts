import type { Bytes } from './bytes.ts';
import { unknownCriticals } from './certificate-extensions.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag } from './der-tags.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import { openValue } from './extension-usage.ts';
import { encodeExtension, type Extension, readExtensions } from './extension.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';
import { type OcspCertId, readCertId } from './ocsp-cert-id.ts';
import { OID } from './oid.ts';

export const MAX_OCSP_REQUEST_OCTETS = 16 << 10;
const MAX_CERTIFICATES = 64;
/** RFC 9654 §2.1. */
const MAX_NONCE_OCTETS = 128;

/** An OCSPRequest (RFC 6960 §4.1.1). A signature on it is passed over: nothing here depends on who asks. */
export interface OcspRequest {
  readonly certIds: readonly OcspCertId[];
  readonly nonce: Bytes | undefined;
  readonly requestorName: GeneralName | undefined;
  readonly extensions: readonly Extension[];
  readonly unknownCriticals: readonly string[];
}

/**
 * Reads a request strictly.
 * @param octets at most 16 KiB, naming at most 64 certificates
 * @throws PkiError (the responder answers `malformedRequest`)
 */
export function parseOcspRequest(octets: Uint8Array): OcspRequest {
  const reader = readDer(octets, MAX_OCSP_REQUEST_OCTETS);
  const outer = reader.sequence();
  reader.finish();
  const tbs = outer.sequence();
  if (outer.is(constructedTag(0))) outer.raw();
  outer.finish();
  const version = tbs.optional(constructedTag(0));
  if (version !== undefined && version.smallInteger(0) === 0)
    tbs.fail('ocsp_version', 'version 1 is not written in DER');
  const requestorName = readRequestor(tbs);
  const list = tbs.sequence();
  const certIds: OcspCertId[] = [];
  const singleExtensions: Extension[] = [];
  do {
    if (certIds.length >= MAX_CERTIFICATES) list.fail('ocsp_too_many', `more than ${MAX_CERTIFICATES} certificates`);
    const single = list.sequence();
    certIds.push(readCertId(single));
    singleExtensions.push(...readOptionalExtensions(single, 0));
    single.finish();
  } while (!list.done);
  const extensions = readOptionalExtensions(tbs, 2);
  tbs.finish();
  const unknown = unknownCriticals([...extensions, ...singleExtensions], new Set([OID.ocspNonce]));
  return { certIds, nonce: nonceOf(extensions), requestorName, extensions, unknownCriticals: unknown };
}

function readRequestor(tbs: DerReader): GeneralName | undefined {
  const explicit = tbs.optional(constructedTag(1));
  if (explicit === undefined) return undefined;
  const name = readGeneralName(explicit);
  explicit.finish();
  return name;
}

export function readOptionalExtensions(reader: DerReader, n: number): Extension[] {
  const explicit = reader.optional(constructedTag(n));
  if (explicit === undefined) return [];
  const extensions = readExtensions(explicit);
  explicit.finish();
  return extensions;
}

/** The nonce of a request or response; of 1 to 128 octets (RFC 9654 §2.1). */
export function nonceOf(extensions: readonly Extension[]): Bytes | undefined {
  const extension = extensions.find((e) => e.oid === OID.ocspNonce);
  if (extension === undefined) return undefined;
  const nonce = openValue(extension.value, (reader) => reader.octetString());
  checkNonce(nonce);
  return nonce;
}

function checkNonce(nonce: Bytes): void {
  if (nonce.length < 1 || nonce.length > MAX_NONCE_OCTETS) {
    throw new PkiError('ocsp_nonce', `a nonce has 1 to ${MAX_NONCE_OCTETS} octets`);
  }
}

export function encodeNonce(nonce: Bytes): Bytes {
  checkNonce(nonce);
  return encodeExtension({ oid: OID.ocspNonce, critical: false, value: der.octetString(nonce) });
}

export interface OcspRequestTemplate {
  readonly certIds: readonly OcspCertId[];
  /** 32 random octets are advised (RFC 9654 §2.1). */
  readonly nonce?: Bytes;
}

/** Makes an unsigned request. */
export function buildOcspRequest({ certIds, nonce }: OcspRequestTemplate): Bytes {
  const list = der.sequence(...certIds.map((certId) => der.sequence(certId.der)));
  const extensions = nonce === undefined ? [] : [der.constructed(2, der.sequence(encodeNonce(nonce)))];
  return der.sequence(der.sequence(list, ...extensions));
}

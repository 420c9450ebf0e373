import { type AlgorithmIdentifier, readAlgorithm } from './algorithm.ts';
import type { Bytes } from './bytes.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { unknownCriticals } from './certificate-extensions.ts';
import { readReason } from './crl-entries.ts';
import type { RevocationReason } from './crl-reasons.ts';
import { type DerReader, readDer } from './der-read.ts';
import { constructedTag, primitiveTag, TAG } from './der-tags.ts';
import type { Extension } from './extension.ts';
import { type Name, readName } from './name.ts';
import { type OcspCertId, readCertId } from './ocsp-cert-id.ts';
import { nonceOf, readOptionalExtensions } from './ocsp-request.ts';
import { OID } from './oid.ts';
import { readGeneralizedTime } from './time.ts';

export const MAX_OCSP_RESPONSE_OCTETS = 256 << 10;
const MAX_RESPONSES = 256;
const MAX_CERTIFICATES = 16;

/** OCSPResponseStatus by its number (RFC 6960 §4.2.1); 4 is not used. */
export const OCSP_STATUS = {
  successful: 0,
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;
export type OcspResponseStatus = keyof typeof OCSP_STATUS;

export type OcspCertStatus =
  | { readonly state: 'good' }
  | { readonly state: 'revoked'; readonly revokedAt: Date; readonly reason: RevocationReason | undefined }
  | { readonly state: 'unknown' };

export interface OcspSingleResponse {
  readonly certId: OcspCertId;
  readonly status: OcspCertStatus;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  readonly extensions: readonly Extension[];
}

/** BasicOCSPResponse. Nothing in it is trusted yet. */
export interface OcspBasicResponse {
  /** ResponseData: the octets that are signed. */
  readonly tbs: Bytes;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
  readonly responderId: { readonly name: Name } | { readonly keyHash: Bytes };
  readonly producedAt: Date;
  readonly responses: readonly OcspSingleResponse[];
  readonly nonce: Bytes | undefined;
  readonly extensions: readonly Extension[];
  /** Of the whole and of each response: one that is there makes the answer unusable. */
  readonly unknownCriticals: readonly string[];
  readonly certificates: readonly Certificate[];
}

export interface OcspResponse {
  readonly der: Bytes;
  readonly status: OcspResponseStatus;
  /** Present exactly when the status is `successful`. */
  readonly basic: OcspBasicResponse | undefined;
}

/**
 * Reads a response strictly.
 * @param octets at most 256 KiB
 * @throws PkiError
 */
export function parseOcspResponse(octets: Uint8Array): OcspResponse {
  const tooLong = octets.length > MAX_OCSP_RESPONSE_OCTETS;
  const der = tooLong ? octets : new Uint8Array(octets);
  const reader = readDer(der, MAX_OCSP_RESPONSE_OCTETS);
  const whole = reader.raw();
  reader.finish();
  const outer = readDer(whole, whole.length).sequence();
  const status = readStatus(outer);
  const body = outer.optional(constructedTag(0));
  outer.finish();
  if ((status === 'successful') !== (body !== undefined)) outer.fail('ocsp_status', 'status and content disagree');
  return { der: whole, status, basic: body === undefined ? undefined : readBody(body) };
}

function readStatus(reader: DerReader): OcspResponseStatus {
  const number = reader.smallInteger(6, TAG.enumerated);
  const found = Object.entries(OCSP_STATUS).find((entry) => entry[1] === number);
  return (found?.[0] as OcspResponseStatus | undefined) ?? reader.fail('ocsp_status', 'there is no status 4');
}

function readBody(explicit: DerReader): OcspBasicResponse {
  const bytes = explicit.sequence();
  explicit.finish();
  if (bytes.oid() !== OID.ocspBasic) bytes.fail('ocsp_type', 'the only type of response known is basic');
  const content = bytes.octetString();
  bytes.finish();
  const reader = readDer(content, content.length);
  const basic = reader.sequence();
  reader.finish();
  const tbs = basic.raw();
  const signatureAlgorithm = readAlgorithm(basic);
  const signature = basic.bitStringOctets();
  const certificates = readCertificates(basic);
  basic.finish();
  return { tbs, signatureAlgorithm, signature, ...readResponseData(readDer(tbs, tbs.length).sequence()), certificates };
}

function readCertificates(basic: DerReader): Certificate[] {
  const explicit = basic.optional(constructedTag(0));
  if (explicit === undefined) return [];
  const list = explicit.sequence();
  explicit.finish();
  const certificates: Certificate[] = [];
  while (!list.done) {
    if (certificates.length >= MAX_CERTIFICATES)
      list.fail('ocsp_too_many', `more than ${MAX_CERTIFICATES} certificates`);
    certificates.push(parseCertificate(list.raw()));
  }
  return certificates;
}

function readResponseData(data: DerReader) {
  if (data.is(constructedTag(0))) data.fail('ocsp_version', 'only version 1, which is not written in DER, is known');
  const responderId = readResponderId(data);
  const producedAt = readGeneralizedTime(data);
  const list = data.sequence();
  const responses: OcspSingleResponse[] = [];
  while (!list.done) {
    if (responses.length >= MAX_RESPONSES) list.fail('ocsp_too_many', `more than ${MAX_RESPONSES} responses`);
    responses.push(readSingle(list.sequence()));
  }
  const extensions = readOptionalExtensions(data, 1);
  data.finish();
  const all = [...extensions, ...responses.flatMap((response) => response.extensions)];
  const unknown = unknownCriticals(all, new Set([OID.ocspNonce]));
  return { responderId, producedAt, responses, nonce: nonceOf(extensions), extensions, unknownCriticals: unknown };
}

function readResponderId(data: DerReader): OcspBasicResponse['responderId'] {
  const byName = data.optional(constructedTag(1));
  const choice = byName ?? data.enter(constructedTag(2));
  const id = byName === undefined ? { keyHash: choice.octetString() } : { name: readName(choice) };
  choice.finish();
  return id;
}

function readSingle(single: DerReader): OcspSingleResponse {
  const certId = readCertId(single);
  const status = readCertStatus(single);
  const thisUpdate = readGeneralizedTime(single);
  const next = single.optional(constructedTag(0));
  const nextUpdate = next === undefined ? undefined : readGeneralizedTime(next);
  next?.finish();
  const extensions = readOptionalExtensions(single, 1);
  single.finish();
  return { certId, status, thisUpdate, nextUpdate, extensions };
}

function readCertStatus(single: DerReader): OcspCertStatus {
  const revoked = single.optional(constructedTag(1));
  if (revoked === undefined) {
    const state = single.is(primitiveTag(0)) ? 'good' : 'unknown';
    const at = single.offset;
    const content = single.content(state === 'good' ? primitiveTag(0) : primitiveTag(2));
    if (content.length !== 0) single.fail('der_null', 'a NULL is empty', at);
    return { state };
  }
  const revokedAt = readGeneralizedTime(revoked);
  const explicit = revoked.optional(constructedTag(0));
  const reason = explicit === undefined ? undefined : readReason(explicit);
  explicit?.finish();
  revoked.finish();
  return { state: 'revoked', revokedAt, reason };
}

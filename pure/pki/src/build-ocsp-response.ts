import type { Bytes, MaybePromise } from './bytes.ts';
import { numberOfReason, type RevocationReason } from './crl-reasons.ts';
import { der } from './der-write.ts';
import { PkiError } from './errors.ts';
import type { OcspCertId } from './ocsp-cert-id.ts';
import { encodeNonce } from './ocsp-request.ts';
import { OCSP_STATUS, type OcspResponseStatus } from './ocsp-response.ts';
import { OID } from './oid.ts';
import type { Digest, Signer } from './ports.ts';
import { parsePublicKey } from './public-key.ts';
import { encodeSignatureAlgorithm } from './signature-algorithm.ts';

export interface OcspAnswer {
  /** As it stood in the request. */
  readonly certId: Pick<OcspCertId, 'der'>;
  readonly status:
    | { readonly state: 'good' }
    | { readonly state: 'revoked'; readonly revokedAt: Date; readonly reason?: RevocationReason | undefined }
    | { readonly state: 'unknown' };
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date | undefined;
}

export interface OcspResponseTemplate {
  readonly answers: readonly OcspAnswer[];
  /** Written in whole seconds. */
  readonly producedAt: Date;
  /** `ocspResponderKeyHash` of the signing key. */
  readonly responderKeyHash: Bytes;
  /** The request's, echoed. */
  readonly nonce?: Bytes | undefined;
}

/** ResponderID byKey: SHA-1 of the responder's public key (RFC 6960 §4.2.1). */
export const ocspResponderKeyHash = (spki: Bytes, digest: Digest): MaybePromise<Bytes> =>
  digest.digest('sha1', parsePublicKey(spki).subjectPublicKey);

/**
 * Makes a signed response (RFC 6960 §4.2.1).
 * @param responderCertificate DER of the delegated responder's certificate, sent along
 */
export async function buildOcspResponse(
  template: OcspResponseTemplate,
  signer: Signer,
  responderCertificate: Bytes,
): Promise<Bytes> {
  const data = encodeResponseData(template);
  const basic = der.sequence(
    data,
    encodeSignatureAlgorithm(signer.algorithm),
    der.bitString(await signer.sign(data)),
    der.constructed(0, der.sequence(responderCertificate)),
  );
  const body = der.sequence(der.oid(OID.ocspBasic), der.octetString(basic));
  return der.sequence(der.enumerated(OCSP_STATUS.successful), der.constructed(0, body));
}

function encodeResponseData({ answers, producedAt, responderKeyHash, nonce }: OcspResponseTemplate): Bytes {
  const extensions = nonce === undefined ? [] : [der.constructed(1, der.sequence(encodeNonce(nonce)))];
  return der.sequence(
    der.constructed(2, der.octetString(responderKeyHash)),
    der.generalizedTime(producedAt),
    der.sequence(...answers.map(encodeAnswer)),
    ...extensions,
  );
}

function encodeAnswer({ certId, status, thisUpdate, nextUpdate }: OcspAnswer): Bytes {
  const next = nextUpdate === undefined ? [] : [der.constructed(0, der.generalizedTime(nextUpdate))];
  return der.sequence(certId.der, encodeStatus(status), der.generalizedTime(thisUpdate), ...next);
}

const GOOD = der.primitive(0, new Uint8Array(0));
const UNKNOWN = der.primitive(2, new Uint8Array(0));

function encodeStatus(status: OcspAnswer['status']): Bytes {
  if (status.state === 'good') return GOOD;
  if (status.state === 'unknown') return UNKNOWN;
  const reason = status.reason === undefined || status.reason === 'unspecified' ? [] : [encodeReason(status.reason)];
  return der.constructed(1, der.generalizedTime(status.revokedAt), ...reason);
}

const encodeReason = (reason: RevocationReason): Bytes => der.constructed(0, der.enumerated(numberOfReason(reason)));

/** An unsigned response that says why there is no answer. */
export function buildOcspError(status: Exclude<OcspResponseStatus, 'successful'>): Bytes {
  const number = OCSP_STATUS[status];
  if (!number) throw new PkiError('ocsp_status', 'an error names its status');
  return der.sequence(der.enumerated(number));
}

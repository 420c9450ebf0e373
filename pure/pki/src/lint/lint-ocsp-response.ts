import { PkiError } from '../errors.ts';
import { type OcspBasicResponse, type OcspResponse, parseOcspResponse } from '../ocsp-response.ts';
import { ocspResponderRules } from './authority-profiles.ts';
import { applyRules, type Finding, type Rule } from './finding.ts';
import { lintCertificate } from './lint-certificate.ts';

const RESPONSE_RULES: readonly Rule<OcspBasicResponse>[] = [
  {
    rule: 'ocsp_answers',
    clause: 'RFC 6960 §4.2.1',
    check: (r) => r.responses.length === 0 && 'no certificate is answered for',
  },
  {
    rule: 'ocsp_responder_id',
    clause: 'FPKI Common Profiles v2.2 (OCSP)',
    severity: 'warning',
    check: (r) => !('keyHash' in r.responderId) && 'the responder is named by name, not by key',
  },
  {
    rule: 'ocsp_key_hash',
    clause: 'RFC 6960 §4.2.1',
    check: (r) =>
      'keyHash' in r.responderId && r.responderId.keyHash.length !== 20 && 'a key hash is of SHA-1, 20 octets',
  },
  {
    rule: 'ocsp_times',
    clause: 'RFC 6960 §4.2.2.1',
    check: (r) =>
      r.responses.flatMap(({ certId, thisUpdate, nextUpdate }) => [
        ...(thisUpdate > r.producedAt ? [`${certId.serial}: thisUpdate is after producedAt`] : []),
        ...(nextUpdate !== undefined && nextUpdate <= thisUpdate
          ? [`${certId.serial}: nextUpdate is not after thisUpdate`]
          : []),
      ]),
  },
  {
    rule: 'ocsp_next_update',
    clause: 'RFC 5019 §2.2.4',
    severity: 'warning',
    check: (r) => r.responses.some((response) => response.nextUpdate === undefined) && 'nextUpdate is missing',
  },
  {
    rule: 'ocsp_unknown_critical',
    clause: 'RFC 6960 §4.4',
    check: (r) => r.unknownCriticals.map((oid) => `nobody understands the critical extension ${oid}`),
  },
];

/** Holds a response, and the responder certificates that it carries, against RFC 6960, RFC 5019 and worksheet 13. */
export function lintOcspResponse(response: Uint8Array | OcspResponse): Finding[] {
  const parsed = 'basic' in response ? response : parse(response);
  if ('severity' in parsed) return [parsed];
  if (parsed.basic === undefined) return [];
  const certificates = parsed.basic.certificates.flatMap((c) => lintCertificate(c, ocspResponderRules));
  return [...applyRules(parsed.basic, RESPONSE_RULES), ...certificates];
}

function parse(der: Uint8Array): OcspResponse | Finding {
  try {
    return parseOcspResponse(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return {
      rule: 'parse',
      clause: 'RFC 6960 §4.2.1, X.690',
      message: `${error.code}: ${error.message}`,
      severity: 'error',
    };
  }
}

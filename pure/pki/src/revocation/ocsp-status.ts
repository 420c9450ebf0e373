import { equalBytes } from '../bytes.ts';
import { ocspIssuerHashes, type OcspCertId } from '../ocsp-cert-id.ts';
import type { OcspBasicResponse, OcspResponse, OcspSingleResponse } from '../ocsp-response.ts';
import type { Session } from '../path/session.ts';
import { staleness } from './freshness.ts';
import { type ResponderCheck, whyNotAuthorized } from './ocsp-responder.ts';
import type { StatusQuestion } from './status-tools.ts';
import type { CertificateStatus } from './types.ts';

/**
 * Status by OCSP answers, RFC 6960 §3.2. Of several that count, the newest one speaks.
 * @throws WorkLimitReached
 */
export async function statusByOcsp(
  responses: readonly OcspResponse[],
  question: StatusQuestion,
  session: Session,
  check: ResponderCheck,
): Promise<CertificateStatus> {
  let why = 'no OCSP answer is at hand';
  for (const { basic, single } of await answersAbout(question, responses, session)) {
    const reason =
      whyUnusable(basic, single, session) ?? (await whyNotAuthorized(basic, question.issuer, session, check));
    if (reason === null) return statusOf(single);
    why = `its OCSP answer ${reason}`;
  }
  return { state: 'unknown', why };
}

interface Answer {
  readonly basic: OcspBasicResponse;
  readonly single: OcspSingleResponse;
}

/** The answers that name this certificate, the newest first. */
async function answersAbout(
  question: StatusQuestion,
  responses: readonly OcspResponse[],
  session: Session,
): Promise<readonly Answer[]> {
  const found: Answer[] = [];
  for (const { basic } of responses) {
    for (const single of basic?.responses ?? []) {
      session.work.spend('statusChecks');
      if (basic && (await isAbout(single.certId, question, session))) found.push({ basic, single });
    }
  }
  return found.toSorted((a, b) => b.single.thisUpdate.getTime() - a.single.thisUpdate.getTime());
}

async function isAbout(certId: OcspCertId, { subject, issuer }: StatusQuestion, { ports }: Session): Promise<boolean> {
  const { certificate } = subject;
  if (!certId.hash || !equalBytes(certId.serialBytes, certificate.serialBytes)) return false;
  // The name as the certificate spells it: that spelling is what a client hashes (RFC 6960 §4.1.1).
  const hashes = await ocspIssuerHashes({ subject: certificate.issuer, spki: issuer.spki }, ports.digest, certId.hash);
  return (
    equalBytes(certId.issuerNameHash, hashes.issuerNameHash) && equalBytes(certId.issuerKeyHash, hashes.issuerKeyHash)
  );
}

function whyUnusable(basic: OcspBasicResponse, single: OcspSingleResponse, { at, revocation }: Session): string | null {
  const [unknown] = basic.unknownCriticals;
  if (unknown) return `has critical extension ${unknown}, which is not understood`;
  return wrongNonce(basic, revocation.nonce, revocation.requireNonce ?? false) ?? staleness(single, at, revocation);
}

function wrongNonce({ nonce }: OcspBasicResponse, sent: Uint8Array | undefined, required: boolean): string | null {
  if (!nonce) return sent && required ? 'carries no nonce' : null;
  return sent && !equalBytes(nonce, sent) ? 'carries a nonce that was not sent' : null;
}

function statusOf({ status, thisUpdate, nextUpdate }: OcspSingleResponse): CertificateStatus {
  switch (status.state) {
    case 'good':
      return { state: 'good', source: 'ocsp', thisUpdate, ...(nextUpdate && { nextUpdate }) };
    case 'revoked': {
      const reason = status.reason ?? 'unspecified';
      return {
        state: reason === 'certificateHold' ? 'on_hold' : 'revoked',
        source: 'ocsp',
        reason,
        revokedAt: status.revokedAt,
        thisUpdate,
      };
    }
    default:
      return { state: 'unknown', why: 'its OCSP responder does not know it' };
  }
}

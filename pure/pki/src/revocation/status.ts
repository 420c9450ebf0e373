import { nameKey } from '../name-compare.ts';
import type { CertificateFacts } from '../path/facts.ts';
import { findPath } from '../path/find-path.ts';
import type { Session, StatusCheck } from '../path/session.ts';
import { findCrlSigner, type SignerCheck } from './crl-signer.ts';
import { statusByCrl } from './crl-status.ts';
import { createCrlStore } from './crl-store.ts';
import { fetchCrls, fetchDeltas, fetchOcsp } from './fetch-status.ts';
import type { ResponderCheck } from './ocsp-responder.ts';
import { statusByOcsp } from './ocsp-status.ts';
import type { StatusQuestion, StatusTools } from './status-tools.ts';
import type { CertificateStatus } from './types.ts';

/** CRL issuers of CRL issuers; nothing in use goes beyond two. */
const maxNesting = 4;

/** The status check of one validation. */
export function createStatusCheck(session: Session): StatusCheck {
  const tools: StatusTools = {
    session,
    crls: createCrlStore(session.revocation.crls ?? []),
    crlSigner: (crl, question) => findCrlSigner(crl, question, session, holds),
  };
  const holds: SignerCheck = async (signer, question) => {
    const within = [...question.within, question.subject, signer];
    const statusOf: StatusCheck = (subject, issuer, anchor) => ask({ subject, issuer, anchor, within }, tools);
    const anchors = new Map([[nameKey(question.anchor.name), [question.anchor]]]);
    return 'policies' in (await findPath(signer, { at: session.at, anchors, statusOf }, session));
  };
  return (subject, issuer, anchor) => ask({ subject, issuer, anchor, within: [] }, tools);
}

/** What is at hand comes before what must be fetched, and OCSP before CRLs. */
async function ask(question: StatusQuestion, tools: StatusTools): Promise<CertificateStatus> {
  const { session, crls } = tools;
  if (question.within.length > 2 * maxNesting) {
    return { state: 'unknown', why: 'CRL issuers depend on one another too deeply' };
  }
  const check = responderCheck(question, tools);
  const given = await statusByOcsp(session.revocation.ocspResponses ?? [], question, session, check);
  if (given.state === 'revoked' || given.state === 'on_hold') return given;
  if (given.state === 'good') return overruled(given, await statusByCrl(question, tools));
  await fetchDeltas(question, crls, session);
  const listed = await statusByCrl(question, tools);
  if (listed.state !== 'unknown' || !session.ports.fetcher) return moreTelling(given, listed);
  const asked = await statusByOcsp(await fetchOcsp(question, session), question, session, check);
  if (asked.state !== 'unknown') return asked;
  await fetchCrls(question, crls, session);
  await fetchDeltas(question, crls, session);
  return statusByCrl(question, tools);
}

/** A responder's own certificate is looked up in CRLs only: asking OCSP about it would ask the responder about itself. */
function responderCheck({ issuer, anchor, within, subject }: StatusQuestion, tools: StatusTools): ResponderCheck {
  return async (responder: CertificateFacts) => {
    const question = { subject: responder, issuer, anchor, within: [...within, subject] };
    let status = await statusByCrl(question, tools);
    if (status.state === 'unknown' && (await fetchCrls(question, tools.crls, tools.session))) {
      status = await statusByCrl(question, tools);
    }
    const passable =
      status.state === 'good' || (status.state === 'unknown' && tools.session.revocation.mode === 'soft');
    return passable ? null : `is signed by a responder whose own status is ${status.state}`;
  };
}

/** A CRL at hand that is newer than a good OCSP answer, and says revoked, is believed. */
function overruled(ocsp: CertificateStatus & { readonly state: 'good' }, crl: CertificateStatus): CertificateStatus {
  const revoked = crl.state === 'revoked' || crl.state === 'on_hold';
  return revoked && crl.thisUpdate > ocsp.thisUpdate ? crl : ocsp;
}

function moreTelling(ocsp: CertificateStatus, crl: CertificateStatus): CertificateStatus {
  const nothing = ocsp.state === 'unknown' && ocsp.why === 'no OCSP answer is at hand';
  return crl.state === 'unknown' && !nothing ? ocsp : crl;
}

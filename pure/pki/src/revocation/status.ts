import type { CertificateFacts } from '../path/facts.ts';
import { findPath } from '../path/find-path.ts';
import type { Session, StatusCheck } from '../path/session.ts';
import { nameKey } from '../name-compare.ts';
import { findCrlSigner } from './crl-signer.ts';
import { statusByCrl } from './crl-status.ts';
import { createCrlStore } from './crl-store.ts';
import type { StatusQuestion, StatusTools } from './status-tools.ts';
import type { CertificateStatus } from './types.ts';

/** CRL issuers of CRL issuers; nothing in use goes beyond two. */
const maxNesting = 4;

/** The status check of one validation: OCSP first, then CRLs, then whatever may be fetched. */
export function createStatusCheck(session: Session): StatusCheck {
  const tools: StatusTools = {
    session,
    crls: createCrlStore(session.revocation.crls ?? []),
    crlSigner: (crl, question) => findCrlSigner(crl, question, session, holds),
  };
  const ask = async (question: StatusQuestion): Promise<CertificateStatus> => {
    if (question.within.length > maxNesting) return { state: 'unknown', why: 'CRL issuers depend on one another too deeply' };
    return statusByCrl(question, tools);
  };
  const holds = async (signer: CertificateFacts, { anchor, subject, within }: StatusQuestion): Promise<boolean> => {
    const nested = [...within, subject];
    const statusOf: StatusCheck = (next, issuer, end) => ask({ subject: next, issuer, anchor: end, within: [...nested, signer] });
    const anchors = new Map([[nameKey(anchor.name), [anchor]]]);
    return 'policies' in (await findPath(signer, { at: session.at, anchors, statusOf }, session));
  };
  return (subject, issuer, anchor) => ask({ subject, issuer, anchor, within: [] });
}

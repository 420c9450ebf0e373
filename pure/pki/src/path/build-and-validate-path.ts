import type { Certificate } from '../certificate.ts';
import { PkiError } from '../errors.ts';
import { nameToString } from '../name-string.ts';
import { createStatusCheck } from '../revocation/status.ts';
import { factsOf } from './facts.ts';
import { type FailedPath, findPath, type FoundPath } from './find-path.ts';
import { type Finding, finding, type Refusal, refusalRules } from './refusal.ts';
import type { Chain } from './search.ts';
import { fillBag, openSession, type Session } from './session.ts';
import type { PathInput, PathPorts, PathResult, TrustAnchor } from './types.ts';
import { WorkLimitReached } from './work.ts';

/** A trust anchor from its certificate; the constraints are this installation's own, those in the certificate are not read. */
export function anchorFrom(certificate: Certificate, constraints?: TrustAnchor['constraints']): TrustAnchor {
  const anchor = { name: certificate.subject, spki: certificate.spki, certificate };
  return constraints ? { ...anchor, constraints } : anchor;
}

/**
 * Builds a path from a certificate to one of the anchors and validates it whole: RFC 5280 §6.1 (policies by RFC 9618) and §6.3, RFC 6960
 * for OCSP. Work is bounded whatever the input; see {@link PathInput.limits}.
 *
 * @param input what to validate, against what, at which moment
 * @param ports mathematics, and optionally a fetcher for issuers, CRLs and OCSP answers
 * @returns the path with its policies and statuses, or of all refusals the most telling one
 * @throws PkiError `time_invalid` for a moment that is no date; else only what a port throws
 */
export async function buildAndValidatePath(input: PathInput, ports: PathPorts): Promise<PathResult> {
  // Every comparison with no moment is false, so no certificate would ever be out of date.
  if (Number.isNaN(input.at.getTime())) throw new PkiError('time_invalid', 'the moment of validation is no date');
  const session = openSession(input, ports);
  const leaf = factsOf(input.certificate);
  const { at, policies, names, purpose } = input;
  const wishes = { ...(policies && { policies }), ...(names && { names }), ...(purpose && { purpose }) };
  try {
    fillBag(input.intermediates, session);
    const statusOf = createStatusCheck(session);
    const outcome = await findPath(leaf, { at, anchors: session.anchors, statusOf, ...wishes }, session);
    return 'policies' in outcome ? accept(outcome, session) : refuse(outcome, session);
  } catch (error) {
    if (!(error instanceof WorkLimitReached)) throw error;
    return refuse(
      { failure: { finding: finding('work_limit', error.message), index: 0, progress: 0 }, chain: [leaf] },
      session,
    );
  }
}

function accept({ chain, anchor, policies, statuses }: FoundPath, { work }: Session): PathResult {
  return { accepted: true, path: certificatesOf(chain), anchor, policies, statuses, spent: work.spent };
}

function refuse({ failure, chain, anchor }: FailedPath, { work }: Session): PathResult {
  const concerned = chain[failure.index]?.certificate;
  const subject = concerned?.subject ?? anchor?.name;
  const refusal = describe(
    failure.finding,
    failure.index,
    subject ? nameToString(subject) : '',
    concerned?.serial ?? '',
  );
  const { status } = failure.finding;
  return { accepted: false, refusal, path: certificatesOf(chain), ...(status && { status }), spent: work.spent };
}

function describe({ code, message, clause }: Finding, index: number, subject: string, serial: string): Refusal {
  const rule = refusalRules[code];
  return { code, index, subject, serial, clause: clause ?? rule.clause, message, remedy: rule.remedy };
}

function certificatesOf(chain: Chain): Certificate[] {
  return chain.map(({ certificate }) => certificate);
}

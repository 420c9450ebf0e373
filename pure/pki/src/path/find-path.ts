import type { CertificateStatus } from '../revocation/types.ts';
import type { CertificateFacts } from './facts.ts';
import { fetchIssuers } from './fetch-issuers.ts';
import { nameToString } from '../name-string.ts';
import { finding, type RefusalCode } from './refusal.ts';
import { type CandidatePath, type Chain, deadEnd, search } from './search.ts';
import type { Session, StatusCheck } from './session.ts';
import { checkStatuses } from './statuses.ts';
import type { PolicyResult, TrustAnchor } from './types.ts';
import { type PathFailure, validatePath, type ValidationRequest } from './validate-path.ts';

export interface FoundPath {
  readonly chain: Chain;
  readonly anchor: TrustAnchor;
  readonly policies: PolicyResult;
  /** Leaf first. */
  readonly statuses: readonly CertificateStatus[];
}

export interface FailedPath {
  readonly failure: PathFailure;
  readonly chain: Chain;
  /** Absent where none was reached. */
  readonly anchor?: TrustAnchor;
}

export type PathRequest = ValidationRequest & {
  readonly anchors: Session['anchors'];
  /** Absent: status is not looked at. */
  readonly statusOf?: StatusCheck;
};

/**
 * Tries candidate paths until one holds. Issuers named by caIssuers are fetched only when what is at hand has not led to an anchor.
 * @throws WorkLimitReached
 */
export async function findPath(
  leaf: CertificateFacts,
  request: PathRequest,
  session: Session,
): Promise<FoundPath | FailedPath> {
  let best = noPath(leaf, session);
  for (let round = 0; ; round++) {
    const outcome = await tryAll(leaf, request, session, best);
    if ('policies' in outcome) return outcome;
    best = outcome;
    if (!mayLackIssuer(best.failure) || round >= session.work.limits.fetchDepth) return best;
    if (!(await fetchIssuers(leaf, session))) return best;
    if (best.failure.finding.code === 'no_path') best = noPath(leaf, session);
  }
}

/** Of the leaf itself: no other authority would make it good. */
const ownFaults: readonly RefusalCode[] = [
  'expired',
  'not_yet_valid',
  'key_usage',
  'extended_key_usage',
  'unknown_critical_extension',
];
const statusCodes: readonly RefusalCode[] = ['revoked', 'on_hold', 'status_unknown'];

function mayLackIssuer({ finding: { code }, index }: PathFailure): boolean {
  return !statusCodes.includes(code) && !(index === 0 && ownFaults.includes(code));
}

async function tryAll(
  leaf: CertificateFacts,
  request: PathRequest,
  session: Session,
  before: FailedPath,
): Promise<FoundPath | FailedPath> {
  let best = before;
  for (const path of search(leaf, { ...session, anchors: request.anchors })) {
    session.work.spend('paths');
    const outcome = await tryPath(path, request, session);
    if ('policies' in outcome) return outcome;
    if (outcome.failure.progress > best.failure.progress) best = outcome;
  }
  return best;
}

async function tryPath(path: CandidatePath, request: PathRequest, session: Session): Promise<FoundPath | FailedPath> {
  const verdict = await validatePath(path, request, session);
  if ('finding' in verdict) return { failure: verdict, ...path };
  const statuses = await checkStatuses(path, request.statusOf, session);
  return 'finding' in statuses ? { failure: statuses, ...path } : { ...path, policies: verdict.policies, statuses };
}

function noPath(leaf: CertificateFacts, session: Session): FailedPath {
  const chain = deadEnd(leaf, session.bag, session.work.limits.pathLength);
  const top = chain.at(-1) ?? leaf;
  const missing = nameToString(top.certificate.issuer) || 'an empty name';
  const message = `no certificate of its issuer ${missing} leads to a trust anchor`;
  return { failure: { finding: finding('no_path', message), index: chain.length - 1, progress: -1 }, chain };
}

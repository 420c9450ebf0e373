import type { Bytes } from '../bytes.ts';
import type { Crl } from '../crl.ts';
import type { DistributionPoint, ReasonFlag } from '../extension-locations.ts';
import { nameToString } from '../name-string.ts';
import type { CertificateFacts } from '../path/facts.ts';
import { updates } from './crl-delta.ts';
import { statusIn } from './crl-entry.ts';
import { crlIssuersOf, distributionPointsOf, isInScope } from './crl-scope.ts';
import { crlIssuerKey } from './crl-store.ts';
import { staleness } from './freshness.ts';
import { coveredReasons, coversAll } from './reasons.ts';
import type { StatusQuestion, StatusTools } from './status-tools.ts';
import type { CertificateStatus } from './types.ts';

/** What is known while the points are walked: RFC 5280 §6.3.2. */
interface CrlState {
  readonly reasons: Set<ReasonFlag>;
  /** The answer so far; unknown until some CRL counted. */
  status: CertificateStatus;
  why: string;
}

/**
 * Status by CRLs, RFC 5280 §6.3.3.
 * @throws WorkLimitReached
 */
export async function statusByCrl(question: StatusQuestion, tools: StatusTools): Promise<CertificateStatus> {
  const issuer = nameToString(question.subject.certificate.issuer);
  const state: CrlState = {
    reasons: new Set(),
    status: { state: 'unknown', why: '' },
    why: `no CRL that covers it is at hand; its issuer is ${issuer}`,
  };
  for (const point of distributionPointsOf(question.subject)) {
    for (const crl of candidates(point, question.subject, tools)) {
      await consider(crl, point, question, state, tools);
      if (state.status.state === 'revoked' || state.status.state === 'on_hold') return state.status;
      if (coversAll(state.reasons)) return state.status;
    }
  }
  const why = state.status.state === 'good' ? 'the CRLs at hand leave some reasons for revocation open' : state.why;
  return { state: 'unknown', why };
}

function candidates(point: DistributionPoint, subject: CertificateFacts, { crls }: StatusTools): readonly Crl[] {
  return crlIssuersOf(point, subject).flatMap((issuerKey) => crls.complete(issuerKey));
}

/** (a) to (l) for one complete CRL at one point. */
async function consider(
  crl: Crl,
  point: DistributionPoint,
  question: StatusQuestion,
  state: CrlState,
  tools: StatusTools,
): Promise<void> {
  tools.session.work.spend('statusChecks');
  if (!isInScope(crl, point, question.subject)) return;
  const reasons = coveredReasons(point.reasons, crl.issuingDistributionPoint?.onlySomeReasons);
  if (reasons.every((reason) => state.reasons.has(reason))) return;
  const unusable = whyUnusable(crl, tools);
  if (unusable) return void (state.why = `its CRL ${unusable}`);
  const spki = await tools.crlSigner(crl, question);
  if (!spki) return void (state.why = 'its CRL is not signed by an authority that may do so for it');
  const delta = await deltaFor(crl, spki, tools);
  state.status = statusIn(crl, delta, question.subject);
  for (const reason of reasons) state.reasons.add(reason);
}

/** (c), (h): the newest delta that brings the CRL up to date and was signed by the same key. */
async function deltaFor(complete: Crl, spki: Bytes, tools: StatusTools): Promise<Crl | undefined> {
  const { session, crls } = tools;
  if (session.revocation.useDeltas === false) return undefined;
  for (const delta of crls.deltas(crlIssuerKey(complete))) {
    session.work.spend('statusChecks');
    if (!updates(delta, complete) || whyUnusable(delta, tools)) continue;
    if ((await session.signatures.check(delta, spki)) === 'right') return delta;
  }
  return undefined;
}

/** (a), and RFC 5280 §5.2, §5.3: a CRL with a critical extension that is not understood tells nothing. */
function whyUnusable(crl: Crl, { session }: StatusTools): string | null {
  const unknown = crl.unknownCriticals[0] ?? crl.unknownEntryCriticals[0];
  if (unknown) return `has critical extension ${unknown}, which is not understood`;
  if (!crl.nextUpdate) return 'has no nextUpdate (RFC 5280 §5.1.2.5)';
  return staleness(crl, session.at, session.revocation);
}

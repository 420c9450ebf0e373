import type { CertificateStatus } from '../revocation/types.ts';
import { type Finding, finding } from './refusal.ts';
import type { CandidatePath } from './search.ts';
import type { Issuer, Session, StatusCheck } from './session.ts';
import { type PathFailure, statusFailure } from './validate-path.ts';

/**
 * RFC 5280 §6.1.3 (a)(3) for a whole path, from the anchor down: the word of an authority counts only once its own status is known.
 * @returns the statuses leaf first, or the first that refuses the path
 */
export async function checkStatuses(
  path: CandidatePath,
  statusOf: StatusCheck | undefined,
  { revocation }: Session,
): Promise<readonly CertificateStatus[] | PathFailure> {
  const { chain, anchor } = path;
  const statuses: CertificateStatus[] = chain.map(() => ({ state: 'not_checked' }));
  if (!statusOf || revocation.mode === 'off') return statuses;
  for (let index = revocation.scope === 'leaf' ? 0 : chain.length - 1; index >= 0; index--) {
    const facts = chain[index];
    if (!facts) continue;
    const status = await statusOf(facts, issuerAt(path, index), anchor);
    const refused = refusedBy(status, revocation.mode);
    if (refused) return statusFailure({ ...refused, status }, index, chain.length);
    statuses[index] = status;
  }
  return statuses;
}

function issuerAt({ chain, anchor }: CandidatePath, index: number): Issuer {
  const above = chain[index + 1];
  const nameKey = chain[index]?.issuerKey ?? '';
  const aboveKey = chain.slice(index + 1).find((facts) => !facts.selfIssued)?.issuerKey ?? nameKey;
  if (!above) return { name: anchor.name, nameKey, spki: anchor.spki, certificate: undefined, aboveKey };
  return { name: above.certificate.subject, nameKey, spki: above.certificate.spki, certificate: above, aboveKey };
}

function refusedBy(status: CertificateStatus, mode: 'require' | 'soft'): Finding | null {
  switch (status.state) {
    case 'revoked':
      return finding('revoked', `revoked at ${status.revokedAt.toISOString()}, reason ${status.reason}`);
    case 'on_hold':
      return finding('on_hold', `on hold since ${status.revokedAt.toISOString()}`);
    case 'unknown':
      return mode === 'require' ? finding('status_unknown', status.why) : null;
    default:
      return null;
  }
}

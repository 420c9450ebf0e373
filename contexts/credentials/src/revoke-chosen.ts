import { revocationInput } from '@lanyard/contract';
import { type Actor, LanyardError, recordAudit } from '@lanyard/kernel';
import type { z } from 'zod';
import { endCredentials } from './end-credentials.ts';
import { endRequest } from './end-request.ts';
import { findCredential, findKnownIds, lockLive } from './pg/credentials.ts';
import { lockRequest } from './pg/requests.ts';
import type { ApprovedAct, ApprovedExecutor, CredentialsParts } from './ports.ts';
import type { EndedBy } from './reasons.ts';

const input = revocationInput.omit({ reason: true });
type RevokeChosen = z.infer<typeof input>;

/** Several credentials at once: what one person should not do alone to many. */
export const REVOKE_CHOSEN: ApprovedAct<RevokeChosen> = {
  act: 'credentials.mass-revocation',
  input,
  summary: ({ credentialIds, cause }) =>
    `${credentialIds.length} derived credentials are revoked (${cause}); their holders need new ones.`,
  needed: ({ acts }, { credentialIds }) => credentialIds.length > 1 && acts.includes('credentials.mass-revocation'),
};

/** Carries `{ credentialIds, cause, actor }`, a hundred credentials at the most. */
export const REVOKE_JOB = 'credentials.revoke-chosen';
const A_JOB = 100;

export interface RevokeJob {
  readonly credentialIds: readonly string[];
  readonly cause: RevokeChosen['cause'];
  readonly actor: Actor;
}

/** Puts the revocations into the outbox: none of them may hold up the others, or be half of a long transaction. */
export const revokeChosen =
  ({ clock, outbox }: CredentialsParts): ApprovedExecutor<RevokeChosen> =>
  async (tx, { credentialIds, cause }, { actor }) => {
    const chosen = [...new Set(credentialIds)];
    for (let from = 0; from < chosen.length; from += A_JOB)
      await outbox.send(tx, REVOKE_JOB, { credentialIds: chosen.slice(from, from + A_JOB), cause, actor });
    const details = { count: chosen.length, cause };
    await recordAudit(tx, { act: 'credentials.revoked-many', outcome: 'done', actor, details }, clock.now());
  };

const endedBy: Record<RevokeChosen['cause'], EndedBy> = {
  withdrawn: 'admin-withdrawn',
  compromised: 'admin-compromised',
};

/** Does one job: each credential in a transaction of its own; those that have ended already are left alone. */
export async function revokeEach(parts: CredentialsParts, { credentialIds, cause, actor }: RevokeJob): Promise<void> {
  for (const id of credentialIds) {
    const known = await findCredential(parts.db.pool, id);
    if (known === null) continue;
    await parts.db.tx(async (tx) => {
      const request = await lockRequest(tx, known.request_id);
      const live = await lockLive(tx, { id });
      if (live.length === 0) return;
      if (request?.state === 'activating') await endRequest(parts, tx, request, 'cancelled', actor);
      else await endCredentials(parts, tx, live, { why: endedBy[cause], actor });
    });
  }
}

/** @throws LanyardError `credential_not_found` naming those that are not there */
export async function requireKnown({ db }: CredentialsParts, credentialIds: readonly string[]): Promise<void> {
  const known = await findKnownIds(db.pool, credentialIds);
  const unknown = credentialIds.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new LanyardError('credential_not_found', { credentials: unknown.slice(0, 20) });
}

import type { RequestState, RevocationCause } from '@lanyard/contract';
import { type Actor, LanyardError, type Tx } from '@lanyard/kernel';
import { endCredentials } from './end-credentials.ts';
import { endRequest } from './end-request.ts';
import { holdCredentials } from './hold-credentials.ts';
import { findCredential, lockLive } from './pg/credentials.ts';
import { lockRequest } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';
import type { EndedBy } from './reasons.ts';
import { refusalOf } from './request-refusal.ts';

/** Who does it, and why, in their words. */
export interface ActBy {
  readonly actor: Actor;
  readonly reason: string;
  readonly correlationId?: string | undefined;
}

const endedBy: Readonly<Record<RevocationCause, EndedBy>> = {
  withdrawn: 'admin-withdrawn',
  compromised: 'admin-compromised',
  left: 'admin-left',
  superseded: 'admin-superseded',
  ceased: 'admin-ceased',
};

/**
 * Revokes one credential; one that is still being made ends with its request.
 * @returns false: it had ended before
 * @throws LanyardError `credential_not_found`
 */
export async function revokeCredential(
  parts: CredentialsParts,
  tx: Tx,
  id: string,
  cause: RevocationCause,
  by: ActBy,
): Promise<boolean> {
  const known = await findCredential(tx, id);
  if (known === null) throw new LanyardError('credential_not_found');
  const request = await lockRequest(tx, known.request_id);
  const live = await lockLive(tx, { id });
  if (live.length === 0) return false;
  const { actor, reason, correlationId } = by;
  if (request?.state === 'activating') await endRequest(parts, tx, request, 'cancelled', actor, correlationId, reason);
  else await endCredentials(parts, tx, live, { why: endedBy[cause], actor, correlationId, reason });
  return true;
}

/**
 * Suspends a credential or takes that back. What the card's issuer or the person's account suspended stays so.
 * @returns false: it was so already
 * @throws LanyardError `credential_not_found`, `credential_not_active` where it has ended
 */
export async function holdCredential(
  parts: CredentialsParts,
  tx: Tx,
  id: string,
  on: boolean,
  by: ActBy,
): Promise<boolean> {
  if ((await findCredential(tx, id)) === null) throw new LanyardError('credential_not_found');
  const live = await lockLive(tx, { id });
  const [row] = live;
  if (row === undefined) throw new LanyardError('credential_not_active');
  if (row.hold_admin === on) return false;
  await holdCredentials(parts, tx, live, 'hold_admin', on, by.actor, by.reason);
  return true;
}

/**
 * Cancels an open request with its registration PIN and what was made of its credential.
 * @returns the state that it is in now
 * @throws LanyardError `request_not_found`, or the state in which it ended before
 */
export async function cancelForPerson(
  parts: CredentialsParts,
  tx: Tx,
  id: string,
  { actor, reason, correlationId }: ActBy,
): Promise<{ readonly changed: boolean; readonly state: RequestState }> {
  const row = await lockRequest(tx, id);
  if (row === null) throw new LanyardError('request_not_found');
  if (row.state === 'cancelled') return { changed: false, state: row.state };
  const refusal = refusalOf(row, parts.clock.now());
  if (refusal !== null) throw refusal;
  await endRequest(parts, tx, row, 'cancelled', actor, correlationId, reason);
  return { changed: true, state: 'cancelled' };
}

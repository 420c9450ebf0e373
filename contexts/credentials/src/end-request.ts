import type { RequestState } from '@lanyard/contract';
import { recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { endCredentials } from './end-credentials.ts';
import { lockLive } from './pg/credentials.ts';
import { updateRequest } from './pg/requests.ts';
import type { RequestRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import type { EndedBy } from './reasons.ts';

type EndState = Extract<RequestState, 'expired' | 'superseded' | 'cancelled' | 'locked'>;

const unfinished: Record<EndState, EndedBy> = {
  expired: 'not-confirmed',
  superseded: 'request-superseded',
  cancelled: 'request-cancelled',
  locked: 'request-cancelled',
};

/**
 * Ends an open request that the caller has locked, with its registration PIN and whatever was made of the credential
 * so far: the two are tied together and end together.
 * @param reason in the words of an administrator
 */
export async function endRequest(
  parts: CredentialsParts,
  tx: Tx,
  row: RequestRow,
  state: EndState,
  actor: Actor,
  correlationId?: string,
  reason?: string,
): Promise<void> {
  const now = parts.clock.now();
  await updateRequest(tx, row.id, { state, password_hash: null, ended_at: now });
  await parts.fleet.cancelRegistrationPin(tx, row.id);
  if (row.credential_id !== null)
    await endCredentials(parts, tx, await lockLive(tx, { id: row.credential_id }), {
      why: unfinished[state],
      actor,
      correlationId,
      reason,
    });
  await parts.fleet.touch(tx, { personId: row.person_id });
  await recordAudit(
    tx,
    {
      act: `request.${state}`,
      outcome: 'done',
      actor,
      personId: row.person_id,
      object: row.id,
      ...(reason === undefined ? {} : { details: { reason } }),
      correlationId,
    },
    now,
  );
}

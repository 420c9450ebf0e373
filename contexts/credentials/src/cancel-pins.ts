import { LanyardError, recordAudit } from '@lanyard/kernel';
import type { ActBy } from './admin-acts.ts';
import { endRequest } from './end-request.ts';
import { lockOpenRequestsOf } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';

/**
 * Makes a person's registration PIN useless, with the request that it belongs to.
 * @throws LanyardError `not_found` where none is open
 */
export async function cancelPins(parts: CredentialsParts, personId: string, by: ActBy): Promise<void> {
  const { actor, reason, correlationId } = by;
  await parts.db.tx(async (tx) => {
    const tied = (await lockOpenRequestsOf(tx, { personId })).filter((row) => row.with_registration);
    const pending = tied.filter(({ state }) => state === 'pending');
    for (const row of pending) await endRequest(parts, tx, row, 'cancelled', actor, correlationId, reason);
    const alone = await parts.fleet.cancelRegistrationPinsOf(tx, personId);
    if (alone === 0 && pending.length === 0) throw new LanyardError('not_found');
    const entry = { act: 'registration_pin.cancelled', outcome: 'done', actor, personId, correlationId } as const;
    await recordAudit(tx, { ...entry, details: { reason } }, parts.clock.now());
  });
}

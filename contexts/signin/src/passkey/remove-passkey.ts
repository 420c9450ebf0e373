import { LanyardError, recordAudit, type SessionCaller } from '@lanyard/kernel';
import { deletePasskey } from '../pg/passkeys.ts';
import type { SigninPorts } from '../ports.ts';

/**
 * Forgets one of the caller's own passkeys; sessions that it opened end by themselves.
 * @throws LanyardError `not_found`
 */
export async function removePasskey(
  { db, clock }: SigninPorts,
  { personId, sessionId }: SessionCaller,
  id: string,
  correlationId: string,
): Promise<void> {
  await db.tx(async (tx) => {
    if (!(await deletePasskey(tx, id, personId))) throw new LanyardError('not_found');
    const actor = { kind: 'person', personId, sessionId } as const;
    const entry = { act: 'passkey.removed', outcome: 'done', actor, personId, object: id, correlationId } as const;
    await recordAudit(tx, entry, clock.now());
  });
}

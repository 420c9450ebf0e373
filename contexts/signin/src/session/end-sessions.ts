import { type Actor, LanyardError, recordAudit, type SessionCaller, type Tx } from '@lanyard/kernel';
import { endSessions, lockEnding } from '../pg/sessions.ts';
import type { SigninPorts } from '../ports.ts';

/**
 * Ends one of the caller's own sessions: this one (sign out) or another.
 * @throws LanyardError `not_found` when it is not theirs, or has ended
 */
export async function endOwnSession(
  { db, clock }: SigninPorts,
  caller: SessionCaller,
  id: string,
  correlationId: string,
): Promise<void> {
  const { personId, sessionId } = caller;
  const now = clock.now();
  await db.tx(async (tx) => {
    const ended = await endSessions(tx, { id, personId }, id === sessionId ? 'signed out' : 'ended by its person', now);
    if (ended.length === 0) throw new LanyardError('not_found');
    const actor = { kind: 'person', personId, sessionId } as const;
    await recordAudit(tx, { act: 'session.ended', outcome: 'done', actor, personId, object: id, correlationId }, now);
  });
}

/**
 * Ends every session of a person, in the leader's transaction.
 * @param why for the audit log, in words
 */
export async function endSessionsOf(
  { clock }: SigninPorts,
  tx: Tx,
  personId: string,
  why: string,
  by: Actor,
): Promise<void> {
  await lockEnding(tx, personId);
  const now = clock.now();
  const ended = await endSessions(tx, { personId }, why, now);
  if (ended.length === 0) return;
  await recordAudit(
    tx,
    { act: 'session.ended', outcome: 'done', actor: by, personId, details: { why, sessions: ended } },
    now,
  );
}

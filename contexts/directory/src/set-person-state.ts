import { LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { lockPersonRecord, updateStateFacts } from './pg/person-records.ts';
import type { PersonState } from './person.ts';
import type { DirectoryPorts } from './ports.ts';

const queueOf: Record<PersonState, string> = {
  active: 'directory.person-resumed',
  suspended: 'directory.person-suspended',
  terminated: 'directory.person-ended',
};

export interface StateReason {
  /** For whoever reads the audit log. */
  readonly reason?: string;
  /** A source did it, and may take it back. */
  readonly bySource?: boolean;
}

/**
 * Suspends, ends or takes back a person. What hangs on them (sessions, credentials) follows by the job that is
 * sent in the same transaction; a state that is already theirs sends nothing.
 * @throws LanyardError `not_found` when there is no such person
 */
export async function setPersonState(
  { clock, outbox }: Pick<DirectoryPorts, 'clock' | 'outbox'>,
  tx: Tx,
  id: string,
  state: PersonState,
  by: Actor,
  { reason, bySource = false }: StateReason = {},
): Promise<void> {
  const before = (await lockPersonRecord(tx, id))?.state;
  if (before === undefined) throw new LanyardError('not_found', { person: id });
  if (before === state) return;
  const now = clock.now();
  await updateStateFacts(tx, id, { state, reason: reason ?? null, bySource }, by, now);
  const details = { before, state, ...(reason === undefined ? {} : { reason }) };
  await recordAudit(tx, { act: 'person.state-set', outcome: 'done', actor: by, personId: id, details }, now);
  await outbox.send(tx, queueOf[state], { personId: id });
}

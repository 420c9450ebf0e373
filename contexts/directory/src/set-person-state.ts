import { LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { lockPersonState, updatePersonState } from './pg/people.ts';
import type { PersonState } from './person.ts';
import type { DirectoryPorts } from './ports.ts';

const queueOf: Record<PersonState, string> = {
  active: 'directory.person-resumed',
  suspended: 'directory.person-suspended',
  terminated: 'directory.person-ended',
};

/**
 * Suspends, ends or takes back a person. What hangs on them (sessions, credentials) follows by the job that is
 * sent in the same transaction; a state that is already theirs sends nothing.
 * @throws LanyardError `not_found` when there is no such person
 */
export async function setPersonState(
  { clock, outbox }: DirectoryPorts,
  tx: Tx,
  id: string,
  state: PersonState,
  by: Actor,
): Promise<void> {
  const before = await lockPersonState(tx, id);
  if (before === null) throw new LanyardError('not_found', { person: id });
  if (before === state) return;
  const now = clock.now();
  await updatePersonState(tx, id, state, now);
  await recordAudit(
    tx,
    { act: 'person.state-set', outcome: 'done', actor: by, personId: id, details: { before, state } },
    now,
  );
  await outbox.send(tx, queueOf[state], { personId: id });
}

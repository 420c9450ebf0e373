import type { PersonStateChange } from '@lanyard/contract';
import { LanyardError, requireVersion, type Actor, type AdminCaller, type Tx } from '@lanyard/kernel';
import { lockAdministrators } from '../pg/administrators.ts';
import { lockPersonRecord, type PersonRecord } from '../pg/person-records.ts';
import type { DirectoryPorts } from '../ports.ts';
import { setPersonState } from '../set-person-state.ts';
import { takeAlone } from '../approvals/take-alone.ts';
import { requireAnotherAdministrator, requireAppointing } from './authority-over.ts';

export interface StateEdit {
  readonly id: string;
  readonly version: number;
  readonly change: PersonStateChange;
  readonly caller: AdminCaller;
  readonly by: Actor;
}

/**
 * Suspends, ends or takes back a person by hand, with the reason. Whom a person suspended, no sync resumes.
 * @throws LanyardError `not_found`, `conflict` with who changed them when, `permission_denied`, `last_administrator`, `approval_alone_spent`
 */
export async function changeState(ports: DirectoryPorts, tx: Tx, edit: StateEdit): Promise<PersonRecord> {
  // Before the person, as whoever changes roles does: each would else hold what the other waits for.
  await lockAdministrators(tx);
  const before = await lockPersonRecord(tx, edit.id);
  if (before === null) throw new LanyardError('not_found', { person: edit.id });
  requireVersion(edit.version, { version: before.version, changedAt: before.changed_at, changedBy: before.changed_by });
  requireAppointing(edit.caller, before);
  // Everything that they have ends with them.
  if (edit.change.state === 'terminated') await takeAlone(ports.clock, tx, 'credentials.mass-revocation', edit.by);
  if (edit.change.state !== 'active') await requireAnotherAdministrator(tx, before);
  await setPersonState(ports, tx, edit.id, edit.change.state, edit.by, { reason: edit.change.reason });
  return (await lockPersonRecord(tx, edit.id)) ?? before;
}

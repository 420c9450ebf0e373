import { personChange, personFacts, type PersonChange, type PersonFacts } from '@lanyard/contract';
import { LanyardError, recordAudit, requireVersion, type Actor, type AdminCaller, type Tx } from '@lanyard/kernel';
import { checked } from '../checked.ts';
import { lockPersonRecord, updatePersonFacts, type PersonRecord, type Provenance } from '../pg/person-records.ts';
import type { DirectoryPorts } from '../ports.ts';
import { SETTING_CHANGED } from '../settings/note-change.ts';
import { requireAuthorityOver } from './authority-over.ts';
import { factsOf } from './person-view.ts';
import { sayingWhatIsTaken } from './taken.ts';

export interface PersonEdit {
  readonly id: string;
  /** The version that the change was made on. */
  readonly version: number;
  readonly change: PersonChange;
  readonly caller: AdminCaller;
  readonly by: Actor;
}

/**
 * Changes what is known of a person, by hand.
 * @throws LanyardError `not_found`; `conflict` with who changed them when, or with the `field` that is somebody else's;
 *   `managed_elsewhere` when a source looks after them; `permission_denied`; `input_invalid`
 */
export async function changePerson({ clock, outbox }: DirectoryPorts, tx: Tx, edit: PersonEdit): Promise<PersonRecord> {
  const { takeOver = false, ...change } = checked(personChange, edit.change);
  // 1. What there is, held until the commit.
  const before = await lockPersonRecord(tx, edit.id);
  if (before === null) throw new LanyardError('not_found', { person: edit.id });
  requireVersion(edit.version, { version: before.version, changedAt: before.changed_at, changedBy: before.changed_by });
  // 2. Whether it may be changed, here and by them.
  const facts = { ...factsOf(before), ...definedOf(change) };
  const changed = changedFields(factsOf(before), facts);
  if (isManaged(before) && !takeOver && changed.length > 0)
    throw new LanyardError('managed_elsewhere', { origin: before.origin });
  requireAuthorityOver(edit.caller, before, changed);
  if (changed.length === 0 && !takeOver) return before;
  // 3. The change, and the log of it.
  const from: Provenance = isManaged(before)
    ? { origin: 'hand', externalId: null, sourceId: null }
    : { origin: before.origin, externalId: before.external_id, sourceId: before.source_id };
  const now = clock.now();
  await sayingWhatIsTaken(() => updatePersonFacts(tx, edit.id, checked(personFacts, facts), from, edit.by, now));
  await recordChange(tx, { before, facts, takenOver: isManaged(before), by: edit.by }, now);
  // Their devices show the name, and configurations hold user name and e-mail.
  await outbox.send(tx, SETTING_CHANGED, { personId: edit.id });
  const after = await lockPersonRecord(tx, edit.id);
  if (after === null) throw new LanyardError('not_found', { person: edit.id });
  return after;
}

/** A sync or an identity provider would write over what is changed here. */
export const isManaged = ({ origin }: Pick<PersonRecord, 'origin'>): boolean => origin === 'ldap' || origin === 'scim';

export const changedFields = (before: PersonFacts, after: PersonFacts): (keyof PersonFacts)[] =>
  (Object.keys(after) as (keyof PersonFacts)[]).filter((field) => before[field] !== after[field]);

interface Recorded {
  readonly before: PersonRecord;
  readonly facts: PersonFacts;
  readonly takenOver: boolean;
  readonly by: Actor;
}

/** Names the fields, and what the two that identify a person were before. */
export async function recordChange(tx: Tx, { before, facts, takenOver, by }: Recorded, at: Date): Promise<void> {
  const fields = changedFields(factsOf(before), facts);
  const names = Object.fromEntries(
    fields
      .filter((f) => f === 'upn' || f === 'userName')
      .map((f) => [f, { before: factsOf(before)[f], after: facts[f] }]),
  );
  const details = { fields, ...names, ...(takenOver ? { takenOverFrom: before.origin } : {}) };
  await recordAudit(tx, { act: 'person.changed', outcome: 'done', actor: by, personId: before.id, details }, at);
}

const definedOf = (change: Omit<PersonChange, 'takeOver'>): Partial<PersonFacts> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

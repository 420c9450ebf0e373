import type { PersonState } from '@lanyard/contract';
import { recordAudits, type Actor, type AuditEntry, type Tx } from '@lanyard/kernel';
import { announce } from '../announce.ts';
import { anyAdministrator, lockAdministrators, otherActiveAdministrators } from '../pg/administrators.ts';
import {
  groupIdsByName,
  insertPeople,
  joinPairs,
  leavePairs,
  lockPeople,
  updatePeople,
  updateStates,
  type LockedPerson,
  type Pair,
} from '../pg/apply-people.ts';
import { insertGroups } from '../pg/groups.ts';
import type { IntakeLineRow, IntakeRow } from '../pg/intakes.ts';
import { NAMES } from '../people/authority-over.ts';
import type { DirectoryPorts } from '../ports.ts';
import { SETTING_CHANGED } from '../settings/note-change.ts';
import type { IntakeOptions } from './candidate.ts';
import { groupsNamed, otherGroups } from './other-groups.ts';

export interface Applied {
  /** Lines whose person or groups are not as they were when the line was judged; nothing of them was done. */
  readonly stale: readonly IntakeLineRow[];
  /** Lines that would end the last active administrators; nothing of them was done. */
  readonly last: readonly IntakeLineRow[];
}

type Line = IntakeLineRow & { readonly personId: string };

const queues: Record<PersonState, string> = {
  active: 'directory.person-resumed',
  suspended: 'directory.person-suspended',
  terminated: 'directory.person-ended',
};

/**
 * Does what some lines of an intake say, in the transaction given: people, their states, their groups, the log, and
 * the jobs that carry it on.
 */
export async function applyLines(
  ports: DirectoryPorts,
  tx: Tx,
  intake: IntakeRow,
  lines: readonly IntakeLineRow[],
  by: Actor,
): Promise<Applied> {
  // 1. People are locked, and are as they were judged. Who may administer at all is locked before them, as whoever
  //    changes roles does, and groups are after them.
  const administratorsHeld = await holdAdministrators(tx, intake, lines);
  const locked = await lockPeople(
    tx,
    lines.flatMap(({ person_id: id }) => id ?? []),
  );
  const hasOtherGroups = await otherGroups(tx, lines, locked, intake.options);
  const isStale = (line: IntakeLineRow) =>
    hasOtherGroups(line) ||
    (line.person_id !== null &&
      (isOther(locked.get(line.person_id), line, intake.options) ||
        (!administratorsHeld && endsAdministrator(line, locked))));
  const last = administratorsHeld ? await lastAdministrators(tx, lines, locked) : [];
  const fresh: Line[] = lines
    .filter((line) => !isStale(line) && !last.includes(line))
    .map((line) => ({ ...line, personId: line.person_id ?? ports.random.uuid() }));
  // 2. Who they are, and what they are called.
  const log = await writePeople(ports, tx, intake, fresh, by);
  // 3. Their states, with what follows from each.
  log.push(...(await writeStates(ports, tx, intake, fresh, locked, by)));
  // 4. Their groups.
  log.push(...(await writeMemberships(ports, tx, intake, fresh, by)));
  await recordAudits(tx, log, ports.clock.now());
  return { stale: lines.filter(isStale), last };
}

/** Whether somebody is not as they were judged; a role that they got since makes their names and state another matter. */
function isOther(person: LockedPerson | undefined, line: IntakeLineRow, { origin, overRoles }: IntakeOptions): boolean {
  if (person?.version !== line.person_version) return true;
  const guarded = origin === 'csv' ? [...NAMES, 'state'] : NAMES;
  const isOver = person.roles.every((name) => (overRoles as readonly string[]).includes(name));
  return !isOver && line.changes.some(({ field }) => guarded.includes(field));
}

/** @returns whether nobody's roles change until the commit, which it is where the lines end somebody who administers */
async function holdAdministrators(tx: Tx, { origin }: IntakeRow, lines: readonly IntakeLineRow[]): Promise<boolean> {
  if (origin === 'csv') return false; // ends nobody with a role, and may have locked people before
  const ending = lines.filter(isEnding).flatMap(({ person_id: id }) => id ?? []);
  if (ending.length === 0 || !(await anyAdministrator(tx, ending))) return false;
  await lockAdministrators(tx);
  return true;
}

const isEnding = ({ state }: IntakeLineRow): boolean => state !== null && state !== 'active';
const endsAdministrator = (line: IntakeLineRow, locked: ReadonlyMap<string, LockedPerson>): boolean =>
  isEnding(line) && locked.get(line.person_id ?? '')?.roles.includes('administrator') === true;

/** Those of the lines after which nobody active could administer: a directory locks nobody out of this one. */
async function lastAdministrators(
  tx: Tx,
  lines: readonly IntakeLineRow[],
  locked: ReadonlyMap<string, LockedPerson>,
): Promise<readonly IntakeLineRow[]> {
  const ending = lines.filter((line) => endsAdministrator(line, locked));
  if (ending.length === 0) return [];
  const ids = ending.flatMap(({ person_id: id }) => id ?? []);
  return (await otherActiveAdministrators(tx, ids)) === 0 ? ending : [];
}

async function writePeople({ clock }: DirectoryPorts, tx: Tx, intake: IntakeRow, lines: readonly Line[], by: Actor) {
  const write = ({ personId: id, facts, external_id: externalId }: Line) => ({ id, facts, externalId });
  const from = { origin: intake.origin, sourceId: intake.source_id, by, at: clock.now() };
  const added = lines.filter(({ outcome }) => outcome === 'new');
  const changed = lines.filter(({ outcome }) => outcome === 'changed');
  await insertPeople(
    tx,
    added.map((line) => ({ ...write(line), state: line.state ?? 'active' })),
    from,
  );
  await updatePeople(tx, changed.map(write), from);
  const entry = (act: string, line: Line, details: object): AuditEntry => ({
    act,
    outcome: 'done',
    actor: by,
    personId: line.personId,
    details: { ...details, intake: intake.id, line: line.line },
  });
  return [
    ...added.map((line) => entry('person.added', line, { userName: line.facts.userName, upn: line.facts.upn })),
    ...changed.filter(hasOtherFacts).map((line) => entry('person.changed', line, changeDetails(line))),
  ];
}

const factsChanged = ({ changes }: Line) => changes.filter(({ field }) => field !== 'state');
const hasOtherFacts = (line: Line): boolean => factsChanged(line).length > 0;

/** Names the fields, and what the two that identify a person were before. */
function changeDetails(line: Line): Record<string, unknown> {
  const changes = factsChanged(line);
  const names = changes.filter(({ field }) => field === 'upn' || field === 'userName');
  return {
    fields: changes.map(({ field }) => field),
    ...Object.fromEntries(names.map(({ field, before, after }) => [field, { before, after }])),
  };
}

async function writeStates(
  ports: DirectoryPorts,
  tx: Tx,
  intake: IntakeRow,
  lines: readonly Line[],
  locked: ReadonlyMap<string, LockedPerson>,
  by: Actor,
): Promise<AuditEntry[]> {
  const log: AuditEntry[] = [];
  for (const state of ['active', 'suspended', 'terminated'] as const) {
    const moved = lines.filter(
      (l) => l.outcome !== 'new' && l.state === state && locked.get(l.personId)?.state !== state,
    );
    if (moved.length === 0) continue;
    const ids = moved.map(({ personId }) => personId);
    const reason = reasonFor(state, intake);
    await updateStates(tx, ids, { state, reason, bySource: intake.origin === 'ldap' }, by, ports.clock.now());
    for (const { personId } of moved) {
      const details = { before: locked.get(personId)?.state, state, reason, intake: intake.id };
      log.push({ act: 'person.state-set', outcome: 'done', actor: by, personId, details });
    }
    await announce(ports, tx, queues[state], ids);
  }
  return log;
}

function reasonFor(state: PersonState, { origin, name }: IntakeRow): string {
  if (origin === 'csv') return `by the file ${name}`;
  return state === 'active' ? `back in the directory ${name}` : `gone from the directory ${name}`;
}

async function writeMemberships(ports: DirectoryPorts, tx: Tx, intake: IntakeRow, lines: readonly Line[], by: Actor) {
  const names = groupsNamed(lines);
  if (names.length === 0) return [];
  const made = await makeGroups(ports, tx, intake, [...new Set(lines.flatMap(({ joins }) => joins))], by);
  const ids = await groupIdsByName(tx, names);
  const pairsOf = (pick: (line: Line) => readonly string[]): Pair[] =>
    lines.flatMap((line) =>
      pick(line).flatMap((name) => {
        const groupId = ids.get(name.toLowerCase());
        return groupId === undefined ? [] : [{ personId: line.personId, groupId }];
      }),
    );
  const joined = await joinPairs(
    tx,
    pairsOf(({ joins }) => joins),
  );
  const left = await leavePairs(
    tx,
    pairsOf(({ leaves }) => leaves),
  );
  // Somebody new has no device that could learn of it.
  const isNew = new Set(lines.filter(({ outcome }) => outcome === 'new').map(({ personId }) => personId));
  const told = new Set([...joined, ...left].map(({ personId }) => personId).filter((id) => !isNew.has(id)));
  await announce(ports, tx, SETTING_CHANGED, [...told]);
  const entry = (act: string, { personId, groupId }: Pair): AuditEntry => ({
    act,
    outcome: 'done',
    actor: by,
    personId,
    object: groupId,
    details: { intake: intake.id },
  });
  return [...made, ...joined.map((p) => entry('group.joined', p)), ...left.map((p) => entry('group.left', p))];
}

async function makeGroups(
  { clock, random }: DirectoryPorts,
  tx: Tx,
  intake: IntakeRow,
  names: readonly string[],
  by: Actor,
): Promise<AuditEntry[]> {
  if (!intake.options.createGroups) return [];
  const there = await groupIdsByName(tx, names);
  const distinct = new Map(names.filter((n) => !there.has(n.toLowerCase())).map((n) => [n.toLowerCase(), n]));
  const groups = [...distinct.values()].map((name) => ({ id: random.uuid(), name }));
  const inserted = await insertGroups(tx, groups, { origin: intake.origin, sourceId: intake.source_id }, clock.now());
  return inserted.map(({ id, name }) => ({
    act: 'group.added',
    outcome: 'done',
    actor: by,
    object: id,
    details: { name, intake: intake.id },
  }));
}

import { personFacts, personState, type PersonFacts, type PersonState } from '@lanyard/contract';
import { NAMES } from '../people/authority-over.ts';
import type { Candidate, Change, IntakeOptions, Judged, Known } from './candidate.ts';

/** What the judge is told beside the line: all found by whatever the case. */
export interface Around {
  /** Who has this external id at this source. */
  readonly byExternalId: Known | null;
  readonly byUserName: Known | null;
  readonly byUpn: Known | null;
  /** Lower-case names of groups that are there and may be joined by this source. */
  readonly groups: ReadonlySet<string>;
  /** Lower-case names of groups that another source looks after. */
  readonly othersGroups: ReadonlySet<string>;
  /** Lower-case names of groups whose members sign in by a setting of their own. */
  readonly signInGroups: ReadonlySet<string>;
}

const GROUP_NAME = 200;

/** Says what one line would do, or why it cannot be taken. Pure: what there is already is handed in. */
export function judge(candidate: Candidate, around: Around, options: IntakeOptions): Judged {
  const refused = (reason: string): Judged => ({ ...nothing(candidate), outcome: 'refused', reason });
  if (candidate.problem !== undefined) return refused(candidate.problem);

  // 1. What the line says is in order by itself.
  const read = personFacts.safeParse(candidate.facts);
  if (!read.success) return refused(wordsOf(read.error.issues));
  const facts = read.data;
  const state = stateOf(candidate.state);
  if (state === undefined) return refused(`state: "${candidate.state}" is not active, suspended or terminated`);

  // 2. Whom it means.
  const person = around.byExternalId ?? around.byUserName ?? around.byUpn;
  const clash = clashOf(person, around);
  if (clash !== null) return refused(clash);
  const stranger = person === null ? null : strangerOf(person, options);
  if (stranger !== null) return refused(stranger);

  // 3. What it changes.
  const wrongGroup = candidate.groups?.map((name) => groupProblem(name, around, options)).find((p) => p !== null);
  if (wrongGroup) return refused(wrongGroup);
  const [joins, leaves] = membershipChanges(candidate.groups, person?.groups ?? []);
  const found = { person, facts, joins, leaves };
  if (person === null) return { ...found, outcome: 'new', reason: null, state, changes: [] };
  const wanted = wantedState(person, state, options);
  const changes = [
    ...factChanges(person.facts, facts),
    ...stateChange(person.state, wanted),
    ...originChange(person, options),
  ];
  const moved = [...joins, ...leaves].find((name) => around.signInGroups.has(fold(name)));
  const protectedChange = roleProblem(person, { changes, state: wanted, moved }, options);
  if (protectedChange !== null) return refused(protectedChange);
  const linked = options.origin === 'ldap' && person.externalId !== candidate.externalId;
  const same = changes.length + joins.length + leaves.length === 0 && !linked;
  return { ...found, outcome: same ? 'unchanged' : 'changed', reason: null, state: wanted, changes };
}

const nothing = ({ facts }: Candidate) => ({ person: null, facts, state: null, changes: [], joins: [], leaves: [] });

const wordsOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ');

/** Null where the line says nothing; undefined where it says what is no state. */
function stateOf(word: string | undefined): PersonState | null | undefined {
  if (word === undefined || word === '') return null;
  return personState.safeParse(word.toLowerCase()).data;
}

function clashOf(person: Known | null, { byUserName, byUpn }: Around): string | null {
  if (byUserName !== null && person !== null && byUserName.id !== person.id)
    return `userName: belongs to ${byUserName.facts.displayName} already`;
  if (byUpn !== null && person !== null && byUpn.id !== person.id)
    return `upn: belongs to ${byUpn.facts.displayName} already`;
  return null;
}

/** Nobody's work is written over unsaid: a person that somebody else looks after is refused, or taken over as told. */
function strangerOf(person: Known, { origin, sourceId, takeOver }: IntakeOptions): string | null {
  if (takeOver) return null;
  if (origin === 'ldap' && (person.origin !== 'ldap' || person.sourceId !== sourceId))
    return `${person.facts.displayName} is here already, by ${wordFor[person.origin]}: allow this connection to take people over`;
  if (origin === 'csv' && (person.origin === 'ldap' || person.origin === 'scim'))
    return `${person.facts.displayName} is looked after by ${wordFor[person.origin]}: change them there, or take them over`;
  return null;
}

const wordFor = { hand: 'hand', csv: 'a file', ldap: 'an LDAP directory', scim: 'an identity provider' } as const;

function groupProblem(name: string, { groups, othersGroups }: Around, { createGroups }: IntakeOptions): string | null {
  const folded = name.toLowerCase();
  if (name.length > GROUP_NAME) return `groups: a name is longer than ${GROUP_NAME} characters`;
  if (othersGroups.has(folded)) return `groups: the members of "${name}" are looked after elsewhere`;
  if (!groups.has(folded) && !createGroups) return `groups: there is no user group "${name}"`;
  return null;
}

function membershipChanges(wanted: readonly string[] | undefined, has: readonly string[]): [string[], string[]] {
  if (wanted === undefined) return [[], []];
  const [want, have] = [new Set(wanted.map(fold)), new Set(has.map(fold))];
  const joins = wanted.filter(
    (name, i) => !have.has(fold(name)) && wanted.findIndex((n) => fold(n) === fold(name)) === i,
  );
  return [joins, has.filter((name) => !want.has(fold(name)))];
}

const fold = (name: string): string => name.toLowerCase();

const factChanges = (before: PersonFacts, after: PersonFacts): Change[] =>
  (Object.keys(after) as (keyof PersonFacts)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));

const stateChange = (before: PersonState, after: PersonState | null): Change[] =>
  after === null || after === before ? [] : [{ field: 'state', before, after }];

/** Somebody else looked after the person so far: said in the preview, and in the log. */
function originChange(person: Known, { origin, sourceId }: IntakeOptions): Change[] {
  const ours = origin === 'ldap' ? person.sourceId === sourceId : person.origin === 'hand' || person.origin === 'csv';
  return ours ? [] : [{ field: 'origin', before: person.origin, after: origin }];
}

/** Who is in the directory again comes back, if it was the directory that sent them away. */
function wantedState(person: Known, state: PersonState | null, { origin }: IntakeOptions): PersonState | null {
  if (origin === 'ldap') return person.state !== 'active' && person.stateBySource ? 'active' : null;
  return state === person.state ? null : state;
}

interface RoleChange {
  readonly changes: readonly Change[];
  readonly state: PersonState | null;
  /** A group whose members sign in by a setting of their own. */
  readonly moved: string | undefined;
}

/** A directory is followed as whoever set it up meant it, but for names and for who goes; a file is anybody's. */
function roleProblem(
  person: Known,
  { changes, state, moved }: RoleChange,
  { origin, overRoles }: IntakeOptions,
): string | null {
  if (person.roles.length === 0) return null;
  const isOver = person.roles.every((name) => (overRoles as readonly string[]).includes(name));
  const byHand = `${person.facts.displayName} has a role: change it by hand`;
  const named = changes.find(({ field }) => NAMES.includes(field));
  if (named && !isOver) return `${named.field}: ${byHand}`;
  if (state !== null && (state !== 'active' || origin === 'csv')) return `state: ${byHand}`;
  if (moved !== undefined && origin === 'csv' && !isOver) return `groups: ${byHand}`;
  return null;
}

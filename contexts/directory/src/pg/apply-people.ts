import type { Origin, PersonState } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { Candidate } from '../intake/candidate.ts';

export interface LockedPerson {
  readonly id: string;
  readonly version: number;
  readonly state: PersonState;
  readonly roles: readonly string[];
}

/**
 * Locks people in the order of their ids, as everybody does who locks several. Whoever puts them into a group does not
 * wait: they may hold the group that the transaction here waits for.
 */
export async function lockPeople(on: Queryable, ids: readonly string[]): Promise<Map<string, LockedPerson>> {
  const { rows } = await sql<LockedPerson>`select id, version, state, roles from directory.person
    where id = any(${ids}::uuid[]) order by id for no key update`.execute(on);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface PersonWrite {
  readonly id: string;
  readonly facts: Candidate['facts'];
  readonly externalId: string | null;
}

export interface WriteFrom {
  readonly origin: Origin;
  readonly sourceId: string | null;
  readonly by: Actor;
  readonly at: Date;
}

const recordset = (people: readonly PersonWrite[]) => sql`jsonb_to_recordset(${JSON.stringify(
  people.map(({ id, facts, externalId }) => ({
    id,
    user_name: facts.userName,
    upn: facts.upn,
    email: facts.email,
    display_name: facts.displayName,
    given_name: facts.givenName,
    surname: facts.surname,
    external_id: externalId,
  })),
)}::jsonb) as r(id uuid, user_name text, upn text, email text, display_name text, given_name text, surname text,
  external_id text)`;

export async function insertPeople(
  on: Queryable,
  people: readonly (PersonWrite & { readonly state: PersonState })[],
  { origin, sourceId, at }: WriteFrom,
): Promise<void> {
  if (people.length === 0) return;
  const states = sql`jsonb_to_recordset(${JSON.stringify(people.map(({ id, state }) => ({ id, state })))}::jsonb)
    as s(id uuid, state text)`;
  await sql`insert into directory.person (id, user_name, upn, email, display_name, given_name, surname, state,
      created_at, state_since, origin, source_id, external_id)
    select r.id, r.user_name, r.upn, r.email, r.display_name, r.given_name, r.surname, s.state, ${at}, ${at}, ${origin},
      ${sourceId}::uuid, r.external_id
    from ${recordset(people)} join ${states} on s.id = r.id`.execute(on);
}

export async function updatePeople(
  on: Queryable,
  people: readonly PersonWrite[],
  { origin, sourceId, by, at }: WriteFrom,
): Promise<void> {
  if (people.length === 0) return;
  await sql`update directory.person p set user_name = r.user_name, upn = r.upn, email = r.email,
      display_name = r.display_name, given_name = r.given_name, surname = r.surname,
      origin = case when ${origin} = 'csv' and p.origin = 'hand' then 'hand' else ${origin} end,
      source_id = ${sourceId}::uuid, external_id = r.external_id, version = p.version + 1, changed_at = ${at},
      changed_by = ${JSON.stringify(by)}::jsonb
    from ${recordset(people)} where p.id = r.id`.execute(on);
}

export async function updateStates(
  on: Queryable,
  ids: readonly string[],
  to: { readonly state: PersonState; readonly reason: string; readonly bySource: boolean },
  by: Actor,
  at: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`update directory.person set state = ${to.state}, state_since = ${at}, state_reason = ${to.reason},
      state_by_source = ${to.bySource}, version = version + 1, changed_at = ${at},
      changed_by = ${JSON.stringify(by)}::jsonb
    where id = any(${ids}::uuid[])`.execute(on);
}

export interface Pair {
  readonly personId: string;
  readonly groupId: string;
}

const pairs = (of: readonly Pair[]) =>
  sql`unnest(${of.map((p) => p.personId)}::uuid[], ${of.map((p) => p.groupId)}::uuid[])`;

/** @returns those who were not in the group before */
export async function joinPairs(on: Queryable, joins: readonly Pair[]): Promise<Pair[]> {
  if (joins.length === 0) return [];
  const { rows } = await sql<Pair>`insert into directory.membership (person_id, group_id)
    select distinct person_id, group_id from ${pairs(joins)} as j(person_id, group_id) on conflict do nothing
    returning person_id as "personId", group_id as "groupId"`.execute(on);
  return rows;
}

/** @returns those who were in the group */
export async function leavePairs(on: Queryable, leaves: readonly Pair[]): Promise<Pair[]> {
  if (leaves.length === 0) return [];
  const { rows } = await sql<Pair>`delete from directory.membership m using ${pairs(leaves)} as l(person_id, group_id)
    where m.person_id = l.person_id and m.group_id = l.group_id
    returning m.person_id as "personId", m.group_id as "groupId"`.execute(on);
  return rows;
}

/**
 * Keeps groups as they are until the commit, in the order of their ids. Taken before anybody joins them: a membership
 * that is written and then waits for its group would be waited for by whoever holds that.
 */
export async function lockGroups(on: Queryable, names: readonly string[]): Promise<void> {
  await sql`select 1 from directory.user_group
    where lower(name) = any(select lower(n) from unnest(${names}::text[]) n) order by id for share`.execute(on);
}

/** Ids of groups by lower-case name. */
export async function groupIdsByName(on: Queryable, names: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, lower(name) as name from directory.user_group
    where lower(name) = any(select lower(n) from unnest(${names}::text[]) n)`.execute(on);
  return new Map(rows.map(({ id, name }) => [name, id]));
}

import type { Origin, PersonFacts, PersonState } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { PersonListRow } from './person-list.ts';

/** A person with what changing them asks for. */
export interface PersonRecord extends PersonListRow {
  readonly roles: readonly string[];
  readonly external_id: string | null;
  readonly source_id: string | null;
  readonly state_reason: string | null;
  readonly state_by_source: boolean;
  readonly changed_at: Date | null;
  readonly changed_by: Actor | null;
}

const columns = sql`id, user_name, upn, email, display_name, given_name, surname, state, state_since, origin,
  created_at, version, roles, external_id, source_id, state_reason, state_by_source, changed_at, changed_by`;

export async function findPersonRecord(on: Queryable, id: string): Promise<PersonRecord | null> {
  const { rows } = await sql<PersonRecord>`select ${columns} from directory.person where id = ${id}`.execute(on);
  return rows[0] ?? null;
}

/** Takes the row's lock, so that of two changes at once each sees what the other made; who joins a group is not held up. */
export async function lockPersonRecord(on: Queryable, id: string): Promise<PersonRecord | null> {
  const { rows } = await sql<PersonRecord>`select ${columns} from directory.person where id = ${id}
    for no key update`.execute(on);
  return rows[0] ?? null;
}

export interface PersonGroup {
  readonly id: string;
  readonly name: string;
  readonly origin: Origin;
}

export const groupsOfPerson = async (on: Queryable, personId: string): Promise<PersonGroup[]> =>
  (await groupsOfPeople(on, [personId])).get(personId) ?? [];

/** The groups of each, by name; who is in none is not in the answer. One query, a thousand groups a person. */
export async function groupsOfPeople(on: Queryable, personIds: readonly string[]): Promise<Map<string, PersonGroup[]>> {
  const { rows } = await sql<{ person_id: string; groups: PersonGroup[] }>`select p.id as person_id, g.groups
    from unnest(${personIds}::uuid[]) as p(id) cross join lateral (
      select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'origin', o.origin) order by lower(o.name)) as groups
      from (select g.id, g.name, g.origin from directory.membership m join directory.user_group g on g.id = m.group_id
        where m.person_id = p.id order by lower(g.name) limit 1000) o) g
    where g.groups is not null`.execute(on);
  return new Map(rows.map((row) => [row.person_id, row.groups]));
}

/** Where a person comes from. */
export interface Provenance {
  readonly origin: Origin;
  readonly externalId: string | null;
  readonly sourceId: string | null;
}

export async function updatePersonFacts(
  on: Queryable,
  id: string,
  facts: PersonFacts,
  from: Provenance,
  by: Actor,
  at: Date,
): Promise<void> {
  await sql`update directory.person set user_name = ${facts.userName}, upn = ${facts.upn}, email = ${facts.email},
      display_name = ${facts.displayName}, given_name = ${facts.givenName}, surname = ${facts.surname},
      origin = ${from.origin}, external_id = ${from.externalId}, source_id = ${from.sourceId},
      version = version + 1, changed_at = ${at}, changed_by = ${JSON.stringify(by)}::jsonb
    where id = ${id}`.execute(on);
}

export async function setProvenance(on: Queryable, id: string, from: Provenance): Promise<void> {
  await sql`update directory.person set origin = ${from.origin}, external_id = ${from.externalId},
    source_id = ${from.sourceId} where id = ${id}`.execute(on);
}

export async function updateStateFacts(
  on: Queryable,
  id: string,
  state: { readonly state: PersonState; readonly reason: string | null; readonly bySource: boolean },
  by: Actor,
  at: Date,
): Promise<void> {
  await sql`update directory.person set state = ${state.state}, state_since = ${at}, state_reason = ${state.reason},
      state_by_source = ${state.bySource}, version = version + 1, changed_at = ${at},
      changed_by = ${JSON.stringify(by)}::jsonb
    where id = ${id}`.execute(on);
}

export async function sourceName(on: Queryable, sourceId: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`select connection ->> 'name' as name from directory.ldap_connection
    where id = ${sourceId}`.execute(on);
  return rows[0]?.name ?? null;
}

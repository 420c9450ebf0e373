import type { Origin, PersonState } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { IntakeOptions, Known } from '../intake/candidate.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly user_name: string;
  readonly upn: string;
  readonly email: string;
  readonly display_name: string;
  readonly given_name: string;
  readonly surname: string;
  readonly state: PersonState;
  readonly state_by_source: boolean;
  readonly origin: Origin;
  readonly source_id: string | null;
  readonly external_id: string | null;
  readonly roles: string[];
}

export interface Names {
  readonly userNames: readonly string[];
  readonly upns: readonly string[];
  readonly externalIds: readonly string[];
}

/** Groups whose members a source may change: files those made here, a directory its own. */
const ownGroups = ({ origin, sourceId }: IntakeOptions) =>
  origin === 'ldap' ? sql`g.source_id = ${sourceId}` : sql`g.origin in ('hand', 'csv')`;

/** As an index answers it, which "is not distinct from" is not. */
const bySource = ({ sourceId }: IntakeOptions) =>
  sourceId === null ? sql`source_id is null` : sql`source_id = ${sourceId}::uuid`;

const columns = sql`p.id, p.version, p.user_name, p.upn, p.email, p.display_name, p.given_name, p.surname, p.state,
  p.state_by_source, p.origin, p.source_id, p.external_id, p.roles`;

/** Asked for apart: as part of the question for people it would be asked once for each of them. */
async function withGroups(on: Queryable, people: readonly Row[], options: IntakeOptions): Promise<Known[]> {
  const ids = people.map(({ id }) => id);
  const { rows } = await sql<{ person_id: string; groups: string[] }>`select m.person_id, array_agg(g.name) as groups
    from directory.membership m join directory.user_group g on g.id = m.group_id and ${ownGroups(options)}
    where m.person_id = any(${ids}::uuid[]) group by m.person_id`.execute(on);
  const groups = new Map(rows.map((row) => [row.person_id, row.groups]));
  return people.map((person) => toKnown(person, groups.get(person.id) ?? []));
}

/** Everybody who has one of the names, whatever the case, or is the source's by one of the identifiers. */
export async function findKnown(on: Queryable, names: Names, options: IntakeOptions): Promise<Known[]> {
  const lower = (all: readonly string[]) => sql`(select array_agg(lower(n)) from unnest(${all}::text[]) n)::text[]`;
  const { rows } = await sql<Row>`select ${columns} from directory.person p where p.id in (
      select id from directory.person where lower(user_name) = any(${lower(names.userNames)})
      union select id from directory.person where lower(upn) = any(${lower(names.upns)})
      union select id from directory.person where origin = ${options.origin}
        and ${bySource(options)} and external_id = any(${names.externalIds}::text[])
    )`.execute(on);
  return withGroups(on, rows, options);
}

/** A page of the people that a connection looks after, by id. */
export async function peopleOfSource(
  on: Queryable,
  options: IntakeOptions,
  after: string | null,
  limit: number,
): Promise<Known[]> {
  const { rows } = await sql<Row>`select ${columns} from directory.person p
    where p.origin = 'ldap' and p.source_id = ${options.sourceId} and (${after}::uuid is null or p.id > ${after}::uuid)
    order by p.id limit ${limit}`.execute(on);
  return withGroups(on, rows, options);
}

/** Of the group names given, those that are there, in lower case, and whether this source may change their members. */
export async function findGroupNames(on: Queryable, names: readonly string[], options: IntakeOptions) {
  const { rows } = await sql<{ name: string; own: boolean }>`select lower(g.name) as name, ${ownGroups(options)} as own
    from directory.user_group g
    where lower(g.name) = any(select lower(n) from unnest(${names}::text[]) n)`.execute(on);
  return rows;
}

export async function activePeople(on: Queryable): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from directory.person where state = 'active'`.execute(
    on,
  );
  return rows[0]?.n ?? 0;
}

const toKnown = (row: Row, groups: readonly string[]): Known => ({
  id: row.id,
  version: row.version,
  facts: {
    userName: row.user_name,
    upn: row.upn,
    email: row.email,
    displayName: row.display_name,
    givenName: row.given_name,
    surname: row.surname,
  },
  state: row.state,
  stateBySource: row.state_by_source,
  origin: row.origin,
  sourceId: row.source_id,
  externalId: row.external_id,
  roles: row.roles,
  groups,
});

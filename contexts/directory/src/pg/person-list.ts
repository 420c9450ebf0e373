import type { Origin, PersonSort, PersonState } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';

/** A person as lists show them. */
export interface PersonListRow {
  readonly id: string;
  readonly version: number;
  readonly user_name: string;
  readonly upn: string;
  readonly email: string;
  readonly display_name: string;
  readonly given_name: string;
  readonly surname: string;
  readonly state: PersonState;
  readonly state_since: Date;
  readonly origin: Origin;
  readonly created_at: Date;
}

export interface PeopleWanted {
  /** Each is the beginning of a name, a UPN or an address of the person. */
  readonly words: readonly string[];
  readonly state?: PersonState | undefined;
  readonly origin?: Origin | undefined;
  readonly groupId?: string | undefined;
  /** Ids of those who may be shown; null: all. */
  readonly within: readonly string[] | null;
}

export interface PeopleOrder {
  readonly by: PersonSort;
  readonly descending: boolean;
}

/** The same expressions as the indexes `person_list_…` have: lists of a million people are read from them in order. */
const keys: Record<PersonSort, RawBuilder<unknown>> = {
  userName: sql`lower(p.user_name) collate "C"`,
  upn: sql`lower(p.upn) collate "C"`,
  email: sql`lower(p.email) collate "C"`,
  displayName: sql`lower(p.display_name) collate "C"`,
  givenName: sql`lower(p.given_name) collate "C"`,
  surname: sql`lower(p.surname) collate "C"`,
  createdAt: sql`p.created_at`,
};
const searched = [keys.userName, keys.upn, keys.email, keys.surname, keys.givenName, keys.displayName];

const columns = sql`p.id, p.version, p.user_name, p.upn, p.email, p.display_name, p.given_name, p.surname, p.state, p.state_since,
  p.origin, p.created_at`;

/** A page of people. @param afterId the last person of the page before */
export async function listPersonRows(
  on: Queryable,
  wanted: PeopleWanted,
  { by, descending }: PeopleOrder,
  afterId: string | null,
  limit: number,
): Promise<PersonListRow[]> {
  const key = keys[by];
  const direction = descending ? sql`desc` : sql`asc`;
  const place = afterId === null ? sql`true` : await placeAfter(on, key, afterId, descending);
  const { rows } = await sql<PersonListRow>`select ${columns} from directory.person p
    where ${conditions(wanted)} and ${place} order by ${key} ${direction}, p.id ${direction} limit ${limit}`.execute(
    on,
  );
  return rows;
}

/** How many there are, counted no further than `most`. */
export async function countPersonRows(on: Queryable, wanted: PeopleWanted, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from
    (select 1 from directory.person p where ${conditions(wanted)} limit ${most}) counted`.execute(on);
  return rows[0]?.n ?? 0;
}

/** Names of the groups of many people at once, for exports. */
export async function groupNamesOf(on: Queryable, personIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ person_id: string; names: string[] }>`select m.person_id,
      array_agg(g.name order by g.name) as names
    from directory.membership m join directory.user_group g on g.id = m.group_id
    where m.person_id = any(${personIds}::uuid[]) group by m.person_id`.execute(on);
  return new Map(rows.map(({ person_id, names }) => [person_id, names]));
}

/** Two steps, so that the second is a plain comparison that an index answers. */
async function placeAfter(on: Queryable, key: RawBuilder<unknown>, afterId: string, descending: boolean) {
  const { rows } = await sql<{ key: string }>`select (${key})::text as key from directory.person p
    where p.id = ${afterId}`.execute(on);
  const last = rows[0]?.key;
  if (last === undefined) return sql`false`;
  const value = key === keys.createdAt ? sql`${last}::timestamptz` : sql`${last}`;
  return descending ? sql`(${key}, p.id) < (${value}, ${afterId})` : sql`(${key}, p.id) > (${value}, ${afterId})`;
}

function conditions({ words, state, origin, groupId, within }: PeopleWanted): RawBuilder<unknown> {
  const all = [sql`true`];
  for (const word of words) {
    const beginning = `${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    all.push(
      sql`(${sql.join(
        searched.map((column) => sql`${column} like ${beginning}`),
        sql` or `,
      )})`,
    );
  }
  if (within !== null) all.push(sql`p.id = any(${within}::uuid[])`);
  if (state !== undefined) all.push(sql`p.state = ${state}`);
  if (origin !== undefined) all.push(sql`p.origin = ${origin}`);
  if (groupId !== undefined)
    all.push(sql`exists (select 1 from directory.membership m where m.group_id = ${groupId} and m.person_id = p.id)`);
  return sql.join(all, sql` and `);
}

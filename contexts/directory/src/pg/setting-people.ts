import type { Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';

/** For each group that has a setting, the place of the first of its settings in the order. The last place is the default. */
export interface Places {
  readonly byGroup: ReadonlyMap<string, number>;
  readonly fallback: number;
}

/** The orders before and after a change. */
export interface Scope {
  readonly before: Places;
  readonly after: Places;
}

export interface Move {
  readonly from: number;
  readonly to: number;
  readonly people: number;
}

export interface MovedPerson {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly upn: string;
  readonly from: number;
  readonly to: number;
}

/** Pairs of places whose people are meant. */
export interface Pairs {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Each person who is in a group with a setting, with their place before and after: one walk over the memberships. */
function winners({ after, before }: Scope): RawBuilder<unknown> {
  const ids = [...new Set([...before.byGroup.keys(), ...after.byGroup.keys()])];
  const places = ({ byGroup }: Places): (number | null)[] => ids.map((id) => byGroup.get(id) ?? null);
  return sql`w as (select m.person_id, min(g.b) as b, min(g.a) as a from directory.membership m
    join unnest(${ids}::uuid[], ${places(before)}::int[], ${places(after)}::int[]) as g(id, b, a) on g.id = m.group_id
    group by m.person_id)`;
}

const from = ({ before }: Scope): RawBuilder<unknown> => sql`coalesce(w.b, ${before.fallback}::int)`;
const to = ({ after }: Scope): RawBuilder<unknown> => sql`coalesce(w.a, ${after.fallback}::int)`;
const within = (pairs: Pairs): RawBuilder<unknown> =>
  sql`(select * from unnest(${[...pairs.from]}::int[], ${[...pairs.to]}::int[]))`;

/** How many people are at which place before and after a change; whoever has ended counts no more. */
export async function countMoves(on: Queryable, scope: Scope): Promise<Move[]> {
  const { rows } = await sql<Move>`with ${winners(scope)}
    select ${from(scope)} as "from", ${to(scope)} as "to", count(*)::int as people
    from directory.person p left join w on w.person_id = p.id
    where p.state <> 'terminated' group by 1, 2`.execute(on);
  return rows;
}

/**
 * Active people of some moves, those with a role first, so that an administrator who would be locked out is seen
 * whatever time there is.
 * @returns at most `limit` of them, and how many there are
 */
export async function findMoved(
  on: Queryable,
  scope: Scope,
  pairs: Pairs,
  limit: number,
): Promise<{ people: MovedPerson[]; of: number }> {
  const { rows } = await sql<MovedPerson & { of: number }>`with ${winners(scope)},
    moved as (select p.id, p.user_name as "userName", p.display_name as "displayName", p.upn, p.roles = '{}' as plain,
        ${from(scope)} as "from", ${to(scope)} as "to"
      from directory.person p left join w on w.person_id = p.id where p.state = 'active')
    select id, "userName", "displayName", upn, "from", "to", count(*) over ()::int as of from moved
    where ("from", "to") in ${within(pairs)} order by plain, id limit ${limit}`.execute(on);
  return { people: rows, of: rows[0]?.of ?? 0 };
}

/** The names of the first of all who are moved. */
export async function findMovedNames(on: Queryable, scope: Scope, pairs: Pairs, limit: number): Promise<MovedPerson[]> {
  const { rows } = await sql<MovedPerson>`with ${winners(scope)},
    moved as (select p.id, p.user_name as "userName", p.display_name as "displayName", p.upn,
        ${from(scope)} as "from", ${to(scope)} as "to"
      from directory.person p left join w on w.person_id = p.id where p.state <> 'terminated')
    select * from moved where ("from", "to") in ${within(pairs)}
    order by lower("userName") collate "C", id limit ${limit}`.execute(on);
  return rows;
}

/** The groups of one person. */
export async function findGroupsOfPerson(on: Queryable, personId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select g.id, g.name from directory.membership m
    join directory.user_group g on g.id = m.group_id where m.person_id = ${personId} order by lower(g.name)`.execute(
    on,
  );
  return rows;
}

import type { Queryable } from '@lanyard/kernel';
import { sql, type RawBuilder } from 'kysely';

/** For each group that has a setting, the place of that setting in the order. The last place is the default. */
export interface Places {
  readonly places: readonly number[];
  readonly groupIds: readonly string[];
  readonly fallback: number;
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

const winners = (name: string, { places, groupIds }: Places): RawBuilder<unknown> =>
  sql`${sql.raw(name)} as (select m.person_id, min(g.place) as place from directory.membership m
    join unnest(${[...places]}::int[], ${[...groupIds]}::uuid[]) as g(place, group_id) on g.group_id = m.group_id
    group by m.person_id)`;

/** How many people are at which place before and after a change; whoever has ended counts no more. */
export async function countMoves(on: Queryable, before: Places, after: Places): Promise<Move[]> {
  const { rows } = await sql<Move>`with ${winners('b', before)}, ${winners('a', after)}
    select coalesce(b.place, ${before.fallback}::int) as "from", coalesce(a.place, ${after.fallback}::int) as "to",
      count(*)::int as people
    from directory.person p left join b on b.person_id = p.id left join a on a.person_id = p.id
    where p.state <> 'terminated' group by 1, 2`.execute(on);
  return rows;
}

/**
 * People of some moves. Those with a role come first, so that an administrator who would be locked out is seen whatever
 * time there is.
 * @param page `after` the last one seen, with whether they had a role
 */
export async function findMoved(
  on: Queryable,
  { before, after }: { readonly before: Places; readonly after: Places },
  pairs: Pairs,
  page: { readonly after: { readonly id: string; readonly plain: boolean } | null; readonly limit: number },
): Promise<(MovedPerson & { readonly plain: boolean })[]> {
  const last = page.after;
  const { rows } = await sql<MovedPerson & { plain: boolean }>`with ${winners('b', before)}, ${winners('a', after)},
    moved as (select p.id, p.user_name as "userName", p.display_name as "displayName", p.upn, p.roles = '{}' as plain,
        coalesce(b.place, ${before.fallback}::int) as "from", coalesce(a.place, ${after.fallback}::int) as "to"
      from directory.person p left join b on b.person_id = p.id left join a on a.person_id = p.id
      where p.state = 'active')
    select * from moved where ("from", "to") in
        (select * from unnest(${[...pairs.from]}::int[], ${[...pairs.to]}::int[]))
      and (${last === null} or (plain, id) > (${last?.plain ?? false}::boolean, ${last?.id ?? null}::uuid))
    order by plain, id limit ${page.limit}`.execute(on);
  return rows;
}

/** The names of the first of them. */
export async function findMovedNames(
  on: Queryable,
  { before, after }: { readonly before: Places; readonly after: Places },
  pairs: Pairs,
  limit: number,
): Promise<MovedPerson[]> {
  const { rows } = await sql<MovedPerson>`with ${winners('b', before)}, ${winners('a', after)},
    moved as (select p.id, p.user_name as "userName", p.display_name as "displayName", p.upn,
        coalesce(b.place, ${before.fallback}::int) as "from", coalesce(a.place, ${after.fallback}::int) as "to"
      from directory.person p left join b on b.person_id = p.id left join a on a.person_id = p.id
      where p.state <> 'terminated')
    select * from moved where ("from", "to") in
        (select * from unnest(${[...pairs.from]}::int[], ${[...pairs.to]}::int[]))
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

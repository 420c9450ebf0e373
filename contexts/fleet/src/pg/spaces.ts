import { executeSql, type Queryable } from '@lanyard/kernel';
import { sql, type Selectable } from 'kysely';
import type { SpaceRule } from '../scopes/device-scopes.ts';
import type { FleetTables, SpaceTable } from './tables.ts';

export type SpaceRow = Selectable<SpaceTable>;

const spaces = (on: Queryable) => on.withTables<FleetTables>().selectFrom('fleet.space');

/** In the order they are asked: by rank. */
export const spaceRules = (on: Queryable): Promise<SpaceRule[]> =>
  spaces(on).select(['id', 'rule']).orderBy('rank').orderBy('id').execute();

/** There are few: at most some hundreds. */
export const allSpaces = (on: Queryable): Promise<SpaceRow[]> =>
  spaces(on).selectAll().orderBy('rank').orderBy('id').limit(1_000).execute();

/** @param lock against other changes of the space; devices may still be moved into it, whose locks come before its own */
export async function findSpace(on: Queryable, id: string, lock = false): Promise<SpaceRow | null> {
  const found = spaces(on).selectAll().where('id', '=', id);
  return (await (lock ? found.forNoKeyUpdate() : found).executeTakeFirst()) ?? null;
}

export async function insertSpace(
  on: Queryable,
  row: { id: string; name: string; rank: number; rule: string; changed_at: Date },
): Promise<void> {
  await on.withTables<FleetTables>().insertInto('fleet.space').values(row).execute();
}

export async function updateSpace(
  on: Queryable,
  id: string,
  row: { name: string; rank: number; rule: string; changed_at: Date },
): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.space')
    .set({ ...row, version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteSpace(on: Queryable, id: string): Promise<void> {
  await on.withTables<FleetTables>().deleteFrom('fleet.space').where('id', '=', id).execute();
}

/** Counts end here: a list must not look at every device of a large installation. */
export const COUNTED = 10_000;

/** More people than this are not looked through by somebody who administers a part. */
const MOST_PEOPLE = 100_000;

/** Ids of the people who have a device in one of the spaces. */
export async function findPeopleIn(on: Queryable, among: readonly string[]): Promise<string[]> {
  const { rows } = await executeSql(
    on,
    'select distinct person_id as id from fleet.device where space_id = any($1::uuid[]) limit $2',
    [[...among], MOST_PEOPLE],
  );
  return (rows as { id: string }[]).map(({ id }) => id);
}

/** Active devices of each space, up to {@link COUNTED}. */
export async function countDevicesBySpace(on: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await executeSql(
    on,
    `select s.id, (select count(*) from (select 1 from fleet.device d where d.space_id = s.id and d.state = 'active'
       limit ${COUNTED}) as counted) as n from fleet.space s`,
  );
  return new Map((rows as { id: string; n: number }[]).map(({ id, n }) => [id, n]));
}

/** The devices go to other spaces by rule; until then they are in the default one. */
export async function emptySpace(on: Queryable, id: string, into: string): Promise<void> {
  await executeSql(
    on,
    `update fleet.device set space_id = $2, space_by_hand = false, generation = generation + 1 where id in
       (select id from fleet.device where space_id = $1 order by id for no key update)`,
    [id, into],
  );
}

import type { SettingKind } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { DirectoryTables } from './tables.ts';

export interface StoredSetting {
  readonly id: string;
  readonly groupId: string | null;
  /** Null for the default. */
  readonly groupName: string | null;
  readonly rank: number;
  readonly value: unknown;
}

const settingsOfKind = (on: Queryable, kind: SettingKind) =>
  on
    .withTables<DirectoryTables>()
    .selectFrom('directory.setting as s')
    .leftJoin('directory.user_group as g', 'g.id', 's.group_id')
    .select(['s.id', 's.group_id as groupId', 'g.name as groupName', 's.rank', 's.value'])
    .where('s.kind', '=', kind)
    .orderBy(sql`s.group_id is null`) // the default comes after every group
    .orderBy('s.rank')
    .orderBy('s.id');

/** The first setting that a person's groups give, else the default row, else nothing. One query. */
export async function findSettingOf(on: Queryable, personId: string, kind: SettingKind): Promise<StoredSetting | null> {
  const row = await settingsOfKind(on, kind)
    .where((is) =>
      is.or([
        is('s.group_id', 'is', null),
        is(
          's.group_id',
          'in',
          is.selectFrom('directory.membership as m').select('m.group_id').where('m.person_id', '=', personId),
        ),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export function findSettings(on: Queryable, kind: SettingKind): Promise<StoredSetting[]> {
  return settingsOfKind(on, kind).execute();
}

/** Changes of one kind follow each other, so that a rule over all of them can be checked before the commit. */
export async function lockSettings(on: Queryable, kind: SettingKind): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`directory.setting ${kind}`}, 0))`.execute(on);
}

/** @returns the id of the row, which stays the same when a setting is changed */
export async function upsertSetting(
  on: Queryable,
  setting: { id: string; kind: SettingKind; groupId: string | null; rank: number; value: object },
  at: Date,
): Promise<string> {
  const { id, kind, groupId, rank } = setting;
  const value = JSON.stringify(setting.value);
  const row = await on
    .withTables<DirectoryTables>()
    .insertInto('directory.setting')
    .values({ id, kind, group_id: groupId, rank, value, changed_at: at })
    .onConflict((conflict) => conflict.columns(['kind', 'group_id']).doUpdateSet({ rank, value, changed_at: at }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

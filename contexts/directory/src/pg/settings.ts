import type { SettingKind } from '@lanyard/contract';
import { runStatement, statement, type Actor, type Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

export interface StoredSetting {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly rank: number;
  readonly version: number;
  readonly value: unknown;
}

/** With what lists and forms show of it. */
export interface SettingRecord extends StoredSetting {
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly changedAt: Date;
  /** In words; null when nobody noted it. */
  readonly changedBy: string | null;
}

/** The first of a person's settings, else the default row: asked at every sign-in and check-in. */
const ofPerson = statement(
  'directory_setting_of_person',
  `select s.id, s.name, s.is_default as "isDefault", s.rank, s.version, s.value from directory.setting s
   where s.kind = $1 and (s.is_default or exists (
     select 1 from directory.setting_group sg join directory.membership m on m.group_id = sg.group_id
     where sg.setting_id = s.id and m.person_id = $2))
   order by s.is_default, s.rank, s.id limit 1`,
);

export async function findSettingOf(on: Queryable, personId: string, kind: SettingKind): Promise<StoredSetting | null> {
  const [row] = await runStatement<StoredSetting>(on, ofPerson, [kind, personId]);
  return row ?? null;
}

const ofAll = statement(
  'directory_setting_default',
  `select value from directory.setting where kind = $1 and is_default`,
);

/** The value of the default row; null without one. */
export async function findDefault(on: Queryable, kind: SettingKind): Promise<unknown> {
  const [row] = await runStatement<{ value: unknown }>(on, ofAll, [kind]);
  return row?.value ?? null;
}

/** In the order they are tried, the default after every group. */
export async function findSettings(on: Queryable, kind: SettingKind): Promise<StoredSetting[]> {
  const { rows } = await sql<StoredSetting>`select s.id, s.name, s.is_default as "isDefault", s.rank, s.version, s.value
    from directory.setting s where s.kind = ${kind} order by s.is_default, s.rank, s.id`.execute(on);
  return rows;
}

/** The same with groups and who changed them. */
export async function findSettingRecords(on: Queryable, kind: SettingKind): Promise<SettingRecord[]> {
  const { rows } =
    await sql<SettingRecord>`select s.id, s.name, s.is_default as "isDefault", s.rank, s.version, s.value,
      s.changed_at as "changedAt", ${actorWords(sql.ref('s.changed_by'))} as "changedBy",
      coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name) order by lower(g.name))
        from directory.setting_group sg join directory.user_group g on g.id = sg.group_id
        where sg.setting_id = s.id), '[]') as groups
    from directory.setting s where s.kind = ${kind} order by s.is_default, s.rank, s.id`.execute(on);
  return rows;
}

/** An actor of the audit log as people know them. Asked for by id: a comparison of texts would read everybody for each row. */
export const actorWords = (actor: ReturnType<typeof sql.ref>) => sql<string | null>`case
  when ${actor} ->> 'personId' is not null then coalesce(
    (select p.display_name from directory.person p where p.id = case
      when ${actor} ->> 'personId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (${actor} ->> 'personId')::uuid end),
    'somebody who is gone')
    || case when ${actor} ->> 'kind' = 'token' then ' (token ' || (${actor} ->> 'name') || ')' else '' end
  when ${actor} ->> 'kind' = 'console' then 'console user ' || (${actor} ->> 'user')
  when ${actor} ->> 'part' is not null then 'Lanyard'
  else null end`;

/** How many group settings each kind has, and which have a default of their own. */
export async function countSettings(
  on: Queryable,
): Promise<{ kind: string; groupSettings: number; defaultIsSet: boolean }[]> {
  const { rows } = await sql<{ kind: string; groupSettings: number; defaultIsSet: boolean }>`select kind,
      count(*) filter (where not is_default)::int as "groupSettings", bool_or(is_default) as "defaultIsSet"
    from directory.setting group by kind`.execute(on);
  return rows;
}

/** Kinds of which one is judged by what another says. */
const JUDGED_TOGETHER: readonly SettingKind[] = ['device_registration', 'portal_authentication'];

/**
 * Changes of one kind, and of kinds that are judged together, follow each other, so that a rule over all of them can be
 * checked before the commit.
 */
export async function lockSettings(on: Queryable, kind: SettingKind): Promise<void> {
  const turn = JUDGED_TOGETHER.includes(kind) ? JUDGED_TOGETHER.join(' ') : kind;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`directory.setting ${turn}`}, 0))`.execute(on);
}

/** The setting of exactly this group, or the default. */
export async function findSettingFor(on: Queryable, kind: SettingKind, groupId: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select s.id from directory.setting s where s.kind = ${kind} and
    case when ${groupId}::uuid is null then s.is_default
      else array(select sg.group_id from directory.setting_group sg where sg.setting_id = s.id) = array[${groupId}::uuid]
    end limit 1`.execute(on);
  return rows[0]?.id ?? null;
}

export interface SettingWrite {
  readonly id: string;
  readonly kind: SettingKind;
  readonly name: string;
  readonly isDefault: boolean;
  readonly rank: number;
  readonly groupIds: readonly string[];
  readonly value: object;
}

export async function insertSetting(on: Queryable, row: SettingWrite, by: Actor, at: Date): Promise<void> {
  await sql`insert into directory.setting (id, kind, name, is_default, rank, value, version, changed_at, changed_by)
    values (${row.id}, ${row.kind}, ${row.name}, ${row.isDefault}, ${row.rank}, ${JSON.stringify(row.value)}::jsonb, 1,
      ${at}, ${JSON.stringify(by)}::jsonb)`.execute(on);
  await replaceGroups(on, row.id, row.groupIds);
}

/** @returns the version that it has now */
export async function updateSetting(on: Queryable, row: SettingWrite, by: Actor, at: Date): Promise<number> {
  const { rows } = await sql<{ version: number }>`update directory.setting set name = ${row.name}, rank = ${row.rank},
      value = ${JSON.stringify(row.value)}::jsonb, version = version + 1, changed_at = ${at},
      changed_by = ${JSON.stringify(by)}::jsonb
    where id = ${row.id} returning version`.execute(on);
  await replaceGroups(on, row.id, row.groupIds);
  return rows[0]?.version ?? 1;
}

async function replaceGroups(on: Queryable, id: string, groupIds: readonly string[]): Promise<void> {
  const wanted = sql`${[...groupIds]}::uuid[]`;
  await sql`delete from directory.setting_group where setting_id = ${id} and group_id <> all (${wanted})`.execute(on);
  await sql`insert into directory.setting_group (setting_id, group_id)
    select ${id}, g.id from directory.user_group g where g.id = any (${wanted}) on conflict do nothing`.execute(on);
}

/** A new place in the order is a change of the setting that was moved, and of no other. */
export async function rankSetting(on: Queryable, id: string, rank: number): Promise<void> {
  await sql`update directory.setting set rank = ${rank} where id = ${id} and rank <> ${rank}`.execute(on);
}

export async function deleteSetting(on: Queryable, id: string): Promise<void> {
  await sql`delete from directory.setting where id = ${id}`.execute(on);
}

/** Keeps groups from being deleted until the commit. @returns those that are there */
export async function keepGroups(on: Queryable, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from directory.user_group
    where id = any (${[...ids]}::uuid[]) order by id for key share`.execute(on);
  return rows.map(({ id }) => id);
}

/** @returns those that are there, with their names */
export async function findGroupNames(on: Queryable, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from directory.user_group
    where id = any (${[...ids]}::uuid[]) order by lower(name)`.execute(on);
  return rows;
}

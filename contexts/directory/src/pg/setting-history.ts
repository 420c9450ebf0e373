import type { SettingKind } from '@lanyard/contract';
import type { Actor, Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import { actorWords, type SettingWrite } from './settings.ts';

export type SettingAct = 'made' | 'changed' | 'moved' | 'deleted' | 'put back';

/** Values may be long: trusted issuers with their chains. */
const KEPT = 50;

export async function insertHistory(
  on: Queryable,
  act: SettingAct,
  { version, ...row }: SettingWrite & { readonly version: number },
  by: Actor,
  at: Date,
): Promise<void> {
  await sql`insert into directory.setting_history
      (setting_id, kind, version, act, name, is_default, group_ids, value, at, by)
    values (${row.id}, ${row.kind}, ${version}, ${act}, ${row.name}, ${row.isDefault}, ${[...row.groupIds]}::uuid[],
      ${JSON.stringify(row.value)}::jsonb, ${at}, ${JSON.stringify(by)}::jsonb)`.execute(on);
  await sql`delete from directory.setting_history where setting_id = ${row.id} and id <= (
    select id from directory.setting_history where setting_id = ${row.id} order by id desc offset ${KEPT} limit 1)`.execute(
    on,
  );
}

export interface HistoryRow {
  readonly id: number;
  readonly settingId: string;
  readonly version: number;
  readonly act: SettingAct;
  readonly name: string;
  readonly isDefault: boolean;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly at: Date;
  readonly by: string | null;
  readonly value: unknown;
  readonly before: unknown;
}

const columns = sql`h.id, h.setting_id as "settingId", h.version, h.act, h.name, h.is_default as "isDefault", h.at,
  ${actorWords(sql.ref('h.by'))} as by, h.value,
  (select b.value from directory.setting_history b where b.setting_id = h.setting_id and b.id < h.id
   order by b.id desc limit 1) as before,
  coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'name', coalesce(g.name, 'a deleted group')))
    from unnest(h.group_ids) as i(id) left join directory.user_group g on g.id = i.id), '[]') as groups`;

/** Newest first. */
export async function findHistory(
  on: Queryable,
  kind: SettingKind,
  { setting, after, limit }: { readonly setting: string | null; readonly after: string | null; readonly limit: number },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`select ${columns} from directory.setting_history h where h.kind = ${kind}
      and (${setting}::uuid is null or h.setting_id = ${setting}::uuid)
      and (${after}::bigint is null or h.id < ${after}::bigint)
    order by h.id desc limit ${limit}`.execute(on);
  return rows;
}

export async function findHistoryEntry(on: Queryable, kind: SettingKind, id: string): Promise<HistoryRow | null> {
  const { rows } = await sql<HistoryRow>`select ${columns} from directory.setting_history h
    where h.kind = ${kind} and h.id = ${id}::bigint`.execute(on);
  return rows[0] ?? null;
}

/** The value of the last change of a kind's default; null when it was deleted, or nobody ever changed it. */
export async function findLatestValue(on: Queryable, kind: SettingKind): Promise<unknown> {
  const { rows } = await sql<{ value: unknown; act: SettingAct }>`select value, act from directory.setting_history
    where kind = ${kind} and is_default order by id desc limit 1`.execute(on);
  return rows[0] === undefined || rows[0].act === 'deleted' ? null : rows[0].value;
}

import type { Reference } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { AppsTables, AppTable } from './apps-tables.ts';

export type AppRecord = Selectable<AppTable>;

const db = (on: Queryable) => on.withTables<AppsTables>();

export async function findApp(on: Queryable, id: string, lock = false): Promise<AppRecord | null> {
  const found = db(on).selectFrom('fleet.app').selectAll().where('id', '=', id);
  return (await (lock ? found.forUpdate() : found).executeTakeFirst()) ?? null;
}

export async function findAppByIdentifier(
  on: Queryable,
  platform: AppRecord['platform'],
  identifier: string,
): Promise<AppRecord | null> {
  const apps = db(on).selectFrom('fleet.app').selectAll().where('deleted_at', 'is', null);
  return (await apps.where('platform', '=', platform).where('identifier', '=', identifier).executeTakeFirst()) ?? null;
}

export async function insertApp(on: Queryable, row: Insertable<AppTable>): Promise<void> {
  await db(on).insertInto('fleet.app').values(row).execute();
}

/** What an administrator wrote is a new version, and devices are told. */
export async function updateApp(on: Queryable, id: string, row: Updateable<AppTable>): Promise<void> {
  await db(on)
    .updateTable('fleet.app')
    .set({ ...row, version: sql`version + 1`, told: sql`told + 1` })
    .where('id', '=', id)
    .execute();
}

/** Something of the app that devices are told of changed, the app itself not. */
export async function bumpTold(on: Queryable, id: string): Promise<void> {
  await db(on)
    .updateTable('fleet.app')
    .set({ told: sql`told + 1` })
    .where('id', '=', id)
    .execute();
}

export async function insertAppVersion(
  on: Queryable,
  row: { app_id: string; number: number; content: string; saved_at: Date; saved_by: string },
): Promise<void> {
  await db(on).insertInto('fleet.app_version').values(row).execute();
}

export function listAppVersions(on: Queryable, id: string, limit: number) {
  const versions = db(on).selectFrom('fleet.app_version').selectAll().where('app_id', '=', id);
  return versions.orderBy('number', 'desc').limit(limit).execute();
}

export async function findAppVersion(on: Queryable, id: string, number: number) {
  const versions = db(on).selectFrom('fleet.app_version').selectAll().where('app_id', '=', id);
  return (await versions.where('number', '=', number).executeTakeFirst()) ?? null;
}

export interface AppFilter {
  readonly q?: string | undefined;
  readonly platform?: string | undefined;
  readonly kind?: string | undefined;
  readonly source?: string | undefined;
  readonly category?: string | undefined;
  /** Null: every space. */
  readonly spaces: readonly string[] | null;
}

export interface ListedApp extends Omit<AppRecord, 'audience' | 'scopes'> {
  readonly package_version: string | null;
  readonly has_icon: boolean;
  readonly configurations: number;
}

const LISTED = `a.id, a.platform, a.kind, a.source, a.identifier, a.name, a.category, a.description, a.instructions,
  a.app_connect, a.space_id, a.all_spaces, a.version, a.told, a.changed_at, a.changed_by, a.deleted_at,
  p.version as package_version, coalesce(p.icon is not null, false) as has_icon,
  (select count(*) from fleet.app_configuration c where c.app_id = a.id and c.deleted_at is null) as configurations`;
const NEWEST = `left join lateral (select version, icon from fleet.app_package
  where app_id = a.id order by uploaded_at desc, id limit 1) p on true`;

const WANTED = `a.deleted_at is null
  and ($1::text is null or a.name ilike $1 or a.identifier ilike $1)
  and ($2::text is null or a.platform = $2) and ($3::text is null or a.kind = $3)
  and ($4::text is null or a.source = $4) and ($5::text is null or lower(a.category) = lower($5))
  and ($6::uuid[] is null or a.all_spaces or a.space_id = any($6))`;

const values = ({ q, platform, kind, source, category, spaces }: AppFilter): unknown[] => [
  q ? `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` : null,
  platform ?? null,
  kind ?? null,
  source ?? null,
  category ?? null,
  spaces,
];

/** By name. @param after where the page before ended: its last name and id */
export async function listApps(
  on: Queryable,
  filter: AppFilter,
  { after, limit }: { readonly after: readonly [string, string] | null; readonly limit: number },
): Promise<ListedApp[]> {
  const { rows } = await executeSql(
    on,
    `select ${LISTED} from fleet.app a ${NEWEST} where ${WANTED}
       and ($7::text is null or (lower(a.name) collate "C", a.id) > ($7, $8::uuid))
     order by lower(a.name) collate "C", a.id limit $9`,
    [...values(filter), after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows as ListedApp[];
}

export async function countApps(on: Queryable, filter: AppFilter, limit: number): Promise<number> {
  const { rows } = await executeSql(
    on,
    `select count(*) as n from (select 1 from fleet.app a where ${WANTED} limit $7) s`,
    [...values(filter), limit],
  );
  return (rows as { n: number }[])[0]?.n ?? 0;
}

export async function findListedApp(on: Queryable, id: string): Promise<ListedApp | null> {
  const { rows } = await executeSql(on, `select ${LISTED} from fleet.app a ${NEWEST} where a.id = $1`, [id]);
  return (rows as ListedApp[])[0] ?? null;
}

/** Apps and app configurations whose audience names a person, a group or a device. */
export async function audiencesNaming(on: Queryable, list: string, id: string): Promise<Reference[]> {
  const { rows } = await executeSql(
    on,
    `select * from (
       select 'app' as kind, id, name, 'Distribution' as "where" from fleet.app
         where deleted_at is null and audience -> $1 ? $2
       union all
       select 'app configuration', c.id, c.name, 'Distribution' from fleet.app_configuration c
         join fleet.app a on a.id = c.app_id and a.deleted_at is null
         where c.deleted_at is null and c.audience -> $1 ? $2) s order by name limit 100`,
    [list, id],
  );
  return rows as Reference[];
}

/** Ends the undoing of what was deleted before a date, and what was uploaded and never became an app. */
export async function purgeApps(on: Queryable, deletedBefore: Date, now: Date): Promise<void> {
  await executeSql(
    on,
    `with gone as (delete from fleet.app where deleted_at < $1 returning id)
     delete from fleet.delivery where object_id in (select id from gone)`,
    [deletedBefore],
  );
  await executeSql(on, 'delete from fleet.app_configuration where deleted_at < $1', [deletedBefore]);
  await executeSql(on, 'delete from fleet.app_package where expires_at < $1', [now]);
}

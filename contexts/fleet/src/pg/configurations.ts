import type { Audience, ConfigurationKind } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { ConfigurationTable, ConfigurationVersionTable, FleetTables } from './tables.ts';

export type ConfigurationRow = Selectable<ConfigurationTable>;
export type VersionRow = Selectable<ConfigurationVersionTable>;

const db = (on: Queryable) => on.withTables<FleetTables>();

export async function findConfiguration(on: Queryable, id: string, lock = false): Promise<ConfigurationRow | null> {
  const found = db(on).selectFrom('fleet.configuration').selectAll().where('id', '=', id);
  return (await (lock ? found.forUpdate() : found).executeTakeFirst()) ?? null;
}

export async function insertConfiguration(on: Queryable, row: Insertable<ConfigurationTable>): Promise<void> {
  await db(on).insertInto('fleet.configuration').values(row).execute();
}

type Saved = Omit<Insertable<ConfigurationTable>, 'id' | 'kind' | 'deleted_at' | 'published_version' | 'version'>;

export async function updateConfiguration(on: Queryable, id: string, saved: Saved): Promise<void> {
  await db(on)
    .updateTable('fleet.configuration')
    .set({ ...saved, version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function insertVersion(on: Queryable, row: Insertable<ConfigurationVersionTable>): Promise<void> {
  await db(on).insertInto('fleet.configuration_version').values(row).execute();
}

export async function findVersion(on: Queryable, id: string, number: number): Promise<VersionRow | null> {
  const versions = db(on).selectFrom('fleet.configuration_version').selectAll();
  return (await versions.where('configuration_id', '=', id).where('number', '=', number).executeTakeFirst()) ?? null;
}

/** Newest first. @param before number that the page before ended with */
export function listVersions(on: Queryable, id: string, before: number, limit: number): Promise<VersionRow[]> {
  const versions = db(on).selectFrom('fleet.configuration_version').selectAll().where('configuration_id', '=', id);
  return versions.where('number', '<', before).orderBy('number', 'desc').limit(limit).execute();
}

/** The version written last is what devices get from now on. @param scopes whom it is for */
export async function setPublished(
  on: Queryable,
  id: string,
  number: number,
  scopes: readonly string[],
  at: Date,
): Promise<void> {
  await db(on).updateTable('fleet.configuration').set({ published_version: number }).where('id', '=', id).execute();
  await db(on)
    .updateTable('fleet.configuration_version')
    .set({ published_at: at })
    .where('configuration_id', '=', id)
    .where('number', '=', number)
    .execute();
  await replaceScopes(on, id, scopes);
}

export async function setDeleted(on: Queryable, id: string, at: Date | null, changedBy: string): Promise<void> {
  await db(on)
    .updateTable('fleet.configuration')
    .set({ deleted_at: at, changed_by: changedBy })
    .where('id', '=', id)
    .execute();
}

export async function replaceScopes(on: Queryable, id: string, scopes: readonly string[]): Promise<void> {
  await db(on).deleteFrom('fleet.configuration_scope').where('configuration_id', '=', id).execute();
  const rows = [...new Set(scopes)].map((scope) => ({ scope, configuration_id: id }));
  if (rows.length > 0) await db(on).insertInto('fleet.configuration_scope').values(rows).execute();
}

export async function findScopes(on: Queryable, id: string): Promise<string[]> {
  const rows = await db(on)
    .selectFrom('fleet.configuration_scope')
    .select('scope')
    .where('configuration_id', '=', id)
    .orderBy('scope')
    .execute();
  return rows.map(({ scope }) => scope);
}

/** A published version, as check-in delivers it. */
export interface PublishedRow {
  readonly id: string;
  readonly kind: ConfigurationKind;
  readonly name: string;
  readonly version: number;
  readonly value: Record<string, unknown>;
}

const PUBLISHED = `select c.id, c.kind, v.name, v.number as version, v.value
  from fleet.configuration c
  join fleet.configuration_version v on v.configuration_id = c.id and v.number = c.published_version
  where c.deleted_at is null`;

/** Published configurations for whoever has one of the scopes and is in the space, in the order of their names. */
export async function publishedFor(on: Queryable, scopes: readonly string[], spaceId: string): Promise<PublishedRow[]> {
  const { rows } = await executeSql(
    on,
    `${PUBLISHED} and (v.all_spaces or v.space_id = $2) and c.id in
       (select configuration_id from fleet.configuration_scope where scope = any($1::text[]))
     order by v.name, c.id`,
    [[...scopes], spaceId],
  );
  return rows as PublishedRow[];
}

/** The published versions of those named, where the space may have them. */
export async function publishedByIds(on: Queryable, ids: readonly string[], spaceId: string): Promise<PublishedRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await executeSql(
    on,
    `${PUBLISHED} and (v.all_spaces or v.space_id = $2) and c.id = any($1::uuid[]) order by v.name, c.id`,
    [[...ids], spaceId],
  );
  return rows as PublishedRow[];
}

export interface NamingRow {
  readonly id: string;
  readonly kind: ConfigurationKind;
  readonly name: string;
}

/** Configurations, drafts too, whose value names another as a trusted certificate. */
export async function namingCertificate(on: Queryable, id: string): Promise<NamingRow[]> {
  const { rows } = await executeSql(
    on,
    `select id, kind, name from fleet.configuration c where deleted_at is null and kind in ('wifi', 'vpn')
       and (value -> 'trustedCertificates' ? $1 or exists (select 1 from fleet.configuration_version v
         where v.configuration_id = c.id and v.number = c.published_version and v.value -> 'trustedCertificates' ? $1))
     order by name limit 100`,
    [id],
  );
  return rows as NamingRow[];
}

/** Configurations whose audience, as written or as published, names a group, a device or a person. */
export async function namingAudience(on: Queryable, list: keyof Audience, id: string): Promise<NamingRow[]> {
  const { rows } = await executeSql(
    on,
    `select id, kind, name from fleet.configuration c where deleted_at is null
       and (audience -> $1 ? $2 or exists (select 1 from fleet.configuration_version v
         where v.configuration_id = c.id and v.number = c.published_version and v.audience -> $1 ? $2))
     order by name limit 100`,
    [list, id],
  );
  return rows as NamingRow[];
}

/** Ends the undoing of what was deleted before a date. */
export async function purgeDeleted(on: Queryable, before: Date): Promise<void> {
  await executeSql(
    on,
    `with gone as (delete from fleet.configuration where deleted_at < $1 returning id)
     delete from fleet.delivery where object_id in (select id from gone)`,
    [before],
  );
}

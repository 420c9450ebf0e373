import type { Reference } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import type { AppConfigurationTable, AppsTables } from './apps-tables.ts';
import type { ConfigurationKind } from '@lanyard/contract';

export type AppConfigurationRecord = Selectable<AppConfigurationTable>;

const db = (on: Queryable) => on.withTables<AppsTables>();

/** Who changes one locks its app. */
export async function findAppConfiguration(on: Queryable, id: string): Promise<AppConfigurationRecord | null> {
  const found = db(on).selectFrom('fleet.app_configuration').selectAll().where('id', '=', id);
  return (await found.executeTakeFirst()) ?? null;
}

/** In the order in which they are tried. */
export function appConfigurationsOf(on: Queryable, appId: string): Promise<AppConfigurationRecord[]> {
  const rows = db(on).selectFrom('fleet.app_configuration').selectAll().where('app_id', '=', appId);
  return rows.where('deleted_at', 'is', null).orderBy('rank').orderBy('id').execute();
}

export async function insertAppConfiguration(on: Queryable, row: Insertable<AppConfigurationTable>): Promise<void> {
  await db(on).insertInto('fleet.app_configuration').values(row).execute();
}

export async function updateAppConfiguration(
  on: Queryable,
  id: string,
  row: Updateable<AppConfigurationTable>,
): Promise<void> {
  await db(on)
    .updateTable('fleet.app_configuration')
    .set({ ...row, version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function insertAppConfigurationVersion(
  on: Queryable,
  row: { configuration_id: string; number: number; content: string; saved_at: Date; saved_by: string },
): Promise<void> {
  await db(on).insertInto('fleet.app_configuration_version').values(row).execute();
}

export function listAppConfigurationVersions(on: Queryable, id: string, limit: number) {
  const versions = db(on).selectFrom('fleet.app_configuration_version').selectAll().where('configuration_id', '=', id);
  return versions.orderBy('number', 'desc').limit(limit).execute();
}

export async function findAppConfigurationVersion(on: Queryable, id: string, number: number) {
  const versions = db(on).selectFrom('fleet.app_configuration_version').selectAll().where('configuration_id', '=', id);
  return (await versions.where('number', '=', number).executeTakeFirst()) ?? null;
}

/** Ranks from 1 in the order given. */
export async function rankAppConfigurations(on: Queryable, appId: string, order: readonly string[]): Promise<void> {
  await executeSql(
    on,
    `update fleet.app_configuration c set rank = o.rank
     from unnest($2::uuid[]) with ordinality as o (id, rank) where c.id = o.id and c.app_id = $1`,
    [appId, [...order]],
  );
}

export interface NamedPlace {
  readonly configurationId: string;
  readonly place: string;
}

export async function replaceReferences(on: Queryable, id: string, places: readonly NamedPlace[]): Promise<void> {
  await db(on).deleteFrom('fleet.app_reference').where('app_configuration_id', '=', id).execute();
  if (places.length === 0) return;
  await db(on)
    .insertInto('fleet.app_reference')
    .values(
      places.map(({ configurationId, place }) => ({
        app_configuration_id: id,
        configuration_id: configurationId,
        place,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** App configurations that name a configuration, with the place where they do. */
export async function namingConfiguration(on: Queryable, configurationId: string): Promise<Reference[]> {
  const { rows } = await executeSql(
    on,
    `select 'app configuration' as kind, c.id, a.name || ': ' || c.name as name, r.place as "where"
     from fleet.app_reference r
     join fleet.app_configuration c on c.id = r.app_configuration_id and c.deleted_at is null
     join fleet.app a on a.id = c.app_id and a.deleted_at is null
     where r.configuration_id = $1 order by 3, 4 limit 100`,
    [configurationId],
  );
  return rows as Reference[];
}

/** Scopes of the apps that name a configuration. */
export async function scopesNaming(on: Queryable, configurationId: string): Promise<string[]> {
  const { rows } = await executeSql(
    on,
    `select distinct unnest(a.scopes) as scope from fleet.app_reference r
     join fleet.app_configuration c on c.id = r.app_configuration_id and c.deleted_at is null
     join fleet.app a on a.id = c.app_id and a.deleted_at is null
     where r.configuration_id = $1 order by 1`,
    [configurationId],
  );
  return (rows as { scope: string }[]).map(({ scope }) => scope);
}

export interface ReferableRow {
  readonly id: string;
  readonly kind: ConfigurationKind;
  readonly name: string;
  readonly value: Record<string, unknown>;
  readonly space_id: string;
  readonly all_spaces: boolean;
  readonly published: boolean;
}

const REFERABLE = `select id, kind, name, value, space_id, all_spaces, published_version is not null as published
  from fleet.configuration where deleted_at is null
    and kind in ('identity_certificate', 'client_provided_enrollment', 'certificate')`;

/** Configurations that keys of apps may name, as they are written now. */
export async function referableByIds(on: Queryable, ids: readonly string[]): Promise<ReferableRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await executeSql(on, `${REFERABLE} and id = any($1::uuid[])`, [[...new Set(ids)]]);
  return rows as ReferableRow[];
}

/** Those of a space and those for all, by name. */
export async function referableIn(on: Queryable, spaceId: string, limit: number): Promise<ReferableRow[]> {
  const { rows } = await executeSql(
    on,
    `${REFERABLE} and (all_spaces or space_id = $1) order by lower(name), id limit $2`,
    [spaceId, limit],
  );
  return rows as ReferableRow[];
}

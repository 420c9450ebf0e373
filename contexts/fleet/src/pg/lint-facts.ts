import { executeSql, type Queryable } from '@lanyard/kernel';
import type { AppConfigurationRecord } from './app-configurations.ts';
import type { AppRecord } from './apps.ts';
import type { ConfigurationRow } from './configurations.ts';

/** All that is configured; an installation has some hundreds. */
export async function everyConfiguration(on: Queryable, limit: number): Promise<ConfigurationRow[]> {
  const { rows } = await executeSql(
    on,
    'select * from fleet.configuration where deleted_at is null order by lower(name), id limit $1',
    [limit],
  );
  return rows as ConfigurationRow[];
}

export async function everyApp(
  on: Queryable,
  limit: number,
): Promise<(AppRecord & { readonly has_package: boolean })[]> {
  const { rows } = await executeSql(
    on,
    `select a.*, exists (select 1 from fleet.app_package p where p.app_id = a.id) as has_package
     from fleet.app a where deleted_at is null order by lower(name), id limit $1`,
    [limit],
  );
  return rows as (AppRecord & { readonly has_package: boolean })[];
}

/** In the order in which they are tried. */
export async function everyAppConfiguration(on: Queryable, limit: number): Promise<AppConfigurationRecord[]> {
  const { rows } = await executeSql(
    on,
    `select c.* from fleet.app_configuration c join fleet.app a on a.id = c.app_id and a.deleted_at is null
     where c.deleted_at is null order by c.app_id, c.rank, c.id limit $1`,
    [limit],
  );
  return rows as AppConfigurationRecord[];
}

/** Of these ids, those of devices and device groups that are there. */
export async function knownTargets(
  on: Queryable,
  devices: readonly string[],
  deviceGroups: readonly string[],
): Promise<Set<string>> {
  const { rows } = await executeSql(
    on,
    `select id from fleet.device where id = any($1::uuid[]) and state = 'active'
     union all select id from fleet.device_group where id = any($2::uuid[])`,
    [[...devices], [...deviceGroups]],
  );
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}

import type { AppConfigurationValue, AppKind, AppPlatform } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';

/** An app that a device gets, with the first app configuration that it is in the audience of. */
export interface DeliverableApp {
  readonly id: string;
  readonly kind: AppKind;
  readonly platform: AppPlatform;
  readonly source: 'store' | 'in-house';
  readonly name: string;
  readonly identifier: string;
  readonly category: string;
  readonly description: string;
  readonly instructions: string;
  readonly app_connect: boolean;
  readonly told: number;
  readonly configuration_id: string | null;
  readonly configuration_name: string | null;
  readonly configuration_version: number | null;
  readonly value: AppConfigurationValue | null;
  readonly package_id: string | null;
  readonly package_version: string | null;
  readonly package_size: number | null;
  readonly package_sha256: string | null;
}

/**
 * The apps of a device, by name. One query, by the index of scopes.
 * @param scopes every scope that the device has
 */
export async function appsForDevice(
  on: Queryable,
  device: { readonly platform: string; readonly spaceId: string },
  scopes: readonly string[],
): Promise<DeliverableApp[]> {
  const { rows } = await executeSql(
    on,
    `select a.id, a.kind, a.platform, a.source, a.name, a.identifier, a.category, a.description, a.instructions,
       a.app_connect, a.told, c.id as configuration_id, c.name as configuration_name,
       c.version as configuration_version, c.value, p.id as package_id, p.version as package_version,
       p.size as package_size, p.sha256 as package_sha256
     from fleet.app a
     left join lateral (select id, name, version, value from fleet.app_configuration
       where app_id = a.id and deleted_at is null and scopes && $1::text[] order by rank, id limit 1) c on true
     left join lateral (select id, version, size, sha256 from fleet.app_package
       where app_id = a.id order by uploaded_at desc, id limit 1) p on true
     where a.deleted_at is null and a.platform = $2 and (a.all_spaces or a.space_id = $3) and a.scopes && $1::text[]
     order by lower(a.name), a.id`,
    [[...scopes], device.platform, device.spaceId],
  );
  return rows as DeliverableApp[];
}

/** The newest package of an app that a device gets; null when it does not get the app, or there is none. */
export async function packageForDevice(
  on: Queryable,
  appId: string,
  device: { readonly platform: string; readonly spaceId: string },
  scopes: readonly string[],
): Promise<{ readonly id: string; readonly size: number } | null> {
  const { rows } = await executeSql(
    on,
    `select p.id, p.size from fleet.app a join lateral (select id, size from fleet.app_package
       where app_id = a.id order by uploaded_at desc, id limit 1) p on true
     where a.id = $4 and a.deleted_at is null and a.platform = $2 and (a.all_spaces or a.space_id = $3)
       and a.scopes && $1::text[]`,
    [[...scopes], device.platform, device.spaceId, appId],
  );
  return (rows as { id: string; size: number }[])[0] ?? null;
}

export interface CountedDevices {
  readonly count: number;
  readonly first: readonly { readonly id: string; readonly name: string }[];
}

/** A device has a scope where it is kept with it, or goes without saying. */
const HAS = (scopes: string): string => `(d.scopes && ${scopes} or 'all' = any(${scopes})
  or 'person:' || d.person_id = any(${scopes}) or 'device:' || d.id = any(${scopes})
  or 'space:' || d.space_id = any(${scopes}))`;

/**
 * Active devices of a platform that are in one audience and not in another, with the first 50 by name.
 * @param space null: of all spaces
 */
export async function devicesBetween(
  on: Queryable,
  platform: string,
  {
    inScopes,
    notIn,
  }: { readonly inScopes: readonly (readonly string[])[]; readonly notIn: readonly (readonly string[])[] },
): Promise<CountedDevices> {
  const parameters: unknown[] = [platform, ...inScopes.map((s) => [...s]), ...notIn.map((s) => [...s])];
  const has = inScopes.map((_, i) => HAS(`$${i + 2}::text[]`));
  const lacks = notIn.map((_, i) => HAS(`$${i + 2 + inScopes.length}::text[]`));
  const where = [
    `d.state = 'active' and d.platform = $1`,
    ...has,
    ...(lacks.length > 0 ? [`not (${lacks.join(' and ')})`] : []),
  ];
  const { rows } = await executeSql(
    on,
    `with hit as (select id, name from fleet.device d where ${where.join(' and ')})
     select (select count(*) from hit) as count,
       coalesce((select json_agg(s) from (select id, name from hit order by name, id limit 50) s), '[]') as first`,
    parameters,
  );
  const [row] = rows as { count: number; first: { id: string; name: string }[] }[];
  return row ?? { count: 0, first: [] };
}

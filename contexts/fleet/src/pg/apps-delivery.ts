import type { AppConfigurationValue, AppKind, AppPlatform } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';

/** An app that a device gets, with the first app configuration that it is in the audience of. */
export interface DeliverableApp {
  readonly id: string;
  readonly kind: AppKind;
  readonly platform: AppPlatform;
  readonly name: string;
  readonly identifier: string;
  readonly category: string;
  readonly description: string;
  readonly instructions: string;
  readonly app_connect: boolean;
  readonly told: number;
  readonly configuration_id: string | null;
  readonly configuration_name: string | null;
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
    `select a.id, a.kind, a.platform, a.name, a.identifier, a.category, a.description, a.instructions,
       a.app_connect, a.told, c.id as configuration_id, c.name as configuration_name, c.value,
       p.id as package_id, p.version as package_version, p.size as package_size, p.sha256 as package_sha256
     from fleet.app a
     left join lateral (select id, name, value from fleet.app_configuration
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
  readonly first: { id: string; name: string }[];
}

/** Whom something is for: devices that have a scope of every list, in the space where one is named. */
export interface AppTarget {
  readonly scopes: readonly (readonly string[])[];
  readonly space: string | null;
  /** Devices with one of these have something that comes before it. */
  readonly without?: readonly string[];
}

/** A device has a scope where it is kept with it, or where it goes without saying. */
const has = (list: string): string => `(d.scopes && ${list} or 'all' = any(${list})
  or 'person:' || d.person_id = any(${list}) or 'device:' || d.id = any(${list})
  or 'space:' || d.space_id = any(${list}))`;

/** True of a device `d` that is in a target whose parameters begin at `$n`. */
const inTarget = ({ scopes }: AppTarget, n: number): string =>
  [
    `($${n}::uuid is null or d.space_id = $${n})`,
    `not ${has(`$${n + 1}::text[]`)}`,
    ...scopes.map((_, i) => has(`$${n + 2 + i}::text[]`)),
  ].join(' and ');
const parametersOf = ({ scopes, space, without = [] }: AppTarget): unknown[] => [
  space,
  [...without],
  ...scopes.map((list) => [...list]),
];

/**
 * Active devices of a platform that are in a target, with the first 50 of their names.
 * @param other a second target, and whether they are to be in it too or not
 */
export async function devicesInTarget(
  on: Queryable,
  platform: AppPlatform,
  target: AppTarget,
  other?: { readonly target: AppTarget; readonly in: boolean },
): Promise<CountedDevices> {
  const parameters = parametersOf(target);
  const more = other ? ` and ${other.in ? '' : 'not '}(${inTarget(other.target, parameters.length + 2)})` : '';
  const { rows } = await executeSql(
    on,
    `with hit as (select id, name from fleet.device d
       where d.state = 'active' and d.platform = $1 and ${inTarget(target, 2)}${more})
     select (select count(*) from hit) as count,
       coalesce((select json_agg(s) from (select id, name from hit order by name, id limit 50) s), '[]') as first`,
    [platform, ...parameters, ...(other ? parametersOf(other.target) : [])],
  );
  return (rows as CountedDevices[])[0] ?? { count: 0, first: [] };
}

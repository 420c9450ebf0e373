import { executeSql, type Queryable } from '@lanyard/kernel';
import type { PackageRecord } from './app-packages.ts';
import type { VersionRow } from './configurations.ts';

/** Published versions of configurations that were written anew since. */
export async function publishedBefore(on: Queryable): Promise<VersionRow[]> {
  const { rows } = await executeSql(
    on,
    `select v.* from fleet.configuration c
     join fleet.configuration_version v on v.configuration_id = c.id and v.number = c.published_version
     where c.deleted_at is null and c.published_version <> c.version`,
  );
  return rows as VersionRow[];
}

export type DeliveredPackage = Pick<PackageRecord, 'sha256' | 'version' | 'build'> & { readonly app_id: string };

/** Of every in-house app the package that devices are given. */
export async function deliveredPackages(on: Queryable): Promise<DeliveredPackage[]> {
  const { rows } = await executeSql(
    on,
    `select distinct on (app_id) app_id, sha256, version, build from fleet.app_package
     where app_id is not null order by app_id, uploaded_at desc, id`,
  );
  return rows as DeliveredPackage[];
}

/** An upload that was read, belongs to no app yet and is this very file. */
export async function uploadOf(on: Queryable, sha256: string, now: Date): Promise<string | null> {
  const { rows } = await executeSql(
    on,
    `select id from fleet.app_package where sha256 = $1 and app_id is null and state = 'read' and expires_at > $2
     order by uploaded_at desc limit 1`,
    [sha256, now],
  );
  return (rows as { id: string }[])[0]?.id ?? null;
}

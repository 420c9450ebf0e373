import { executeSql, type Queryable } from '@lanyard/kernel';
import type { Selectable, Updateable } from 'kysely';
import type { AppPackageTable, AppsTables } from './apps-tables.ts';

export type PackageRecord = Selectable<AppPackageTable>;

const db = (on: Queryable) => on.withTables<AppsTables>();

export async function beginPackage(
  on: Queryable,
  row: { id: string; uploaded_at: Date; uploaded_by: string; expires_at: Date },
): Promise<void> {
  await db(on)
    .insertInto('fleet.app_package')
    .values({
      ...row,
      app_id: null,
      state: 'receiving',
      platform: null,
      identifier: null,
      name: null,
      version: null,
      build: null,
      minimum_os: null,
      icon: null,
      size: null,
      sha256: null,
    })
    .execute();
}

/**
 * Keeps a part, where the package is still being received. The lock has {@link closePackage} wait for what is under way.
 * @returns false where it is not
 */
export async function upsertChunk(
  on: Queryable,
  packageId: string,
  number: number,
  content: Uint8Array,
  now: Date,
): Promise<boolean> {
  const { rows } = await executeSql(
    on,
    `insert into fleet.app_package_chunk (package_id, number, content)
       select id, $2::integer, $3::bytea from fleet.app_package
       where id = $1 and state = 'receiving' and size is null and expires_at > $4 for share
     on conflict (package_id, number) do update set content = excluded.content returning number`,
    [packageId, number, content, now],
  );
  return rows.length > 0;
}

/** One that is being received takes no more parts: what is read of it from now on stays so. Asked again, it answers again. */
export async function closePackage(on: Queryable, id: string, now: Date): Promise<PackageRecord | null> {
  const closed = db(on)
    .updateTable('fleet.app_package')
    .set({ size: 0 })
    .where('id', '=', id)
    .where('state', '=', 'receiving')
    .where('expires_at', '>', now);
  return (await closed.returningAll().executeTakeFirst()) ?? null;
}

/** In the order of their numbers. */
export async function chunkSizes(on: Queryable, packageId: string): Promise<{ number: number; size: number }[]> {
  const { rows } = await executeSql(
    on,
    'select number, octet_length(content) as size from fleet.app_package_chunk where package_id = $1 order by number',
    [packageId],
  );
  return rows as { number: number; size: number }[];
}

export async function findChunk(on: Queryable, packageId: string, number: number): Promise<Uint8Array | null> {
  const chunks = db(on).selectFrom('fleet.app_package_chunk').select('content').where('package_id', '=', packageId);
  return (await chunks.where('number', '=', number).executeTakeFirst())?.content ?? null;
}

export async function updatePackage(on: Queryable, id: string, row: Updateable<AppPackageTable>): Promise<void> {
  await db(on).updateTable('fleet.app_package').set(row).where('id', '=', id).execute();
}

export async function deletePackage(on: Queryable, id: string): Promise<void> {
  await db(on).deleteFrom('fleet.app_package').where('id', '=', id).execute();
}

/** One that was read and belongs to no app yet. */
export async function takeUpload(on: Queryable, id: string, now: Date): Promise<PackageRecord | null> {
  const found = db(on).selectFrom('fleet.app_package').selectAll().where('id', '=', id).where('app_id', 'is', null);
  return (await found.where('state', '=', 'read').where('expires_at', '>', now).forUpdate().executeTakeFirst()) ?? null;
}

export type ListedPackage = Omit<PackageRecord, 'icon'>;

/** Newest first, without their content. */
export async function packagesOf(on: Queryable, appId: string, limit: number): Promise<ListedPackage[]> {
  const { rows } = await executeSql(
    on,
    `select id, app_id, state, platform, identifier, name, version, build, minimum_os, size, sha256, uploaded_at,
       uploaded_by, expires_at from fleet.app_package where app_id = $1 order by uploaded_at desc, id limit $2`,
    [appId, limit],
  );
  return rows as ListedPackage[];
}

/** PNG of the newest package. */
export async function iconOf(on: Queryable, appId: string): Promise<Uint8Array | null> {
  const packages = db(on).selectFrom('fleet.app_package').select('icon').where('app_id', '=', appId);
  return (await packages.orderBy('uploaded_at', 'desc').orderBy('id').limit(1).executeTakeFirst())?.icon ?? null;
}

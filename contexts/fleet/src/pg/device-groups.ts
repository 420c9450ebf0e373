import type { Platform } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';
import { sql, type Selectable } from 'kysely';
import type { DeviceGroup } from '../scopes/device-scopes.ts';
import { COUNTED } from './spaces.ts';
import type { DeviceGroupTable, FleetTables } from './tables.ts';

export type DeviceGroupRow = Selectable<DeviceGroupTable>;

const groups = (on: Queryable) => on.withTables<FleetTables>().selectFrom('fleet.device_group');

/** Every group with its rule, for working out who is in it. */
export const allDeviceGroups = (on: Queryable): Promise<DeviceGroup[]> =>
  groups(on).select(['id', 'rule']).orderBy('id').execute();

export async function findDeviceGroup(on: Queryable, id: string, lock = false): Promise<DeviceGroupRow | null> {
  const found = groups(on).selectAll().where('id', '=', id);
  return (await (lock ? found.forNoKeyUpdate() : found).executeTakeFirst()) ?? null;
}

export const findDeviceGroups = (on: Queryable, ids: readonly string[]): Promise<DeviceGroupRow[]> =>
  ids.length === 0 ? Promise.resolve([]) : groups(on).selectAll().where('id', 'in', ids).orderBy('name').execute();

/** A page by name. @param after the last name of the page before */
export async function listDeviceGroups(
  on: Queryable,
  { q, after, limit }: { readonly q?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<DeviceGroupRow[]> {
  let page = groups(on).selectAll();
  if (q) page = page.where(sql`lower(name)`, 'like', sql`lower(${likePrefix(q)})`);
  if (after !== undefined) page = page.where(sql`lower(name)`, '>', after);
  return page
    .orderBy(sql`lower(name)`)
    .limit(limit)
    .execute();
}

/** What begins with the text, whatever signs of a pattern are in it. */
export const likePrefix = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

export async function countDeviceGroups(on: Queryable): Promise<number> {
  const { n } = await groups(on)
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

export async function insertDeviceGroup(
  on: Queryable,
  row: { id: string; name: string; description: string; rule: string | null; changed_at: Date },
): Promise<void> {
  await on.withTables<FleetTables>().insertInto('fleet.device_group').values(row).execute();
}

export async function updateDeviceGroup(
  on: Queryable,
  id: string,
  row: { name: string; description: string; rule: string | null; changed_at: Date },
): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.device_group')
    .set({ ...row, version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function deleteDeviceGroup(on: Queryable, id: string): Promise<void> {
  await on.withTables<FleetTables>().deleteFrom('fleet.device_group').where('id', '=', id).execute();
}

/** Those that are no device, or in it already, are passed over. */
export async function addMembers(on: Queryable, groupId: string, deviceIds: readonly string[]): Promise<void> {
  await executeSql(
    on,
    `insert into fleet.device_group_member (group_id, device_id)
       select $1, id from fleet.device where id = any($2::uuid[]) on conflict do nothing`,
    [groupId, [...deviceIds]],
  );
}

export async function removeMembers(on: Queryable, groupId: string, deviceIds: readonly string[]): Promise<void> {
  await executeSql(on, 'delete from fleet.device_group_member where group_id = $1 and device_id = any($2::uuid[])', [
    groupId,
    [...deviceIds],
  ]);
}

/** Active devices of each group named, up to {@link COUNTED}. */
export async function countGrouped(on: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await executeSql(
    on,
    `select g.id, (select count(*) from (select 1 from fleet.device d where d.state = 'active'
       and d.scopes @> array['device-group:' || g.id] limit ${COUNTED}) as counted) as n
     from unnest($1::uuid[]) as g (id)`,
    [[...ids]],
  );
  return new Map((rows as { id: string; n: number }[]).map(({ id, n }) => [id, n]));
}

export interface GroupedDevice {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly personId: string;
  readonly byHand: boolean;
}

/** Active devices of a group by name. @param after name and id of the last one of the page before */
export async function listGroupedDevices(
  on: Queryable,
  groupId: string,
  after: { readonly name: string; readonly id: string } | null,
  limit: number,
): Promise<GroupedDevice[]> {
  const { rows } = await executeSql(
    on,
    `select d.id, d.name, d.platform, d.person_id as "personId", exists (select 1 from fleet.device_group_member m
       where m.group_id = $1 and m.device_id = d.id) as "byHand"
     from fleet.device d where d.state = 'active' and d.scopes @> array['device-group:' || $1::uuid]
       and ($2::text is null or (d.name, d.id) > ($2, $3::uuid))
     order by d.name, d.id limit $4`,
    [groupId, after?.name ?? null, after?.id ?? null, limit],
  );
  return rows as GroupedDevice[];
}

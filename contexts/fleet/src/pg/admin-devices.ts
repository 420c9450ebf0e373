import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { FleetTables } from './tables.ts';

/** An administrator's edit; the device has a new desired state. */
export async function editDevice(
  on: Queryable,
  id: string,
  set: { readonly name?: string; readonly space_id?: string; readonly space_by_hand?: boolean },
): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.device')
    .set({ ...set, version: sql`version + 1`, generation: sql`generation + 1` })
    .where('id', '=', id)
    .execute();
}

/** @returns the version of its edits, with the row locked; null where there is none */
export async function lockDeviceVersion(on: Queryable, id: string): Promise<number | null> {
  const row = await on
    .withTables<FleetTables>()
    .selectFrom('fleet.device')
    .select('version')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row?.version ?? null;
}

import type { VaultWay } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { FleetTables, VaultShareTable } from './tables.ts';

export type VaultShareRow = Selectable<VaultShareTable>;

/**
 * Takes a try before anything is compared (SP 800-63B §5.2.2). The row stays locked until the transaction ends,
 * so that simultaneous guesses come one after the other.
 * @returns null: there is no such way, or it has no try left
 */
export async function takeTry(on: Queryable, deviceId: string, way: VaultWay): Promise<VaultShareRow | null> {
  const row = await on
    .withTables<FleetTables>()
    .updateTable('fleet.vault_share')
    .set({ tries: sql`tries - 1` })
    .where('device_id', '=', deviceId)
    .where('way', '=', way)
    .where('tries', '>', 0)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function hasShare(on: Queryable, deviceId: string, way: VaultWay): Promise<boolean> {
  const shares = on.withTables<FleetTables>().selectFrom('fleet.vault_share').select('way');
  return (await shares.where('device_id', '=', deviceId).where('way', '=', way).executeTakeFirst()) !== undefined;
}

export async function findShare(on: Queryable, deviceId: string, way: VaultWay): Promise<VaultShareRow | null> {
  const shares = on.withTables<FleetTables>().selectFrom('fleet.vault_share').selectAll();
  return (await shares.where('device_id', '=', deviceId).where('way', '=', way).executeTakeFirst()) ?? null;
}

/** @returns false: the way exists already */
export async function insertShare(on: Queryable, row: Insertable<VaultShareTable>): Promise<boolean> {
  const inserted = await on
    .withTables<FleetTables>()
    .insertInto('fleet.vault_share')
    .values(row)
    .onConflict((c) => c.columns(['device_id', 'way']).doNothing())
    .returning('way')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function replaceShare(
  on: Queryable,
  { device_id, way, ...values }: Insertable<VaultShareTable>,
): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.vault_share')
    .set(values)
    .where('device_id', '=', device_id)
    .where('way', '=', way)
    .execute();
}

export async function resetTries(on: Queryable, deviceId: string, way: VaultWay, tries: number): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.vault_share')
    .set({ tries })
    .where('device_id', '=', deviceId)
    .where('way', '=', way)
    .execute();
}

/** The octets go, the row stays. Without a way: all of the device's. */
export async function destroyShares(on: Queryable, deviceId: string, way?: VaultWay): Promise<void> {
  const shares = on
    .withTables<FleetTables>()
    .updateTable('fleet.vault_share')
    .set({ sealed: null, tries: 0 })
    .where('device_id', '=', deviceId);
  await (way === undefined ? shares : shares.where('way', '=', way)).execute();
}

export async function deleteDestroyedShares(on: Queryable, deviceId: string): Promise<void> {
  await on
    .withTables<FleetTables>()
    .deleteFrom('fleet.vault_share')
    .where('device_id', '=', deviceId)
    .where('sealed', 'is', null)
    .execute();
}

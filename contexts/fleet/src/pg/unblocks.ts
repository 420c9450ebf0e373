import type { UnlockType } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql, type Selectable } from 'kysely';
import type { FleetTables, UnblockTable } from './tables.ts';

export type UnblockRow = Selectable<UnblockTable>;

/** In the place of an earlier one of the device. */
export async function putUnblock(on: Queryable, row: UnblockRow): Promise<void> {
  const { device_id: _device, ...values } = row;
  await on
    .withTables<FleetTables>()
    .insertInto('fleet.unblock')
    .values(row)
    .onConflict((c) => c.column('device_id').doUpdateSet(values))
    .execute();
}

export async function findUnblock(on: Queryable, deviceId: string, now: Date): Promise<UnblockRow | null> {
  const row = await on
    .withTables<FleetTables>()
    .selectFrom('fleet.unblock')
    .selectAll()
    .where('device_id', '=', deviceId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

/** @returns false: meanwhile it is another challenge, or none */
export async function noteAnswered(on: Queryable, row: UnblockRow, unlockType: UnlockType): Promise<boolean> {
  const noted = await on
    .withTables<FleetTables>()
    .updateTable('fleet.unblock')
    .set({ unlock_type: unlockType })
    .where('device_id', '=', row.device_id)
    .where('challenge', '=', row.challenge)
    .where('tries', '>', 0)
    .returning('device_id')
    .executeTakeFirst();
  return noted !== undefined;
}

/**
 * Takes a try before anything is compared. The row stays locked until the transaction ends, so that guesses come one
 * after the other.
 */
export async function takeUnblockTry(on: Queryable, deviceId: string, now: Date): Promise<UnblockRow | null> {
  const row = await on
    .withTables<FleetTables>()
    .updateTable('fleet.unblock')
    .set({ tries: sql`tries - 1` })
    .where('device_id', '=', deviceId)
    .where('tries', '>', 0)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function deleteUnblock(on: Queryable, deviceId: string): Promise<void> {
  await on.withTables<FleetTables>().deleteFrom('fleet.unblock').where('device_id', '=', deviceId).execute();
}

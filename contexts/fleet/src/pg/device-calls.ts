import type { Queryable } from '@lanyard/kernel';
import type { Selectable } from 'kysely';
import type { DeviceCallTable, FleetTables } from './tables.ts';

export type DeviceCall = Selectable<DeviceCallTable>;
/** Who called, and the name it gave the call. */
export interface CallKey {
  readonly owner: string;
  readonly key: string;
}

/** @returns null when the call is new; else what is known of it */
export async function beginCall(
  on: Queryable,
  { owner, key }: CallKey,
  digest: Uint8Array,
  at: Date,
): Promise<DeviceCall | null> {
  const db = on.withTables<FleetTables>();
  const values = { owner, key, digest, state: 'running', answer: null, started_at: at } as const;
  const made = await db
    .insertInto('fleet.device_call')
    .values(values)
    .onConflict((c) => c.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (made !== undefined) return null;
  const known = await db
    .selectFrom('fleet.device_call')
    .selectAll()
    .where('owner', '=', owner)
    .where('key', '=', key)
    .executeTakeFirst();
  return known ?? { ...values, state: 'running' }; // it ended in between: the caller comes again
}

/** Takes over a call whose process died. @returns whether it was still the one seen */
export async function takeOverCall(on: Queryable, { owner, key }: CallKey, seen: Date, at: Date): Promise<boolean> {
  const calls = on.withTables<FleetTables>().updateTable('fleet.device_call').set({ started_at: at });
  const mine = calls
    .where('owner', '=', owner)
    .where('key', '=', key)
    .where('state', '=', 'running')
    .where('started_at', '=', seen);
  return (await mine.returning('key').executeTakeFirst()) !== undefined;
}

export async function endCall(on: Queryable, { owner, key }: CallKey, answer: Uint8Array): Promise<void> {
  const calls = on.withTables<FleetTables>().updateTable('fleet.device_call').set({ state: 'done', answer });
  await calls.where('owner', '=', owner).where('key', '=', key).where('state', '=', 'running').execute();
}

export async function burnCall(on: Queryable, { owner, key }: CallKey): Promise<void> {
  const calls = on.withTables<FleetTables>().updateTable('fleet.device_call').set({ state: 'burnt', answer: null });
  await calls.where('owner', '=', owner).where('key', '=', key).where('state', '=', 'done').execute();
}

/** Only while it runs: its twin that took it over may have ended meanwhile, and is remembered. */
export async function forgetCall(on: Queryable, { owner, key }: CallKey): Promise<void> {
  await on
    .withTables<FleetTables>()
    .deleteFrom('fleet.device_call')
    .where('owner', '=', owner)
    .where('key', '=', key)
    .where('state', '=', 'running')
    .execute();
}

export async function forgetCallsBefore(on: Queryable, before: Date): Promise<void> {
  await on.withTables<FleetTables>().deleteFrom('fleet.device_call').where('started_at', '<', before).execute();
}

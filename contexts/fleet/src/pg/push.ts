import type { Queryable } from '@lanyard/kernel';
import type { Selectable } from 'kysely';

interface PushKeyTable {
  one: boolean;
  public_key: Uint8Array;
  sealed_scalar: Uint8Array;
  made_at: Date;
}

interface PushSubscriptionTable {
  device_id: string;
  reader_id: string;
  sealed: Uint8Array;
  changed_at: Date;
}

type PushTables = {
  'fleet.push_key': PushKeyTable;
  'fleet.push_subscription': PushSubscriptionTable;
};

export type SubscriptionRow = Selectable<PushSubscriptionTable>;
type KeyRow = Pick<PushKeyTable, 'public_key' | 'sealed_scalar'>;

export async function findPushKey(on: Queryable): Promise<KeyRow | null> {
  const keys = on.withTables<PushTables>().selectFrom('fleet.push_key');
  return (await keys.select(['public_key', 'sealed_scalar']).executeTakeFirst()) ?? null;
}

/** Of two processes that make one, one is kept. */
export async function insertPushKey(on: Queryable, key: KeyRow, at: Date): Promise<void> {
  const values = { one: true, ...key, made_at: at };
  const keys = on.withTables<PushTables>().insertInto('fleet.push_key').values(values);
  await keys.onConflict((c) => c.column('one').doNothing()).execute();
}

/** @returns the desktop that might wake the device before; null where there was none */
export async function putSubscription(on: Queryable, row: SubscriptionRow): Promise<string | null> {
  const { device_id: deviceId, ...values } = row;
  const before = await findSubscription(on, deviceId);
  const rows = on.withTables<PushTables>().insertInto('fleet.push_subscription').values(row);
  await rows.onConflict((c) => c.column('device_id').doUpdateSet(values)).execute();
  return before?.reader_id ?? null;
}

export async function findSubscription(on: Queryable, deviceId: string): Promise<SubscriptionRow | null> {
  const rows = on.withTables<PushTables>().selectFrom('fleet.push_subscription').selectAll();
  return (await rows.where('device_id', '=', deviceId).executeTakeFirst()) ?? null;
}

/** @param changedAt only the one that was put then. @returns the desktop that it was for; null where there was none */
export async function deleteSubscription(on: Queryable, deviceId: string, changedAt?: Date): Promise<string | null> {
  let rows = on.withTables<PushTables>().deleteFrom('fleet.push_subscription').where('device_id', '=', deviceId);
  if (changedAt !== undefined) rows = rows.where('changed_at', '=', changedAt);
  return (await rows.returning('reader_id').executeTakeFirst())?.reader_id ?? null;
}

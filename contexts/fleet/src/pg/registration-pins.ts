import type { Queryable } from '@lanyard/kernel';
import type { Insertable, Selectable } from 'kysely';
import type { FleetTables, RegistrationPinTable } from './tables.ts';

export type RegistrationPin = Selectable<RegistrationPinTable>;

export async function insertPin(on: Queryable, row: Insertable<RegistrationPinTable>): Promise<void> {
  await on.withTables<FleetTables>().insertInto('fleet.registration_pin').values(row).execute();
}

/** The person's newest PINs, in any state. */
export async function findNewestPins(on: Queryable, personId: string, limit: number): Promise<RegistrationPin[]> {
  const pins = on
    .withTables<FleetTables>()
    .selectFrom('fleet.registration_pin')
    .selectAll()
    .where('person_id', '=', personId);
  return pins.orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
}

/** Uses a PIN up: of any number of simultaneous tries one gets true. */
export async function consumePin(on: Queryable, id: string, deviceId: string, at: Date): Promise<boolean> {
  const row = await on
    .withTables<FleetTables>()
    .updateTable('fleet.registration_pin')
    .set({ state: 'used', used_at: at, device_id: deviceId })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where('expires_at', '>', at)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

type Open = { readonly personId: string } | { readonly requestId: string };

/** @returns how many were open */
export async function endOpenPins(on: Queryable, of: Open, state: 'superseded' | 'cancelled'): Promise<number> {
  const open = on
    .withTables<FleetTables>()
    .updateTable('fleet.registration_pin')
    .set({ state })
    .where('state', '=', 'open');
  const { numUpdatedRows } = await (
    'personId' in of ? open.where('person_id', '=', of.personId) : open.where('request_id', '=', of.requestId)
  ).executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** The device that used a PIN of the request; the newest where there are several. */
export async function findRegistration(
  on: Queryable,
  requestId: string,
): Promise<{ deviceId: string; name: string } | null> {
  const row = await on
    .withTables<FleetTables>()
    .selectFrom('fleet.registration_pin as p')
    .innerJoin('fleet.device as d', 'd.id', 'p.device_id')
    .select(['d.id', 'd.name'])
    .where('p.request_id', '=', requestId)
    .where('p.state', '=', 'used')
    .orderBy('p.used_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { deviceId: row.id, name: row.name };
}

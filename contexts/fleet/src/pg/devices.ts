import { runStatement, statement, type Queryable } from '@lanyard/kernel';
import { sql, type Insertable, type Selectable } from 'kysely';
import type { Device, DeviceState } from '../device.ts';
import type { DeviceTable, FleetTables } from './tables.ts';

/** What was changed for the scopes of a device, added up: counters only grow. */
const CHANGES = `(select coalesce(sum(c.n), 0)::bigint from fleet.change_counter c where c.scope = any(
    array['all', 'person:' || d.person_id, 'device:' || d.id, 'space:' || d.space_id] || d.scopes))`;

/** With all that the generation of the desired state is made of, in one query: it is part of every check-in. */
const devicesWith = (on: Queryable) =>
  on
    .withTables<FleetTables>()
    .selectFrom('fleet.device as d')
    .selectAll('d')
    .select(sql.raw<number>(CHANGES).as('changes'))
    .select((e) => e.selectFrom('fleet.settings_generation').select('n').as('settings_generation'));

/** Asked at every call of a device. */
const DEVICE = statement(
  'fleet.device',
  `select id, person_id, state, name, platform, os_version, model, wallet_version, thumbprint, agreement_key, epoch,
      generation, registered_at, last_check_in_at, ended_at, space_id, space_by_hand, version, scopes, udid, imsi,
      ${CHANGES} as changes, (select n from fleet.settings_generation) as settings_generation
    from fleet.device d where id = $1`,
);

export async function findDevice(on: Queryable, id: string): Promise<Device | null> {
  const [row] = await runStatement<FoundDevice>(on, DEVICE, [id]);
  return row === undefined ? null : toDevice(row);
}

export async function findActiveDeviceByKey(on: Queryable, thumbprint: string): Promise<Device | null> {
  const devices = devicesWith(on).where('thumbprint', '=', thumbprint);
  const row = await devices.where('state', '=', 'active').executeTakeFirst();
  return row === undefined ? null : toDevice(row);
}

export async function findDevicesOf(on: Queryable, personId: string): Promise<Device[]> {
  const rows = await devicesWith(on)
    .where('person_id', '=', personId)
    .orderBy('registered_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map(toDevice);
}

export async function countActiveDevices(on: Queryable, personId: string): Promise<number> {
  const rows = on
    .withTables<FleetTables>()
    .selectFrom('fleet.device')
    .where('person_id', '=', personId)
    .where('state', '=', 'active');
  const { n } = await rows.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return n;
}

export async function insertDevice(on: Queryable, row: Insertable<DeviceTable>): Promise<void> {
  await on.withTables<FleetTables>().insertInto('fleet.device').values(row).execute();
}

export interface Reported {
  readonly name: string;
  readonly osVersion: string;
  readonly model: string;
  readonly walletVersion: string;
  readonly udid?: string | undefined;
  readonly imsi?: string | undefined;
}

export async function updateReported(
  on: Queryable,
  id: string,
  { name, osVersion, model, walletVersion, udid, imsi }: Reported,
): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.device')
    .set({
      name,
      os_version: osVersion,
      model,
      wallet_version: walletVersion,
      udid: udid ?? null,
      imsi: imsi ?? null,
      generation: sql`generation + 1`,
    })
    .where('id', '=', id)
    .execute();
}

/** Ends a device in one of the states given; its tokens belong to an older epoch from then on. @returns whether there was one */
export async function endDevice(
  on: Queryable,
  id: string,
  to: DeviceState,
  from: readonly DeviceState[],
  at: Date,
): Promise<{ personId: string } | null> {
  const row = await on
    .withTables<FleetTables>()
    .updateTable('fleet.device')
    .set({ state: to, ended_at: at, epoch: sql`epoch + 1`, generation: sql`generation + 1` })
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('person_id')
    .executeTakeFirst();
  return row === undefined ? null : { personId: row.person_id };
}

/** A person's devices are locked in the order of their ids, as everybody does who touches several: no deadlock. */
export async function bumpGeneration(
  on: Queryable,
  target: { readonly personId: string } | { readonly deviceId: string },
): Promise<void> {
  const db = on.withTables<FleetTables>();
  const devices = db.updateTable('fleet.device').set({ generation: sql`generation + 1` });
  if ('deviceId' in target) {
    await devices.where('id', '=', target.deviceId).execute();
    return;
  }
  const theirs = db.selectFrom('fleet.device').select('id').where('person_id', '=', target.personId);
  await devices.where('id', 'in', theirs.orderBy('id').forUpdate()).execute();
}

/** Every device has a new desired state from now on. */
export async function bumpSettings(on: Queryable): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.settings_generation')
    .set({ n: sql`n + 1` })
    .execute();
}

/** Of several processes that note a check-in at once only one writes. */
export async function noteCheckIn(on: Queryable, id: string, at: Date, unlessSince: Date): Promise<void> {
  await on
    .withTables<FleetTables>()
    .updateTable('fleet.device')
    .set({ last_check_in_at: at })
    .where('id', '=', id)
    .where((e) => e.or([e('last_check_in_at', 'is', null), e('last_check_in_at', '<=', unlessSince)]))
    .execute();
}

type FoundDevice = Omit<Selectable<DeviceTable>, 'installation_id'> & {
  readonly settings_generation: number | null;
  readonly changes: number;
};

const toDevice = (row: FoundDevice): Device => ({
  id: row.id,
  personId: row.person_id,
  state: row.state,
  name: row.name,
  platform: row.platform,
  osVersion: row.os_version,
  model: row.model,
  walletVersion: row.wallet_version,
  thumbprint: row.thumbprint,
  agreementKey: row.agreement_key,
  epoch: row.epoch,
  generation: row.generation,
  settingsGeneration: row.settings_generation ?? 0,
  changes: row.changes,
  spaceId: row.space_id,
  spaceByHand: row.space_by_hand,
  scopes: row.scopes,
  version: row.version,
  udid: row.udid,
  imsi: row.imsi,
  endedAt: row.ended_at,
  registeredAt: row.registered_at,
  lastCheckInAt: row.last_check_in_at,
});

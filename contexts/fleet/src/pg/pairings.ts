import type { PairedDesktop } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { aliveSince } from './relay-nodes.ts';
import type { RelayTables } from './relay-tables.ts';
import type { FleetTables } from './tables.ts';

export interface Pairing {
  readonly readerId: string;
  readonly name: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly personId: string;
}

const pairings = (on: Queryable) =>
  on
    .withTables<RelayTables & FleetTables>()
    .selectFrom('fleet.pairing as p')
    .innerJoin('fleet.reader as r', 'r.id', 'p.reader_id')
    .innerJoin('fleet.device as d', 'd.id', 'p.device_id');

export async function findPairing(on: Queryable, readerId: string): Promise<Pairing | null> {
  const row = await pairings(on)
    .select(['p.reader_id', 'r.name', 'p.device_id', 'd.name as device_name', 'p.person_id'])
    .where('p.reader_id', '=', readerId)
    .executeTakeFirst();
  return row === undefined ? null : pairingOf(row);
}

interface PairingRow {
  readonly reader_id: string;
  readonly name: string;
  readonly device_id: string;
  readonly device_name: string;
  readonly person_id: string;
}

const pairingOf = ({ name, reader_id, device_id, device_name, person_id }: PairingRow): Pairing => ({
  readerId: reader_id,
  name,
  deviceId: device_id,
  deviceName: device_name,
  personId: person_id,
});

/** The desktops of a device or of a person, the last paired first. */
export async function listPairings(
  on: Queryable,
  of: { readonly deviceId: string } | { readonly personId: string },
  now: Date,
): Promise<PairedDesktop[]> {
  const rows = await pairings(on)
    .leftJoin('fleet.relay_node as n', 'n.id', 'r.node_id')
    .select(['p.reader_id', 'r.name', 'p.device_id', 'd.name as device_name', 'p.paired_at', 'p.last_connected_at'])
    .select(['p.connected', 'n.seen_at'])
    .where((e) => ('deviceId' in of ? e('p.device_id', '=', of.deviceId) : e('p.person_id', '=', of.personId)))
    .orderBy('p.paired_at', 'desc')
    .orderBy('p.reader_id')
    .limit(200)
    .execute();
  return rows.map((row) => {
    const online = row.seen_at !== null && row.seen_at > aliveSince(now);
    return {
      readerId: row.reader_id,
      name: row.name,
      deviceId: row.device_id,
      deviceName: row.device_name,
      pairedAt: row.paired_at.toISOString(),
      lastConnectedAt: row.last_connected_at?.toISOString() ?? null,
      online,
      connected: online && row.connected,
    };
  });
}

export async function countPairings(on: Queryable, deviceId: string): Promise<number> {
  const rows = on.withTables<RelayTables>().selectFrom('fleet.pairing').where('device_id', '=', deviceId);
  return (await rows.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
}

/** @returns false when the desktop is another device's */
export async function putPairing(
  on: Queryable,
  { readerId, deviceId, personId }: { readerId: string; deviceId: string; personId: string },
  at: Date,
): Promise<boolean> {
  const row = await on
    .withTables<RelayTables>()
    .insertInto('fleet.pairing')
    .values({ reader_id: readerId, device_id: deviceId, person_id: personId, paired_at: at, last_connected_at: null })
    .onConflict((c) =>
      c.column('reader_id').doUpdateSet({ paired_at: at }).where('fleet.pairing.device_id', '=', deviceId),
    )
    .returning('reader_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets pairings of a reader or of a device. @returns those that there were */
export async function deletePairings(
  on: Queryable,
  of:
    | { readonly readerId: string; readonly personId?: string; readonly deviceId?: string }
    | { readonly deviceId: string },
): Promise<Pairing[]> {
  let rows = on
    .withTables<RelayTables & FleetTables>()
    .deleteFrom('fleet.pairing as p')
    .using(['fleet.reader as r', 'fleet.device as d'])
    .whereRef('r.id', '=', 'p.reader_id')
    .whereRef('d.id', '=', 'p.device_id');
  if ('readerId' in of) rows = rows.where('p.reader_id', '=', of.readerId);
  if ('personId' in of && of.personId !== undefined) rows = rows.where('p.person_id', '=', of.personId);
  if (of.deviceId !== undefined) rows = rows.where('p.device_id', '=', of.deviceId);
  const ended = await rows
    .returning(['p.reader_id', 'p.device_id', 'p.person_id', 'r.name', 'd.name as device_name'])
    .execute();
  return ended.map(pairingOf);
}

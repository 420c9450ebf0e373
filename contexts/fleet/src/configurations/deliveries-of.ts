import type { Delivery } from '@lanyard/contract';
import type { Device } from '../device.ts';
import { findDeliveries, type DeliveryRow, type SentItem } from '../pg/deliveries.ts';
import type { FleetParts } from '../ports.ts';
import { desiredFor, type Desired } from './desired.ts';

interface Wanted extends SentItem {
  readonly waitsFor: string | null;
}

const wantedOf = ({ configurations, apps }: Desired): Wanted[] => [
  ...configurations.map(({ id, kind, name, version, waitsFor }) => ({
    id,
    what: 'configuration' as const,
    kind,
    name,
    version,
    waitsFor,
  })),
  ...apps.map(({ id, identifier, name, version, unauthorized }) => ({
    id,
    what: 'app' as const,
    kind: identifier,
    name,
    version,
    waitsFor: unauthorized,
  })),
];

/** What of a desired state a device can act on now. */
export const sendable = (desired: Desired): SentItem[] =>
  wantedOf(desired).flatMap(({ waitsFor, ...item }) => (waitsFor === null ? [item] : []));

/** Desired against actual, of one device: what is waiting and for what, what arrived, what is being taken away. */
export async function deliveriesOf(parts: FleetParts, device: Device): Promise<Delivery[]> {
  const { credentials, db, directory } = parts;
  const person = await directory.personById(device.personId);
  const has = await credentials.forDevice(device.id, device.personId);
  const ended = device.state !== 'active' || person === null;
  const wanted = ended ? [] : wantedOf(await desiredFor(parts, db.pool, device, person, has));
  const rows = new Map((await findDeliveries(db.pool, device.id)).map((row) => [row.object_id, row]));
  const now = wanted.map((item) => lineOf(item, rows.get(item.id)));
  const gone = [...rows.values()].filter((row) => !wanted.some(({ id }) => id === row.object_id));
  return [...now, ...gone.map((row) => leavingLine(row, ended))];
}

function lineOf({ id, what, kind, name, version, waitsFor }: Wanted, row: DeliveryRow | undefined): Delivery {
  const line = { id, what, kind, name, version, at: row?.at.toISOString() ?? null };
  if (waitsFor !== null) return { ...line, state: 'waiting', reason: waitsFor };
  if (row === undefined || row.version !== version || row.state === 'withdrawn')
    return { ...line, state: 'waiting', reason: 'waits until the device checks in', at: null };
  return { ...line, state: row.state, reason: row.reason };
}

function leavingLine({ object_id, what, kind, name, state, at }: DeliveryRow, ended: boolean): Delivery {
  const line = { id: object_id, what, kind, name, version: null, at: at.toISOString() };
  if (state === 'withdrawn') return { ...line, state, reason: null };
  const reason = ended ? 'the device has ended' : 'waits until the device takes it away';
  return { ...line, state: ended ? 'withdrawn' : 'waiting', reason };
}

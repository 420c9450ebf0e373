import type { AppliedReport, Arrival } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';
import type { Selectable } from 'kysely';
import type { DeliveryTable, FleetTables } from './tables.ts';

export type DeliveryRow = Selectable<DeliveryTable>;

/** Something that a device was told to have. */
export interface SentItem {
  readonly id: string;
  readonly what: 'configuration' | 'app';
  readonly kind: string;
  readonly name: string;
  readonly version: number;
}

/** What was not sent before in this version. Where nothing is new, nothing is written. */
export async function noteSent(on: Queryable, deviceId: string, items: readonly SentItem[], at: Date): Promise<void> {
  if (items.length === 0) return;
  await executeSql(
    on,
    `insert into fleet.delivery as d (device_id, object_id, what, kind, name, version, state, reason, at)
     select $1, i.id, i.what, i.kind, i.name, i.version, 'sent', null, $3
     from json_to_recordset($2::json) as i (id uuid, what text, kind text, name text, version integer)
     where not exists (select 1 from fleet.delivery o where o.device_id = $1 and o.object_id = i.id
       and o.version = i.version and o.state <> 'withdrawn')
     order by i.id
     on conflict (device_id, object_id) do update set kind = excluded.kind, name = excluded.name,
       version = excluded.version, state = 'sent', reason = null, at = excluded.at
     where d.version <> excluded.version or d.state = 'withdrawn'`,
    [deviceId, JSON.stringify(items), at],
  );
}

/** What a device says of what it was sent. Of a version that is not the one sent last only its end is heard. */
export async function noteApplied(on: Queryable, deviceId: string, report: AppliedReport, at: Date): Promise<void> {
  await executeSql(
    on,
    `update fleet.delivery d set state = i.state, reason = i.reason, at = $3
     from json_to_recordset($2::json) as i (id uuid, version integer, state text, reason text)
     where d.device_id = $1 and d.object_id = i.id and (d.version = i.version or i.state = 'withdrawn')
       and (d.state, coalesce(d.reason, '')) is distinct from (i.state, coalesce(i.reason, ''))`,
    [deviceId, JSON.stringify(report.items), at],
  );
}

export const findDeliveries = (on: Queryable, deviceId: string): Promise<DeliveryRow[]> =>
  on
    .withTables<FleetTables>()
    .selectFrom('fleet.delivery')
    .selectAll()
    .where('device_id', '=', deviceId)
    .orderBy('name')
    .orderBy('object_id')
    .limit(1_000)
    .execute();

/** Active devices by what they said of one version; of its withdrawal whatever the version. */
export async function countDeliveries(on: Queryable, objectId: string, version: number): Promise<Arrival> {
  const { rows } = await executeSql(
    on,
    `select e.state, count(*) as n from fleet.delivery e join fleet.device d on d.id = e.device_id and d.state = 'active'
     where e.object_id = $1 and (e.version = $2 or e.state = 'withdrawn') group by e.state`,
    [objectId, version],
  );
  const counted = new Map((rows as { state: keyof Arrival; n: number }[]).map(({ state, n }) => [state, n]));
  const of = (state: keyof Arrival): number => counted.get(state) ?? 0;
  return { sent: of('sent'), applied: of('applied'), failed: of('failed'), withdrawn: of('withdrawn') };
}

interface ArrivalRow {
  readonly id: string;
  readonly name: string;
  readonly personId: string;
  readonly version: number;
  readonly state: keyof Arrival;
  readonly reason: string | null;
  readonly at: Date;
}

/** Active devices that something was sent to, in the order of their ids. @param spaces of who asks; null: all */
export async function listArrivals(
  on: Queryable,
  objectId: string,
  of: {
    readonly state: keyof Arrival;
    readonly after?: string | undefined;
    readonly spaces: readonly string[] | null;
  },
  limit: number,
): Promise<ArrivalRow[]> {
  const { rows } = await executeSql(
    on,
    `select d.id, d.name, d.person_id as "personId", e.version, e.state, e.reason, e.at
     from fleet.delivery e join fleet.device d on d.id = e.device_id and d.state = 'active'
     where e.object_id = $1 and e.state = $2 and ($3::uuid is null or e.device_id > $3)
       and ($4::uuid[] is null or d.space_id = any($4))
     order by e.device_id limit $5`,
    [objectId, of.state, of.after ?? null, of.spaces === null ? null : [...of.spaces], limit],
  );
  return rows as ArrivalRow[];
}

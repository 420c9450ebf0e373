import type { deviceListQuery, DeviceRow, Platform } from '@lanyard/contract';
import { days } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { z } from 'zod';
import { equals, oneOf, peopleLike, personColumns, personJoin, prefixOf } from '../conditions.ts';
import { instantOf, personOf, type ListOf, type PersonOfRow } from './list-of.ts';

interface Row extends PersonOfRow {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly os_version: string;
  readonly model: string;
  readonly wallet_version: string;
  readonly state: DeviceRow['state'];
  readonly registered_at: Date;
  readonly last_check_in_at: Date | null;
  readonly space_id: string;
}

export const deviceList: ListOf<z.infer<typeof deviceListQuery>, Row, DeviceRow> = {
  shape: {
    from: sql`fleet.overview_listed_device r`,
    columns: sql`r.*`,
    joins: personJoin,
    joined: personColumns,
    sorts: {
      registeredAt: { column: sql`r.registered_at`, type: 'timestamptz' },
      name: { column: sql`lower(r.name) collate "C"`, type: 'text' },
      // By its day: the moment itself is in no index, so that a check-in need not write one.
      lastCheckInAt: { column: sql`r.seen_on`, type: 'date' },
    },
    sortedBy: '-registeredAt',
    idType: 'uuid',
  },
  sortedBy: ({ quietDays }) => (quietDays === undefined ? undefined : 'lastCheckInAt'),
  async where({ q, state, platform, person, space, quietDays }, { on, now, spaces }) {
    return [
      ...oneOf(sql`r.state`, state),
      ...oneOf(sql`r.platform`, platform),
      ...equals(sql`r.person_id`, person),
      ...equals(sql`r.space_id`, space),
      ...(spaces === null ? [] : [sql`r.space_id = any(${spaces})`]),
      ...(quietDays === undefined ? [] : [quietSince(now, quietDays)]),
      ...(q
        ? [sql`(lower(r.name) collate "C" like ${prefixOf(q)} or r.person_id = any(${await peopleLike(on, q)}))`]
        : []),
    ];
  },
  itemOf: (row) => ({
    id: row.id,
    name: row.name,
    platform: row.platform,
    osVersion: row.os_version,
    model: row.model,
    walletVersion: row.wallet_version,
    state: row.state,
    registeredAt: row.registered_at.toISOString(),
    lastCheckInAt: instantOf(row.last_check_in_at),
    spaceId: row.space_id,
    person: personOf(row),
  }),
  csv: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    platform: ({ platform }) => platform,
    osVersion: ({ osVersion }) => osVersion,
    model: ({ model }) => model,
    walletVersion: ({ walletVersion }) => walletVersion,
    state: ({ state }) => state,
    registeredAt: ({ registeredAt }) => registeredAt,
    lastCheckInAt: ({ lastCheckInAt }) => lastCheckInAt,
    userName: ({ person }) => person?.userName ?? null,
    displayName: ({ person }) => person?.displayName ?? null,
  },
};

/** Active devices that were last heard of before that day, or never. */
export const quietSince = (now: Date, quietDays: number) =>
  sql`r.state = 'active' and r.seen_on < ${new Date(now.getTime() - days(quietDays)).toISOString().slice(0, 10)}::date`;

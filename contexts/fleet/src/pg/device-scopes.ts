import { executeSql, type Queryable } from '@lanyard/kernel';
import type { Platform } from '@lanyard/contract';
import type { ScopedDevice } from '../scopes/device-scopes.ts';

export interface ScopeRow extends ScopedDevice {
  readonly spaceId: string;
  readonly spaceByHand: boolean;
  readonly scopes: readonly string[];
  /** Device groups that it was added to. */
  readonly byHand: readonly string[];
}

interface Row {
  id: string;
  person_id: string;
  platform: Platform;
  os_version: string;
  space_id: string;
  space_by_hand: boolean;
  scopes: string[];
  by_hand: string[];
}

const COLUMNS = `id, person_id, platform, os_version, space_id, space_by_hand, scopes,
  (select coalesce(array_agg(m.group_id::text), '{}') from fleet.device_group_member m where m.device_id = d.id) as by_hand`;

const toScopeRow = (row: Row): ScopeRow => ({
  id: row.id,
  personId: row.person_id,
  platform: row.platform,
  osVersion: row.os_version,
  spaceId: row.space_id,
  spaceByHand: row.space_by_hand,
  scopes: row.scopes,
  byHand: row.by_hand,
});

/**
 * Active devices among those named, locked in the order of their ids. Rows that refer to a device may be written
 * meanwhile: a check-in does not wait for a rule that is worked out for hundreds.
 */
export async function lockScopes(on: Queryable, ids: readonly string[]): Promise<ScopeRow[]> {
  const active = `from fleet.device d where id = any($1::uuid[]) and state = 'active' order by id`;
  await executeSql(on, `select 1 ${active} for no key update`, [[...ids]]);
  // By a statement of its own: one that waited for a lock sees other tables as they were before it waited.
  const { rows } = await executeSql(on, `select ${COLUMNS} ${active}`, [[...ids]]);
  return (rows as Row[]).map(toScopeRow);
}

/** Ids of active devices after one id, in order. */
export async function activeIdsAfter(on: Queryable, after: string, limit: number): Promise<string[]> {
  const { rows } = await executeSql(
    on,
    `select id from fleet.device where id > $1 and state = 'active' order by id limit $2`,
    [after, limit],
  );
  return (rows as { id: string }[]).map(({ id }) => id);
}

/** The device has a new desired state. */
export async function updateScopes(
  on: Queryable,
  id: string,
  { scopes, spaceId }: { readonly scopes: readonly string[]; readonly spaceId: string },
): Promise<void> {
  await executeSql(
    on,
    `update fleet.device set scopes = $2, space_id = $3, generation = generation + 1 where id = $1`,
    [id, [...scopes], spaceId],
  );
}

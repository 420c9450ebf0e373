import type { ListedDevice, ListedPerson, Platform } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { RawBuilder } from 'kysely';
import type { ListShape } from '../walk-list.ts';

/** What the rows of a list are chosen with. */
export interface Scope {
  readonly on: Queryable;
  readonly now: Date;
  /** Spaces whose devices the caller may see; null: all. */
  readonly spaces: readonly string[] | null;
}

/** One list of the admin interface, from its query to its rows. */
export interface ListOf<Query, Row, Item> {
  readonly shape: ListShape;
  where(query: Query, scope: Scope): Promise<RawBuilder<unknown>[]>;
  /** The order where the query asks for none; that of the shape when absent. */
  sortedBy?(query: Query): string | undefined;
  itemOf(row: Row, now: Date): Item;
  /** Columns of the CSV, in order. */
  readonly csv: Readonly<Record<string, (item: Item) => string | number | null>>;
}

export interface PersonOfRow {
  readonly person_id: string | null;
  readonly person_user_name: string | null;
  readonly person_name: string | null;
  readonly person_state: ListedPerson['state'] | null;
}

/** Null for nobody, and for somebody who is not in the directory any more. */
export function personOf(row: PersonOfRow): ListedPerson | null {
  const { person_id: id, person_user_name: userName, person_name: displayName, person_state: state } = row;
  return id === null || userName === null || displayName === null || state === null
    ? null
    : { id, userName, displayName, state };
}

export interface DeviceOfRow {
  readonly device_id: string | null;
  readonly device_name: string | null;
  readonly device_platform: Platform | null;
}

export function deviceOf({
  device_id: id,
  device_name: name,
  device_platform: platform,
}: DeviceOfRow): ListedDevice | null {
  return id === null || name === null || platform === null ? null : { id, name, platform };
}

export const instantOf = (at: Date | null): string | null => at?.toISOString() ?? null;

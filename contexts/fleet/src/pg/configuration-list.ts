import type { ConfigurationKind, ConfigurationState } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';
import type { ConfigurationRow } from './configurations.ts';

/** What of the configurations is asked for. */
export interface ConfigurationFilter {
  readonly q?: string | undefined;
  readonly kind?: ConfigurationKind | undefined;
  readonly state?: ConfigurationState | undefined;
  readonly space?: string | undefined;
  /** Spaces of who asks; null: all. */
  readonly spaces: readonly string[] | null;
}

export interface ListOrder {
  readonly by: 'name' | 'changedAt';
  readonly descending: boolean;
  /** Key of the last row of the page before. */
  readonly after: { readonly key: string; readonly id: string } | null;
  readonly limit: number;
}

const STATES: Readonly<Record<ConfigurationState, string>> = {
  draft: 'deleted_at is null and published_version is null',
  published: 'deleted_at is null and published_version = version',
  changed: 'deleted_at is null and published_version <> version',
  deleted: 'deleted_at is not null',
};
const KEYS = { name: 'lower(name)', changedAt: `to_char(changed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US')` };

/** Rows with the key that the list is sorted by. Configurations are few: thousands, not millions. */
export async function listConfigurations(
  on: Queryable,
  filter: ConfigurationFilter,
  { by, descending, after, limit }: ListOrder,
): Promise<(ConfigurationRow & { key: string })[]> {
  const { where, values } = conditions(filter);
  const key = KEYS[by];
  const direction = descending ? 'desc' : 'asc';
  const rest =
    after === null
      ? ''
      : `and (${key}, id) ${descending ? '<' : '>'} ($${values.length + 1}, $${values.length + 2}::uuid)`;
  const { rows } = await executeSql(
    on,
    `select *, ${key} as key from fleet.configuration where ${where} ${rest}
     order by ${key} ${direction}, id ${direction} limit ${limit}`,
    after === null ? values : [...values, after.key, after.id],
  );
  return rows as (ConfigurationRow & { key: string })[];
}

export async function countConfigurations(on: Queryable, filter: ConfigurationFilter): Promise<number> {
  const { where, values } = conditions(filter);
  const { rows } = await executeSql(on, `select count(*) as n from fleet.configuration where ${where}`, values);
  return (rows as { n: number }[])[0]?.n ?? 0;
}

function conditions({ q, kind, state, space, spaces }: ConfigurationFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const parts = [state === undefined ? 'deleted_at is null' : STATES[state]];
  if (q) parts.push(`position(lower(${bind(q)}) in lower(name || ' ' || description)) > 0`);
  if (kind !== undefined) parts.push(`kind = ${bind(kind)}`);
  if (space !== undefined) parts.push(`space_id = ${bind(space)}`);
  if (spaces !== null) parts.push(`(all_spaces or space_id = any(${bind(spaces)}::uuid[]))`);
  return { where: parts.join(' and '), values };
}

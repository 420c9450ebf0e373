import type { Origin } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';

export interface ConfiguredGroup {
  readonly id: string;
  readonly name: string;
  readonly origin: Origin;
  readonly version: number;
}

/** Without counting who is in them. */
export async function everyGroup(on: Queryable, limit: number): Promise<ConfiguredGroup[]> {
  const { rows } = await executeSql(
    on,
    'select id, name, origin, version from directory.user_group order by lower(name), id limit $1',
    [limit],
  );
  return rows as ConfiguredGroup[];
}

export async function findUpns(on: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await executeSql(on, 'select id, upn from directory.person where id = any($1::uuid[])', [[...ids]]);
  return new Map((rows as { id: string; upn: string }[]).map(({ id, upn }) => [id, upn]));
}

/** By UPN in lower case. */
export async function findIdsByUpn(on: Queryable, upns: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await executeSql(
    on,
    'select lower(upn) as upn, id from directory.person where lower(upn) = any($1::text[])',
    [upns.map((upn) => upn.toLowerCase())],
  );
  return new Map((rows as { id: string; upn: string }[]).map(({ id, upn }) => [upn, id]));
}

import type { Platform } from '@lanyard/contract';
import { executeSql, type Queryable } from '@lanyard/kernel';

/** Whom something is for, as the tables can be asked for it. */
export interface Target {
  readonly scopes: readonly string[];
  readonly spaceId: string;
  readonly allSpaces: boolean;
  readonly platforms: readonly Platform[];
}

export interface NamedDevices {
  readonly count: number;
  readonly first: { id: string; name: string }[];
}

const SHOWN = 50;

/** True of a device `d` that is in the target which stands at the parameters from `$n` on. */
const inTarget = (
  n: number,
): string => `(d.platform = any($${n}::text[]) and ($${n + 1}::uuid is null or d.space_id = $${n + 1})
  and ($${n + 2}::boolean or d.scopes && $${n + 3}::text[] or d.person_id = any($${n + 4}::uuid[])
    or d.id = any($${n + 5}::uuid[]) or d.space_id = any($${n + 6}::uuid[])))`;

function parametersOf({ scopes, spaceId, allSpaces, platforms }: Target): unknown[] {
  const named = (prefix: string): string[] =>
    scopes.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length));
  const groups = scopes.filter((scope) => /^(device-)?group:/.test(scope));
  return [
    platforms,
    allSpaces ? null : spaceId,
    scopes.includes('all'),
    groups,
    named('person:'),
    named('device:'),
    named('space:'),
  ];
}

/** Active devices that are in one target and not in the other, with the first of their names. */
export async function devicesIn(on: Queryable, target: Target, butNotIn?: Target): Promise<NamedDevices> {
  const but = butNotIn === undefined ? '' : `and not ${inTarget(8)}`;
  const { rows } = await executeSql(
    on,
    `with found as (select d.id, d.name from fleet.device d where d.state = 'active' and ${inTarget(1)} ${but})
     select (select count(*) from found) as count,
       (select coalesce(json_agg(f), '[]') from (select id, name from found order by name, id limit ${SHOWN}) f) as first`,
    [...parametersOf(target), ...(butNotIn === undefined ? [] : parametersOf(butNotIn))],
  );
  return (rows as NamedDevices[])[0] ?? { count: 0, first: [] };
}

/** Active devices that are in both. */
export async function devicesInBoth(on: Queryable, one: Target, other: Target): Promise<NamedDevices> {
  const { rows } = await executeSql(
    on,
    `with found as (select d.id, d.name from fleet.device d
       where d.state = 'active' and ${inTarget(1)} and ${inTarget(8)})
     select (select count(*) from found) as count,
       (select coalesce(json_agg(f), '[]') from (select id, name from found order by name, id limit ${SHOWN}) f) as first`,
    [...parametersOf(one), ...parametersOf(other)],
  );
  return (rows as NamedDevices[])[0] ?? { count: 0, first: [] };
}

import { executeSql, type Queryable } from '@lanyard/kernel';

/**
 * Tells every device that has one of the scopes, in one row each, that there is something new for it. In the order of
 * their names, as everybody counts them: no deadlock.
 */
export async function bumpScopes(on: Queryable, scopes: Iterable<string>): Promise<void> {
  const sorted = [...new Set(scopes)].sort();
  if (sorted.length === 0) return;
  await executeSql(
    on,
    `insert into fleet.change_counter (scope, n) select scope, 1 from unnest($1::text[]) with ordinality as s (scope, i)
       order by i
     on conflict (scope) do update set n = fleet.change_counter.n + 1`,
    [sorted],
  );
}

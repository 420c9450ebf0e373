import type { Queryable } from '@lanyard/kernel';
import type { DirectoryTables } from './tables.ts';

/** Ids of the groups of each person; who is in none is not in the answer. One query. */
export async function findGroupIds(on: Queryable, personIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (personIds.length === 0) return found;
  const rows = await on
    .withTables<DirectoryTables>()
    .selectFrom('directory.membership')
    .select(['person_id', 'group_id'])
    .where('person_id', 'in', personIds)
    .orderBy('group_id')
    .execute();
  for (const { person_id, group_id } of rows) found.set(person_id, [...(found.get(person_id) ?? []), group_id]);
  return found;
}

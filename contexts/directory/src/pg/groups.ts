import type { Origin } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { DirectoryTables } from './tables.ts';

export async function insertGroup(on: Queryable, id: string, name: string, at: Date): Promise<void> {
  await on
    .withTables<DirectoryTables>()
    .insertInto('directory.user_group')
    .values({ id, name, created_at: at })
    .execute();
}

/** @returns whether something changed: being in a group twice is being in it once */
export async function insertMembership(on: Queryable, groupId: string, personId: string): Promise<boolean> {
  const result = await on
    .withTables<DirectoryTables>()
    .insertInto('directory.membership')
    .values({ group_id: groupId, person_id: personId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** @returns whether the person was in the group */
export async function deleteMembership(on: Queryable, groupId: string, personId: string): Promise<boolean> {
  const result = await on
    .withTables<DirectoryTables>()
    .deleteFrom('directory.membership')
    .where('group_id', '=', groupId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Makes several groups; a name that somebody took at the same moment stays theirs. */
export async function insertGroups(
  on: Queryable,
  groups: readonly { readonly id: string; readonly name: string }[],
  from: { readonly origin: Origin; readonly sourceId: string | null },
  at: Date,
): Promise<{ id: string; name: string }[]> {
  if (groups.length === 0) return [];
  const { rows } = await sql<{ id: string; name: string }>`insert into directory.user_group
      (id, name, created_at, origin, source_id)
    select r.id, r.name, ${at}, ${from.origin}, ${from.sourceId}::uuid
    from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) as r(id uuid, name text)
    on conflict do nothing returning id, name`.execute(on);
  return rows;
}

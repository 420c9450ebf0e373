import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';

/** @returns the people who were not in the group before; ids under which nobody is known are left out */
export async function insertMembers(on: Queryable, groupId: string, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`insert into directory.membership (group_id, person_id)
    select ${groupId}, p.id from directory.person p where p.id = any(${personIds}::uuid[]) order by p.id
    on conflict do nothing returning person_id`.execute(on);
  return rows.map((row) => row.person_id);
}

/** @returns the people who were in the group */
export async function deleteMembers(on: Queryable, groupId: string, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`delete from directory.membership
    where group_id = ${groupId} and person_id = any(${personIds}::uuid[]) returning person_id`.execute(on);
  return rows.map((row) => row.person_id);
}

/** Those of the ids under which somebody is known. */
export async function knownPeople(on: Queryable, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from directory.person
    where id = any(${personIds}::uuid[])`.execute(on);
  return new Set(rows.map(({ id }) => id));
}

/** A page of a group's members by id. */
export async function memberIds(
  on: Queryable,
  groupId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select person_id from directory.membership
    where group_id = ${groupId} and (${after}::uuid is null or person_id > ${after}::uuid)
    order by person_id limit ${limit}`.execute(on);
  return rows.map((row) => row.person_id);
}

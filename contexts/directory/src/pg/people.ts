import type { Queryable } from '@lanyard/kernel';
import { sql } from 'kysely';
import type { Person } from '../person.ts';
import type { DirectoryTables, PersonTable } from './tables.ts';

type By = { readonly id: string } | { readonly upn: string } | { readonly userName: string };

/** UPN and user name are compared without regard to case. */
export async function findPerson(on: Queryable, by: By): Promise<Person | null> {
  const people = on.withTables<DirectoryTables>().selectFrom('directory.person').selectAll();
  const row = await (
    'id' in by
      ? people.where('id', '=', by.id)
      : 'upn' in by
        ? people.where(sql`lower(upn)`, '=', sql`lower(${by.upn})`)
        : people.where(sql`lower(user_name)`, '=', sql`lower(${by.userName})`)
  ).executeTakeFirst();
  return row === undefined ? null : toPerson(row);
}

/** A page of people in the order of their user names. @param after the last user name of the page before */
export async function listPeople(on: Queryable, after: string, limit: number): Promise<Person[]> {
  const rows = await on
    .withTables<DirectoryTables>()
    .selectFrom('directory.person')
    .selectAll()
    .where(sql`lower(user_name)`, '>', sql`lower(${after})`)
    .orderBy(sql`lower(user_name)`)
    .limit(limit)
    .execute();
  return rows.map(toPerson);
}

export async function insertPerson(on: Queryable, person: Person, at: Date): Promise<void> {
  await on
    .withTables<DirectoryTables>()
    .insertInto('directory.person')
    .values({
      id: person.id,
      user_name: person.userName,
      upn: person.upn,
      email: person.email,
      display_name: person.displayName,
      given_name: person.givenName,
      surname: person.surname,
      state: person.state,
      roles: [...person.roles],
      created_at: at,
      state_since: at,
    })
    .execute();
}

const toPerson = (row: PersonTable): Person => ({
  id: row.id,
  userName: row.user_name,
  upn: row.upn,
  email: row.email,
  displayName: row.display_name,
  givenName: row.given_name,
  surname: row.surname,
  state: row.state,
  roles: row.roles,
});

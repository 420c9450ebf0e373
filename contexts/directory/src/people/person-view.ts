import type { PersonDetail, PersonFacts, PersonRow } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { PersonListRow } from '../pg/person-list.ts';
import { groupsOfPerson, sourceName, type PersonRecord } from '../pg/person-records.ts';

export const factsOf = (row: PersonListRow): PersonFacts => ({
  userName: row.user_name,
  upn: row.upn,
  email: row.email,
  displayName: row.display_name,
  givenName: row.given_name,
  surname: row.surname,
});

export const rowView = (row: PersonListRow): PersonRow => ({
  ...factsOf(row),
  id: row.id,
  version: row.version,
  state: row.state,
  stateSince: row.state_since.toISOString(),
  origin: row.origin,
  createdAt: row.created_at.toISOString(),
});

/** A person with what the page about them shows. */
export async function personView(on: Queryable, person: PersonRecord): Promise<PersonDetail> {
  const { source_id: id } = person;
  const name = id === null ? null : await sourceName(on, id);
  return {
    ...rowView(person),
    stateReason: person.state_reason,
    roles: [...person.roles],
    groups: await groupsOfPerson(on, person.id),
    source: id !== null && name !== null ? { id, name } : null,
    changedAt: person.changed_at?.toISOString() ?? null,
  };
}

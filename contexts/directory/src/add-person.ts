import { isUniqueViolation, LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { insertPerson } from './pg/people.ts';
import type { Person, PersonInput } from './person.ts';
import type { DirectoryPorts } from './ports.ts';

/**
 * Adds a person, active from now on.
 * @param by who does it, for the audit log
 * @throws LanyardError `conflict` when the user name or the UPN belongs to somebody already
 */
export async function addPerson(
  { clock, random }: DirectoryPorts,
  tx: Tx,
  input: PersonInput,
  by: Actor,
): Promise<Person> {
  const { userName, upn, email, displayName, givenName, surname } = input;
  const person: Person = {
    id: random.uuid(),
    userName,
    upn,
    email,
    displayName,
    givenName,
    surname,
    state: 'active',
    roles: [...(input.roles ?? [])],
  };
  const now = clock.now();
  try {
    await insertPerson(tx, person, now);
  } catch (error) {
    if (isUniqueViolation(error, 'person_upn')) throw new LanyardError('conflict', { field: 'upn' }, { cause: error });
    if (isUniqueViolation(error, 'person_user_name'))
      throw new LanyardError('conflict', { field: 'userName' }, { cause: error });
    throw error;
  }
  await recordAudit(
    tx,
    { act: 'person.added', outcome: 'done', actor: by, personId: person.id, details: { userName, upn } },
    now,
  );
  return person;
}

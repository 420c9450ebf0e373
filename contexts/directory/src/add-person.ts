import { emailAddress, role, text, upn as principalName } from '@lanyard/contract';
import { isUniqueViolation, LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { z } from 'zod';
import { checked } from './checked.ts';
import { insertPerson } from './pg/people.ts';
import { replaceGrants } from './pg/roles.ts';
import type { Person, PersonInput } from './person.ts';
import type { DirectoryPorts } from './ports.ts';

/** Names go into certificates, mails and pages, so that what they may be is decided here. */
const personInput = z.strictObject({
  userName: text(200),
  upn: principalName,
  email: emailAddress,
  displayName: text(200),
  givenName: text(100),
  surname: text(100),
  /** For making an installation; everybody else's are given by `putRoles`, which asks who gives them. */
  roles: z
    .array(role.exclude(['space-administrator']))
    .max(10)
    .default([]),
});

/**
 * Adds a person, active from now on.
 * @param by who does it, for the audit log
 * @throws LanyardError `input_invalid` naming the fields that are wrong, `conflict` when the user name or the UPN belongs to somebody already
 */
export async function addPerson(
  { clock, random }: DirectoryPorts,
  tx: Tx,
  input: PersonInput,
  by: Actor,
): Promise<Person> {
  const { userName, upn, email, displayName, givenName, surname, roles } = checked(personInput, input);
  const person: Person = {
    id: random.uuid(),
    userName,
    upn,
    email,
    displayName,
    givenName,
    surname,
    state: 'active',
    roles,
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
  if (roles.length > 0) {
    const grants = roles.map((name) => ({ role: name, spaces: null }));
    await replaceGrants(tx, person.id, grants, by, now);
  }
  await recordAudit(
    tx,
    {
      act: 'person.added',
      outcome: 'done',
      actor: by,
      personId: person.id,
      details: { userName, upn, ...(roles.length > 0 ? { roles } : {}) },
    },
    now,
  );
  return person;
}

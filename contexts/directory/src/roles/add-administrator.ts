import type { NewAdministrator } from '@lanyard/contract';
import { type Actor, LanyardError, type Tx } from '@lanyard/kernel';
import { addPerson } from '../add-person.ts';
import type { Person } from '../person.ts';
import { lockAdministrators } from '../pg/administrators.ts';
import { hasActiveAdministrator } from '../pg/roles.ts';
import type { DirectoryPorts } from '../ports.ts';
import { putRoles } from './put-roles.ts';

/**
 * Makes a person who administers, by the leave of the server's console.
 * @param onlyFirst refuses once somebody else is administrator, also of two at the same moment
 * @throws LanyardError `admin_link_invalid` (not the first), `conflict` when the user name or the UPN is taken, `input_invalid`
 */
export async function addAdministrator(
  ports: DirectoryPorts,
  tx: Tx,
  { userName, upn, email, givenName, surname }: NewAdministrator,
  by: Actor,
  onlyFirst: boolean,
): Promise<Person> {
  await lockAdministrators(tx);
  if (onlyFirst && (await hasActiveAdministrator(tx))) throw new LanyardError('admin_link_invalid');
  const displayName = `${givenName} ${surname}`;
  const person = await addPerson(ports, tx, { userName, upn, email, givenName, surname, displayName }, by);
  const roles = [{ role: 'administrator', spaces: null }] as const;
  await putRoles(ports, tx, { personId: person.id, roles }, { actor: by, may: null });
  return { ...person, roles: ['administrator'] };
}

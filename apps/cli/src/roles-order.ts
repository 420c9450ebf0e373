import { roleNames, type OpenContexts, type Role, type RoleGrant } from '@lanyard/server';
import { consoleActor } from './console-actor.ts';
import { UsageError } from './say-failure.ts';

/** @throws UsageError naming the roles that there are */
export function roleNamed(word: string | undefined): Role {
  const known = roleNames.find((name) => name === word);
  if (known === undefined) throw new UsageError(`the roles are: ${roleNames.join(', ')}`);
  return known;
}

/** Changes the roles of a person as the console may: beyond what anybody on the admin portal could give. */
export async function changeRolesOf(
  { db, directory }: OpenContexts,
  userName: string | undefined,
  change: (before: readonly RoleGrant[]) => readonly RoleGrant[],
): Promise<void> {
  if (!userName) throw new UsageError('name the person by their user name');
  const person = await directory.personByUserName(userName);
  if (person === null) throw new Error(`nobody here has the user name ${userName}`);
  await db.tx(async (tx) => {
    const roles = change(await directory.grantsOf(person.id, tx));
    await directory.putRoles(tx, { personId: person.id, roles }, { actor: consoleActor(), may: null });
  });
}

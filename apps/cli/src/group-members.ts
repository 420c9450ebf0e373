import type { OpenContexts } from '@lanyard/server';
import { consoleActor } from './console-actor.ts';
import { UsageError } from './say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from './with-installation.ts';

/** `group join` and `group leave`: a group, and people by user name. */
export async function changeGroup(argv: readonly string[], verb: 'join' | 'leave'): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [name, ...userNames] = positionals;
  if (!name || userNames.length === 0) throw new UsageError(`group ${verb} takes a group and user names`);
  return withInstallation(values, async (contexts) => {
    const { db, directory } = contexts;
    const group = await directory.groupByName(name);
    if (!group) throw new UsageError(`there is no group ${name}: "lanyard group list" shows all`);
    if (group.origin === 'ldap' || group.origin === 'scim')
      throw new UsageError(
        `the members of ${group.name} are looked after by ${group.origin.toUpperCase()}: change them there`,
      );
    const people = await Promise.all(userNames.map((userName) => personCalled(contexts, userName)));
    await db.tx(async (tx) => {
      for (const { id } of people)
        await (verb === 'join' ? directory.addToGroup : directory.removeFromGroup)(tx, group.id, id, consoleActor());
    });
    process.stderr.write('Done; devices learn of it at their next check-in.\n');
    return 0;
  });
}

async function personCalled({ directory }: OpenContexts, userName: string) {
  const person = await directory.personByUserName(userName);
  if (!person) throw new UsageError(`nobody is called ${userName}`);
  return person;
}

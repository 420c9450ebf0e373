import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

const states = ['active', 'suspended', 'terminated'] as const;

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [userName, wanted] = positionals;
  const state = states.find((s) => s === wanted);
  if (!userName || !state) throw new UsageError(`person state takes a user name and one of ${states.join(', ')}`);
  return withInstallation(values, async ({ db, directory }) => {
    const person = await directory.personByUserName(userName);
    if (!person) throw new UsageError(`nobody is called ${userName}`);
    await db.tx((tx) => directory.setPersonState(tx, person.id, state, consoleActor()));
    process.stderr.write(
      `${person.displayName} is ${state}; the running server carries it on to devices and credentials.\n`,
    );
    return 0;
  });
}

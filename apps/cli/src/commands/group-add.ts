import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [name] = positionals;
  if (!name) throw new UsageError('group add takes a name');
  return withInstallation(values, async ({ db, directory }) => {
    process.stdout.write(`${await db.tx((tx) => directory.addGroup(tx, name, consoleActor()))}\n`);
    return 0;
  });
}

import { invite } from '@lanyard/server';
import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [userName] = positionals;
  if (!userName) throw new UsageError('person invite takes a user name');
  return withInstallation(values, async (contexts) => {
    await invite(contexts, userName, consoleActor());
    process.stderr.write('The invitation is in the outbox; the running server mails it.\n');
    return 0;
  });
}

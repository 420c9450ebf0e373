import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      given: { type: 'string' },
      surname: { type: 'string' },
      upn: { type: 'string' },
      email: { type: 'string' },
    },
  });
  const [userName] = positionals;
  const { given: givenName, surname } = values;
  if (!userName || !givenName || !surname) throw new UsageError('person add takes a user name, --given and --surname');
  const upn = values.upn ?? `${userName}@harbor.example`;
  return withInstallation(values, async ({ db, directory }) => {
    const input = {
      userName,
      upn,
      email: values.email ?? upn,
      displayName: `${givenName} ${surname}`,
      givenName,
      surname,
    };
    const person = await db.tx((tx) => directory.addPerson(tx, input, consoleActor()));
    process.stdout.write(`${person.id}\n`);
    return 0;
  });
}

import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** More have no place on a console, nor in an organisation. */
const MOST = 200;

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: installationOptions });
  return withInstallation(values, async ({ directory }) => {
    for (const { userName, displayName, state, roles } of await directory.administrators(MOST)) {
      const said = roles.map(({ role, spaces }) => (spaces === null ? role : `${role} of ${spaces.join(', ')}`));
      process.stdout.write([userName, displayName, state, said.join('; ')].join('\t') + '\n');
    }
    return 0;
  });
}

import { UsageError } from '../say-failure.ts';
import { changeRolesOf, roleNamed } from '../roles-order.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...installationOptions, space: { type: 'string', multiple: true } },
  });
  const [userName, word] = positionals;
  const role = roleNamed(word);
  const { space: spaces = null } = values;
  if ((role === 'space-administrator') !== (spaces !== null))
    throw new UsageError('a space-administrator takes --space ID, once or more; every other role takes none');
  return withInstallation(values, async (contexts) => {
    await changeRolesOf(contexts, userName, (before) => [
      ...before.filter((grant) => grant.role !== role),
      { role, spaces },
    ]);
    process.stdout.write(`${userName}: ${role}\n`);
    return 0;
  });
}

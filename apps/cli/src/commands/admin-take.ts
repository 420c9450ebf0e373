import { changeRolesOf, roleNamed } from '../roles-order.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [userName, word] = positionals;
  const role = roleNamed(word);
  return withInstallation(values, async (contexts) => {
    await changeRolesOf(contexts, userName, (before) => before.filter((grant) => grant.role !== role));
    return 0;
  });
}

import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

const PAGE = 200;

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: installationOptions });
  return withInstallation(values, async ({ directory }) => {
    for (let after: string | undefined; ;) {
      const page = await directory.groups({ ...(after === undefined ? {} : { after }), limit: PAGE });
      for (const group of page) process.stdout.write(`${group.name}\t${group.members}\t${group.origin}\n`);
      if (after === undefined && page.length === 0)
        process.stderr.write('There is no user group yet. Add one: lanyard group add NAME\n');
      after = page.at(-1)?.id;
      if (page.length < PAGE) return 0;
    }
  });
}

import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: installationOptions });
  return withInstallation(values, async ({ directory }) => {
    for (let after = ''; ;) {
      const page = await directory.people({ after, limit: 500 });
      for (const p of page) process.stdout.write(`${p.userName}\t${p.displayName}\t${p.upn}\t${p.state}\n`);
      const last = page.at(-1);
      if (!last) break;
      after = last.userName;
    }
    return 0;
  });
}

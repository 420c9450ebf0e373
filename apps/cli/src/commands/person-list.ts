import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: installationOptions });
  return withInstallation(values, async ({ directory }) => {
    for (const p of await directory.people({ limit: 1_000 })) process.stdout.write(`${p.userName}\t${p.displayName}\t${p.upn}\t${p.state}\n`);
    return 0;
  });
}

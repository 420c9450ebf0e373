import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: installationOptions });
  return withInstallation(values, async ({ issuer }) => {
    for (const { id, kind, line, key, activeFrom, certificate } of await issuer.authorities()) {
      const dates = `issues from ${activeFrom.toISOString()}\tends ${certificate.notAfter.toISOString()}`;
      process.stdout.write(`${id}\t${kind}\tline ${line}\tkey ${key}\t${dates}\n`);
    }
    return 0;
  });
}

import { resolve } from 'node:path';
import { exportAudit } from '@lanyard/server';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: installationOptions });
  const [path] = positionals;
  if (!path) throw new UsageError('audit export takes a file');
  return withInstallation(values, async (contexts) => {
    const { rows, checkpoints } = await exportAudit(contexts, resolve(path));
    process.stderr.write(`${rows} rows and ${checkpoints} checkpoints written to ${resolve(path)}\n`);
    return 0;
  });
}

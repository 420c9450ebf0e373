import { writeFile } from 'node:fs/promises';
import { exportConfig } from '@lanyard/server';
import { atConsole } from '../config-text.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...installationOptions,
      out: { type: 'string' },
      members: { type: 'boolean', default: false },
      roles: { type: 'boolean', default: false },
    },
  });
  return withInstallation(values, async (contexts) => {
    const { members, roles, out } = values;
    const text = await exportConfig(contexts, atConsole(), { members, roles });
    if (out === undefined) process.stdout.write(text);
    else {
      await writeFile(out, text);
      process.stderr.write(`Everything that is configured stands in ${out}.\n`);
    }
    return 0;
  });
}

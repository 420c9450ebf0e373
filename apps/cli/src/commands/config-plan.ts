import { planConfig } from '@lanyard/server';
import { atConsole, onlyFile, planText, readConfig, sayingWhere } from '../config-text.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** @returns 0 where the file would change nothing, 2 where it would change something */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      prune: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const path = onlyFile('config plan', positionals);
  const text = await readConfig(path);
  return withInstallation(values, async (contexts) => {
    const order = { text, prune: values.prune, roles: true };
    const { plan } = await sayingWhere(path, () => planConfig(contexts, order, atConsole()));
    process.stdout.write(values.json ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
    return plan.changes.length === 0 ? 0 : 2;
  });
}

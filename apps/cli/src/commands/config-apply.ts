import { createInterface } from 'node:readline/promises';
import { applyConfig, planConfig } from '@lanyard/server';
import { atConsole, onlyFile, planText, readConfig, sayingWhere } from '../config-text.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** Shows the plan and does that very one; what changes meanwhile makes it another, which is refused. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      prune: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'plan-id': { type: 'string' },
    },
  });
  const path = onlyFile('config apply', positionals);
  const text = await readConfig(path);
  const given = values['plan-id'];
  if (!values.yes && given === undefined && !process.stdin.isTTY)
    throw new UsageError('config apply asks before it changes anything: give --yes, or the --plan-id of a plan');
  return withInstallation(values, async (contexts) => {
    const order = { text, prune: values.prune, roles: true };
    const apply = async (planId: string): Promise<number> => {
      const done = await sayingWhere(path, () => applyConfig(contexts, order, atConsole(), planId));
      process.stderr.write(
        `Applied: ${done.created} created, ${done.changed} changed, ${done.deleted} deleted. Devices learn of it at their next check-in.\n`,
      );
      return 0;
    };
    if (given !== undefined) return apply(given);
    const { plan } = await sayingWhere(path, () => planConfig(contexts, order, atConsole()));
    process.stdout.write(planText(plan));
    if (plan.changes.length === 0) return 0;
    if (values.yes || (await agreed())) return apply(plan.planId);
    process.stderr.write('Nothing was changed.\n');
    return 1;
  });
}

async function agreed(): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asking.question('Apply this plan? (yes or no) ')).trim());
  } finally {
    asking.close();
  }
}

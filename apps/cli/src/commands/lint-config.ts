import { lintInstallation, planConfig, type LintReport } from '@lanyard/server';
import { atConsole, readConfig, sayingWhere } from '../config-text.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

/** @returns 1 where there are errors, else 0 */
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
  if (positionals.length > 1) throw new UsageError('lint config takes one file at the most');
  const [path] = positionals;
  const text = path === undefined ? null : await readConfig(path);
  return withInstallation(values, async (contexts) => {
    const after = async (file: string): Promise<LintReport | null> => {
      const order = { text: file, prune: values.prune, roles: true };
      const { seen } = await planConfig(contexts, order, atConsole(), (tx) => lintInstallation(contexts, tx));
      return seen;
    };
    const report = text === null ? await lintInstallation(contexts) : await sayingWhere(path ?? '', () => after(text));
    if (report === null) return 1;
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    return report.errors > 0 ? 1 : 0;
  });
}

function reportText({ findings, errors, warnings, advice }: LintReport): string {
  const lines = findings.map(
    ({ severity, object, field, words, next, code }) =>
      `${severity.padEnd(8)}${object.kind} "${object.name}"${field === '' ? '' : ` ${field}`}: ${words} ${next}  [${code}]\n`,
  );
  return `${lines.join('')}errors: ${errors}, warnings: ${warnings}, advice: ${advice}\n`;
}

import { lintFiles, lintProfiles, type Linted } from '@lanyard/server';
import { UsageError } from '../say-failure.ts';
import { parseArgs } from '../with-installation.ts';

/** Needs no installation: it reads files and nothing else. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { profile: { type: 'string' } },
  });
  const profile = lintProfiles.find((p) => p === values.profile);
  if (values.profile !== undefined && !profile) throw new UsageError(`--profile is one of ${lintProfiles.join(', ')}`);
  if (positionals.length === 0) throw new UsageError('lint takes one or more files, DER or PEM');
  let errors = 0;
  for await (const { path, objects } of lintFiles(positionals, profile)) {
    for (const [index, object] of objects.entries()) {
      process.stdout.write(report(objects.length === 1 ? path : `${path}#${index + 1}`, object));
      errors += object.findings.filter((f) => f.severity === 'error').length;
    }
    if (objects.length === 0) process.stdout.write(`${path}: nothing in it\n`);
  }
  return errors > 0 ? 1 : 0;
}

function report(where: string, { kind, profile, subject, findings }: Linted): string {
  const what = profile === null ? `${kind} (RFC 5280 only)` : `${kind} as ${profile}`;
  const lines = findings.map((f) => `  ${f.severity.padEnd(8)}${f.rule}: ${f.message}  [${f.clause}]\n`);
  return `${where}: ${what}${subject === null ? '' : `, ${subject}`}: ${findings.length === 0 ? 'nothing to say against it' : `${findings.length} found`}\n${lines.join('')}`;
}

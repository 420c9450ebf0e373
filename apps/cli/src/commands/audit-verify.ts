import { resolve } from 'node:path';
import { verifyExport } from '@lanyard/server';
import { UsageError } from '../say-failure.ts';
import { parseArgs } from '../with-installation.ts';

/** Needs no installation: an auditor runs it anywhere. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { checkpoints: { type: 'string' } },
  });
  const [path] = positionals;
  if (!path) throw new UsageError('audit verify takes a file made by "lanyard audit export"');
  const { verdict, pinned } = await verifyExport(
    resolve(path),
    values.checkpoints ? resolve(values.checkpoints) : undefined,
  );
  if (!pinned)
    process.stderr.write(
      'Checked against the checkpoints inside the export itself; name those kept outside with --checkpoints to know that nothing was cut off.\n',
    );
  if (verdict.ok)
    process.stdout.write(
      `good: ${verdict.rows} rows, ${verdict.checkpoints} checkpoints, the last of ${verdict.lastAt ?? 'never'}\n`,
    );
  else process.stdout.write(`BROKEN at row ${verdict.position}: ${verdict.why}\n`);
  return verdict.ok ? 0 : 1;
}

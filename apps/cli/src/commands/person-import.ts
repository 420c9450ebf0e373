import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { OpenContexts } from '@lanyard/server';
import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

type View = Awaited<ReturnType<OpenContexts['directory']['intakes']['read']>>;

const SHOWN = 20;

/** Says what a file of people would do, and does it with `--apply`: whole, or not at all. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      apply: { type: 'boolean' },
      'create-groups': { type: 'boolean' },
      'take-over': { type: 'boolean' },
    },
  });
  const [path] = positionals;
  if (!path) throw new UsageError('person import takes a CSV file');
  const { apply, 'create-groups': createGroups = false, 'take-over': takeOver = false, ...installation } = values;
  return withInstallation(installation, async ({ directory: { intakes } }) => {
    const options = { name: basename(path), createGroups, takeOver };
    const intake = await intakes.read(createReadStream(path), options, consoleActor());
    process.stdout.write(`${summary(intake)}\n`);
    for (const { line, reason } of await intakes.lines(intake.id, 'refused', SHOWN))
      process.stderr.write(`line ${line}: ${reason}\n`);
    if (intake.counts.refused > 0 || !apply) {
      await intakes.discard(intake.id, consoleActor());
      process.stderr.write(intake.counts.refused > 0 ? 'Nothing was done.\n' : 'Nothing was done yet: add --apply.\n');
      return intake.counts.refused > 0 ? 1 : 0;
    }
    const { state, problem } = await intakes.apply(intake.id, consoleActor());
    process.stderr.write(state === 'done' ? 'Done.\n' : `${problem ?? state}\n`);
    return state === 'done' ? 0 : 1;
  });
}

const summary = ({ counts }: View): string =>
  `${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused; ` +
  `${counts.joins} join a group, ${counts.leaves} leave one`;

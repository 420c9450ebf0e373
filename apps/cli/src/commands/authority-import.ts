import { resolve } from 'node:path';
import { importCeremony } from '@lanyard/server';
import { consoleActor } from '../console-actor.ts';
import { dateOf } from '../date-of.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...installationOptions, 'passphrase-file': { type: 'string' }, from: { type: 'string' } },
  });
  const [folder] = positionals;
  if (!folder) throw new UsageError('authority import takes the folder "installation" of a ceremony');
  const passphrase = values['passphrase-file'];
  const input = {
    folder: resolve(folder),
    passphraseFile: passphrase === undefined ? undefined : resolve(passphrase),
    activeFrom: dateOf(values.from),
    actor: consoleActor(),
    say: (line: string) => void process.stdout.write(`${line}\n`),
  };
  await withInstallation(values, (contexts) => importCeremony(contexts, input));
  return 0;
}

import { resolve } from 'node:path';
import { issueDemoCard } from '@lanyard/server';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      out: { type: 'string' },
      days: { type: 'string', default: '1095' },
      key: { type: 'string', default: 'ec-p256' },
    },
  });
  const [userName] = positionals;
  const days = Number(values.days);
  if (!userName || !Number.isInteger(days) || days < 1)
    throw new UsageError('card issue takes a user name, and --days a whole number from 1');
  if (values.key !== 'ec-p256' && values.key !== 'rsa-2048') throw new UsageError('--key is ec-p256 or rsa-2048');
  const keyType = values.key;
  return withInstallation(values, async (contexts) => {
    const card = await issueDemoCard(contexts, {
      userName,
      days,
      keyType,
      ...(values.out ? { path: resolve(values.out) } : {}),
    });
    process.stdout.write(`${card.path}\n`);
    process.stderr.write(
      `A card for ${userName}, good for ${days} days. Import it into a browser with the password "${card.password}".\n`,
    );
    return 0;
  });
}

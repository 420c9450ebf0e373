import { changeDemoCard } from '@lanyard/server';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

const reasons = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const;

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      hold: { type: 'boolean' },
      resume: { type: 'boolean' },
      reason: { type: 'string', default: 'unspecified' },
    },
  });
  const [which] = positionals;
  const reason = reasons.find((r) => r === values.reason);
  if (!which) throw new UsageError('card revoke takes a user name or a card file');
  if (!reason) throw new UsageError(`--reason is one of ${reasons.join(', ')}`);
  const act = values.hold ? 'suspend' : values.resume ? 'resume' : 'revoke';
  return withInstallation(values, async (contexts) => {
    const changed = await changeDemoCard(contexts, which, act, reason);
    process.stdout.write(changed.map((c) => `${c.serial}\n`).join(''));
    process.stderr.write(
      changed.length === 0
        ? 'Nothing to change: those certificates are in that state already.\n'
        : `${changed.length} certificate(s): ${act}. OCSP says so at once, the CRL within half a minute.\n`,
    );
    return 0;
  });
}

import { signRootCrl } from '@lanyard/server';
import { ceremonyOptions, wholeNumber, withCeremony } from '../ceremony-options.ts';
import { UsageError } from '../say-failure.ts';
import { parseArgs } from '../with-installation.ts';

const reasons = ['cessationOfOperation', 'keyCompromise', 'cACompromise', 'affiliationChanged', 'superseded'] as const;

export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...ceremonyOptions,
      revoke: { type: 'string', multiple: true, default: [] },
      reason: { type: 'string', default: 'cessationOfOperation' },
    },
  });
  const reason = reasons.find((r) => r === values.reason);
  if (!reason) throw new UsageError(`--reason is one of ${reasons.join(', ')}`);
  const revoke = values.revoke.map((id) => ({ id, reason }));
  const crlDays = wholeNumber(values.days, 'days', 400);
  return withCeremony(positionals[0], values, (setting) => signRootCrl({ ...setting, crlDays, revoke }));
}

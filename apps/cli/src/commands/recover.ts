import { acceptOlderDatabase } from '@lanyard/server';
import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options: { ...installationOptions, reason: { type: 'string' } } });
  const reason = values.reason?.trim();
  if (!reason) throw new UsageError('recover takes --reason, which the audit log keeps');
  return withInstallation(values, async (contexts) => {
    const { behind } = await acceptOlderDatabase(contexts, { reason, actor: consoleActor() });
    if (behind.length === 0)
      process.stderr.write('The database is not older than its last checkpoint: nothing to recover.\n');
    else
      process.stderr.write(
        `Accepted. What the lost part did is gone from here: ${behind.join('; ')}.\nCertificates issued in it answer "unknown" over OCSP: revoke their holders' credentials and let them enrol anew.\n`,
      );
    return 0;
  });
}

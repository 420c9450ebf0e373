import { consoleActor } from '../console-actor.ts';
import { UsageError } from '../say-failure.ts';
import { installationOptions, parseArgs, withInstallation } from '../with-installation.ts';

const REASONS = [
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const;

export async function run(argv: readonly string[]): Promise<number> {
  const options = { ...installationOptions, reason: { type: 'string', default: 'cessationOfOperation' } } as const;
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
  const [id] = positionals;
  const reason = REASONS.find((known) => known === values.reason);
  if (!id || !/^[0-9a-f-]{36}$/.test(id))
    throw new UsageError('enrolment end takes the id that the invitation printed');
  if (!reason) throw new UsageError(`--reason is one of ${REASONS.join(', ')}`);
  return withInstallation(values, async ({ db, issuer }) => {
    const ended = await db.tx((tx) => issuer.enrolments.end(tx, { id }, { reason, actor: consoleActor() }));
    if (ended === 0) throw new Error(`no enrolment ${id} is open`);
    process.stderr.write('The enrolment has ended; what it got is revoked.\n');
    return 0;
  });
}

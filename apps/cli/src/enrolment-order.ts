import { inviteToEnrol, type EnrolmentOrder, type OpenContexts } from '@lanyard/server';
import { consoleActor } from './console-actor.ts';
import { UsageError } from './say-failure.ts';
import { installationOptions, parseArgs, type InstallationFlags } from './with-installation.ts';

const PROFILES = ['derived-authentication', 'signature', 'key-management'] as const;

interface Order {
  readonly userName: string;
  readonly order: EnrolmentOrder;
  readonly values: InstallationFlags;
}

/** Reads what `est invite` and `scep invite` take. */
export function readOrder(argv: readonly string[], protocol: EnrolmentOrder['protocol']): Order {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...installationOptions,
      profile: { type: 'string', default: 'derived-authentication' },
      authority: { type: 'string', default: 'derived' },
      device: { type: 'string' },
      days: { type: 'string', default: '365' },
      minutes: { type: 'string', default: '60' },
    },
  });
  const [userName] = positionals;
  const profile = PROFILES.find((known) => known === values.profile);
  if (!userName) throw new UsageError(`${protocol} invite takes a user name`);
  if (!profile) throw new UsageError(`--profile is one of ${PROFILES.join(', ')}`);
  const order = {
    protocol,
    profile,
    authority: values.authority,
    deviceId: values.device,
    certificateDays: whole('--days', values.days, 1096),
    validMinutes: whole('--minutes', values.minutes, 10_080),
  };
  return { userName, order, values };
}

export const invitation = (contexts: OpenContexts, { userName, order }: Order) =>
  inviteToEnrol(contexts, userName, order, consoleActor());

function whole(flag: string, text: string, max: number): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1 || n > max) throw new UsageError(`${flag} takes a whole number from 1 to ${max}`);
  return n;
}

import type { DesiredState, PasscodeRules } from '@lanyard/contract';
import { fromBase64, toHex } from '@lanyard/pki';
import { loadCredentials } from '../credential-record.ts';
import type { DeviceApi } from '../device-api.ts';
import { sha256 } from '../dpop.ts';
import { isWalletError } from '../errors.ts';
import type { Storage } from '../ports.ts';
import { outcomesOf, type Item, type SystemPort } from './outcome.ts';
import { isWeaker, policyOf } from './policy.ts';

interface ApplyPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly system?: SystemPort | undefined;
}

const REPORTED = 'applied';
const PASSCODE_RULES = 'passcode rules';
/** As many as fit a request, whatever their reasons: it may have 64 KiB. */
const REPORT = 100;

/**
 * Brings what was delivered into force, takes away what is not delivered any more, and tells the server what became of
 * it, where that is news.
 */
export async function applyDesired({ api, storage, system }: ApplyPorts, desired: DesiredState): Promise<void> {
  const before = (await storage.get<readonly Item[]>(REPORTED)) ?? [];
  const holdings = {
    certificates: await heldCertificates(storage),
    passcodeOutdated: await isOutdated(storage, desired),
  };
  const now = await outcomesOf(desired, holdings, system);
  const gone = before.filter(({ id }) => !now.some((item) => item.id === id));
  for (const { id } of gone) await system?.withdraw(id);
  const news: Item[] = [
    ...now.filter((item) => !before.some((old) => isSame(old, item))),
    ...gone.map(({ id, version }) => ({ id, version, state: 'withdrawn' as const })),
  ];
  for (let at = 0; at < news.length; at += REPORT) if (!(await told(api, news.slice(at, at + REPORT)))) return;
  if (news.length > 0) await storage.put(REPORTED, now);
}

const isSame = (a: Item, b: Item): boolean =>
  a.id === b.id && a.version === b.version && a.state === b.state && a.reason === b.reason;

/** @returns false without a connection: the next check-in tells it */
async function told(api: DeviceApi, items: readonly Item[]): Promise<boolean> {
  try {
    await api.call({ method: 'PUT', path: '/device/applied', body: { items } });
    return true;
  } catch (error) {
    if (isWalletError(error, 'offline')) return false;
    throw error;
  }
}

async function heldCertificates(storage: Storage): Promise<ReadonlySet<string>> {
  const keys = (await loadCredentials(storage)).flatMap((credential) => credential.keys);
  return new Set(await Promise.all(keys.map(async ({ certificate }) => toHex(await sha256(fromBase64(certificate))))));
}

/** Takes away all that was set up in the operating system. */
export async function withdrawAll({ storage, system }: Pick<ApplyPorts, 'storage' | 'system'>): Promise<void> {
  for (const { id } of (await storage.get<readonly Item[]>(REPORTED)) ?? []) await system?.withdraw(id);
}

/** Under which rules the passcode was made: its length itself is nobody's business. */
export const keepPasscodeRules = (storage: Storage, rules: PasscodeRules): Promise<void> =>
  storage.put(PASSCODE_RULES, rules);

/** Whether the passcode may not keep the rules that hold now. */
export async function isOutdated(storage: Storage, desired: DesiredState | undefined): Promise<boolean> {
  const made = await storage.get<PasscodeRules>(PASSCODE_RULES);
  return made !== undefined && isWeaker(made, policyOf(desired).passcode);
}

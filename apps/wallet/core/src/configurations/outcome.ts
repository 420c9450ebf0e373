import {
  configurationFacts,
  type AppliedReport,
  type DeliveredConfiguration,
  type DesiredState,
} from '@lanyard/contract';

export type Item = AppliedReport['items'][number];

/** What the wallet has, against which it judges whether a configuration is in force. */
export interface Holdings {
  /** SHA-256 of its certificates, lower-case hexadecimal. */
  readonly certificates: ReadonlySet<string>;
  /** The passcode was made under weaker rules than hold now. */
  readonly passcodeOutdated: boolean;
}

/** What a native shell can set up in the operating system; a browser can do none of it. */
export interface SystemPort {
  /** @returns why it failed, in words; null when it is in force. Doing it twice is doing it once. */
  apply(configuration: DeliveredConfiguration): Promise<string | null>;
  withdraw(id: string): Promise<void>;
}

const OF_THE_SYSTEM: ReadonlySet<string> = new Set(['passcode', 'mail', 'wifi', 'vpn']);
export const isOfTheSystem = ({ kind }: Pick<DeliveredConfiguration, 'kind'>): boolean => OF_THE_SYSTEM.has(kind);

/** What became of everything that was delivered and waits for nothing. */
export async function outcomesOf(
  { configurations = [], apps = [] }: Partial<Pick<DesiredState, 'configurations' | 'apps'>>,
  holdings: Holdings,
  system: SystemPort | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const configuration of configurations) {
    if (configuration.value === null) continue;
    const reason = isOfTheSystem(configuration)
      ? await bySystem(configuration, system)
      : byWallet(configuration.value, configuration, holdings);
    items.push(itemOf(configuration, reason));
  }
  for (const app of apps) if (app.unauthorized === null) items.push(itemOf(app, null));
  return items;
}

const MAX_REASON = 300;

const itemOf = ({ id, version }: { readonly id: string; readonly version: number }, reason: string | null): Item =>
  reason === null
    ? { id, version, state: 'applied' }
    : { id, version, state: 'failed', reason: reason.slice(0, MAX_REASON) };

async function bySystem(configuration: DeliveredConfiguration, system: SystemPort | undefined): Promise<string | null> {
  if (system !== undefined) return system.apply(configuration).catch(saying);
  const { title } = configurationFacts[configuration.kind];
  return `This wallet cannot set up "${title}" in the operating system.`;
}

/** One that the system refuses must not keep the others, or the check-in, from their end. */
const saying = (error: unknown): string =>
  error instanceof Error ? error.message : 'The operating system refused it.';

function byWallet(
  value: Readonly<Record<string, unknown>>,
  { kind }: DeliveredConfiguration,
  { certificates, passcodeOutdated }: Holdings,
): string | null {
  if (kind === 'appconnect_device_ios' || kind === 'appconnect_device_android')
    return passcodeOutdated ? 'The passcode was made under weaker rules; its holder is asked for a new one.' : null;
  const missing = named(value).filter((sha256) => !certificates.has(sha256));
  return missing.length === 0 ? null : 'The certificate that it names is not on the device.';
}

/** Digests of the certificates that an identity configuration names. */
function named(value: Readonly<Record<string, unknown>>): string[] {
  const { certificates } = value;
  if (typeof certificates !== 'object' || certificates === null) return [];
  return Object.values(certificates).flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'sha256' in one && typeof one.sha256 === 'string' ? [one.sha256] : [],
  );
}

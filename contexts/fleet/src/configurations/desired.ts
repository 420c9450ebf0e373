import {
  chooseIdentity,
  configurationFacts,
  configurationKinds,
  purposeOfUsage,
  substituteAll,
  type ConfigurationKind,
  type ConfigurationValue,
  type DeliveredApp,
  type DeliveredConfiguration,
  type DeviceCredential,
  type PendingRequest,
  type SubstitutionValues,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { publishedByIds, publishedFor, type PublishedRow } from '../pg/configurations.ts';
import type { DirectoryPerson, FleetParts } from '../ports.ts';
import { impliedScopes } from '../scopes/device-scopes.ts';

export interface Has {
  readonly request: PendingRequest | null;
  readonly credentials: readonly DeviceCredential[];
}

export interface Desired {
  readonly configurations: DeliveredConfiguration[];
  readonly apps: DeliveredApp[];
}

/** What the variables of configurations stand for on one device. */
export function valuesFor(
  { walletUrl }: { readonly walletUrl: string },
  device: Device,
  person: DirectoryPerson,
  request: PendingRequest | null,
): SubstitutionValues {
  return {
    userEmailAddress: person.email,
    userUID: person.userName,
    userUIDLocalPart: person.userName.split('@')[0] ?? '',
    deviceClientDeviceIdentifier: device.id,
    deviceUDID: device.udid ?? '',
    deviceIMSI: device.imsi ?? '',
    pivdActivationLink: request === null ? '' : `${walletUrl}/#request=${request.id}`,
  };
}

/**
 * The configurations and apps that a device is to have, after substitution; what cannot be delivered yet says what it
 * waits for.
 */
export async function desiredFor(
  { apps, config }: Pick<FleetParts, 'apps' | 'config'>,
  on: Queryable,
  device: Device,
  person: DirectoryPerson,
  has: Has,
): Promise<Desired> {
  // 1. What the device is in.
  const scopes = [...impliedScopes(device), ...device.scopes];
  const values = valuesFor(config, device, person, has.request);
  // 2. Its apps, which bring the configurations that travel with them.
  const context = { scopes, values, credentials: has.credentials, hasRequest: has.request !== null };
  const catalog = await apps.appsFor(on, device, context);
  // 3. Configurations with an audience of their own, and those that others name.
  const own = await publishedFor(on, scopes, device.spaceId);
  const suited = own.filter(({ kind }) => configurationFacts[kind].platforms.includes(device.platform));
  const named = [...catalog.configurationIds, ...suited.flatMap(trustedBy)];
  const missing = named.filter((id) => !suited.some((one) => one.id === id));
  const travelling = await publishedByIds(on, [...new Set(missing)], device.spaceId);
  const rows = [...suited, ...travelling].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id),
  );
  return {
    configurations: rows.map((row) => delivered(row, values, has.credentials)),
    apps: [...catalog.apps],
  };
}

/** Certificates that a Wi-Fi or VPN configuration trusts travel with it. */
function trustedBy({ kind, value }: PublishedRow): readonly string[] {
  if (kind === 'wifi' || kind === 'vpn') return parsed(kind, value).trustedCertificates;
  return [];
}

const parsed = <K extends ConfigurationKind>(kind: K, value: unknown): ConfigurationValue<K> =>
  configurationKinds[kind].parse(value) as ConfigurationValue<K>; // sound: the schema that the type is inferred from

function delivered(
  { id, kind, name, version, value }: PublishedRow,
  values: SubstitutionValues,
  credentials: readonly DeviceCredential[],
): DeliveredConfiguration {
  const waitsFor = reasonToWait(kind, value, credentials);
  if (waitsFor !== null) return { id, kind, name, version, waitsFor, value: null };
  const resolved = { ...substituteAll(value, values), ...identityIn(kind, value, credentials) };
  return { id, kind, name, version, waitsFor: null, value: resolved };
}

/** Which certificates a configuration needs on the device before it is of any use (MAA-011). */
function purposesOf(kind: ConfigurationKind, value: unknown): readonly (keyof typeof purposeOfUsage)[] {
  if (kind === 'identity_certificate') return [parsed(kind, value).usage];
  if (kind === 'client_provided_enrollment') return [parsed(kind, value).purpose];
  if (kind === 'wifi' || kind === 'vpn') return parsed(kind, value).identity === 'none' ? [] : ['Authentication'];
  if (kind !== 'mail') return [];
  const { identity, smimeSigning, smimeEncryption } = parsed(kind, value);
  return [
    ...(identity === 'none' ? [] : (['Authentication'] as const)),
    ...(smimeSigning === 'none' ? [] : (['Signing'] as const)),
    ...(smimeEncryption === 'none' ? [] : (['Encryption'] as const)),
  ];
}

const providerOf = (kind: ConfigurationKind, value: unknown) =>
  kind === 'identity_certificate' || kind === 'client_provided_enrollment' ? parsed(kind, value).provider : 'any';

function reasonToWait(
  kind: ConfigurationKind,
  value: unknown,
  credentials: readonly DeviceCredential[],
): string | null {
  const provider = providerOf(kind, value);
  for (const usage of purposesOf(kind, value)) {
    const chosen = chooseIdentity({ purpose: purposeOfUsage[usage], provider }, credentials);
    if (typeof chosen === 'string') return chosen;
  }
  return null;
}

/** Which certificate serves each purpose, by its digest: a reference, never a key (ADM-105). */
function identityIn(
  kind: ConfigurationKind,
  value: unknown,
  credentials: readonly DeviceCredential[],
): { readonly certificates?: Record<string, { credentialId: string; sha256: string }> } {
  const provider = providerOf(kind, value);
  const certificates = purposesOf(kind, value).flatMap((usage) => {
    const purpose = purposeOfUsage[usage];
    const chosen = chooseIdentity({ purpose, provider }, credentials);
    if (typeof chosen === 'string') return [];
    return [[purpose, { credentialId: chosen.credential.id, sha256: chosen.certificate.sha256 }] as const];
  });
  return certificates.length === 0 ? {} : { certificates: Object.fromEntries(certificates) };
}

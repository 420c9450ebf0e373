import {
  configurationFacts,
  substituteAll,
  type DeliveredApp,
  type DeliveredConfiguration,
  type DeviceCredential,
  type PendingRequest,
  type Platform,
  type SubstitutionValues,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { publishedByIds, publishedFor, type PublishedRow } from '../pg/configurations.ts';
import type { DirectoryPerson, FleetParts } from '../ports.ts';
import { impliedScopes } from '../scopes/device-scopes.ts';
import { identityIn, parsed, reasonToWait } from './waits-for.ts';

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
  // 2. Its apps, which bring the configurations that travel with them; and configurations with an audience of their own.
  const [catalog, own] = await Promise.all([
    apps.appsFor(on, device, { scopes, values, credentials: has.credentials }),
    publishedFor(on, scopes, device.spaceId),
  ]);
  const suited = own.filter(({ kind }) => configurationFacts[kind].platforms.includes(device.platform));
  const found = new Map([...catalog.configurations, ...suited].map((row) => [row.id, row]));
  // 3. Those that others name.
  const missing = suited.flatMap(trustedBy).filter((id) => !found.has(id));
  const trusted = await publishedByIds(on, [...new Set(missing)], device.spaceId);
  const rows = [...found.values(), ...trusted].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id),
  );
  return {
    configurations: rows.map((row) => delivered(row, device.platform, values, has.credentials)),
    apps: [...catalog.apps],
  };
}

/** Certificates that a Wi-Fi or VPN configuration trusts travel with it. */
function trustedBy({ kind, value }: PublishedRow): readonly string[] {
  if (kind === 'wifi' || kind === 'vpn') return parsed(kind, value).trustedCertificates;
  return [];
}

function delivered(
  { id, kind, name, version, value }: PublishedRow,
  platform: Platform,
  values: SubstitutionValues,
  credentials: readonly DeviceCredential[],
): DeliveredConfiguration {
  const waitsFor = reasonToWait(kind, value, platform, credentials);
  if (waitsFor !== null) return { id, kind, name, version, waitsFor, value: null };
  const resolved = { ...substituteAll(value, values), ...identityIn(kind, value, credentials) };
  return { id, kind, name, version, waitsFor: null, value: resolved };
}

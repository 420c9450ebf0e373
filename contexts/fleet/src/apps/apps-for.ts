import {
  chooseIdentity,
  MISSING_CREDENTIALS,
  purposeOfUsage,
  substitute,
  type AppConfigurationValue,
  type DeliveredApp,
  type DeviceCredential,
  type SubstitutionValues,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { AppsContext } from '../configurations/apps-part.ts';
import type { Device } from '../device.ts';
import { appsForDevice, type DeliverableApp } from '../pg/apps-delivery.ts';
import { publishedByIds, type PublishedRow } from '../pg/configurations.ts';
import { emailPlusPairs } from './email-plus-pairs.ts';
import { placesOf } from './references.ts';

/**
 * The apps that a device gets, each with the first app configuration whose audience it is in, after substitution; and
 * the configurations that travel with them (ADM-050). An app that lacks a certificate is unauthorized, and says why.
 */
export async function appsFor(
  on: Queryable,
  device: Device,
  { scopes, values, credentials }: AppsContext,
): Promise<{ readonly apps: DeliveredApp[]; readonly configurations: PublishedRow[] }> {
  if (device.platform !== 'ios' && device.platform !== 'android') return { apps: [], configurations: [] };
  const found = await appsForDevice(on, device, scopes);
  const named = found.flatMap(({ value }) => (value === null ? [] : placesOf(value).map((one) => one.configurationId)));
  const configurations = await publishedByIds(on, [...new Set(named)], device.spaceId);
  const published = new Map(configurations.map((row) => [row.id, row]));
  return { apps: found.map((app) => delivered(app, published, values, credentials)), configurations };
}

type Published = ReadonlyMap<string, PublishedRow>;

function delivered(
  app: DeliverableApp,
  published: Published,
  values: SubstitutionValues,
  credentials: readonly DeviceCredential[],
): DeliveredApp {
  const { value, configuration_id, configuration_name, package_id, package_size, package_sha256 } = app;
  const certificates = value === null ? [] : keysOf(value).map((key) => certificateFor(key, published, credentials));
  return {
    id: app.id,
    version: app.told,
    name: app.name,
    identifier: app.identifier,
    appVersion: app.package_version,
    kind: app.kind,
    category: app.category,
    description: app.description,
    instructions: app.instructions,
    package:
      package_id === null || package_size === null || package_sha256 === null
        ? null
        : { id: package_id, size: package_size, sha256: package_sha256 },
    configuration:
      configuration_id === null || configuration_name === null
        ? null
        : { id: configuration_id, name: configuration_name },
    pairs: value === null ? {} : pairsOf(value, values),
    certificates: certificates.map(({ lacks: _lacks, ...certificate }) => certificate),
    tunnels: (value?.tunnels ?? []).map(({ host, kind, gateway, identityId }) => ({
      host,
      kind,
      gateway,
      configurationId: identityId,
    })),
    unauthorized: value === null ? null : reasonOf(app, value, certificates, published, credentials),
  };
}

function pairsOf({ pairs, emailPlus }: AppConfigurationValue, values: SubstitutionValues): Record<string, string> {
  const written = [...(emailPlus === null ? [] : emailPlusPairs(emailPlus)), ...pairs];
  return Object.fromEntries(written.map(({ key, value }) => [key, substitute(value, values).text]));
}

interface KeyOf {
  readonly key: string;
  readonly configurationId: string;
}

function keysOf({ certificates, emailPlus }: AppConfigurationValue): KeyOf[] {
  const login = emailPlus?.identityCertificateId;
  return [...(login ? [{ key: 'email_login_certificate', configurationId: login }] : []), ...certificates];
}

type Certificate = DeliveredApp['certificates'][number] & {
  /** What is missing, in words; null when nothing is. */
  readonly lacks: string | null;
};

function certificateFor(
  { key, configurationId }: KeyOf,
  published: Published,
  credentials: readonly DeviceCredential[],
): Certificate {
  const chosen = identityOf(configurationId, published, credentials);
  if (chosen === 'ca') return { key, configurationId, credentialId: null, sha256: null, lacks: null };
  if (typeof chosen === 'string') return { key, configurationId, credentialId: null, sha256: null, lacks: chosen };
  return { key, configurationId, credentialId: chosen.credential.id, sha256: chosen.certificate.sha256, lacks: null };
}

/** @returns the certificate, `ca` where the configuration itself carries it, or why there is none */
export function identityOf(id: string, published: Published, credentials: readonly DeviceCredential[]) {
  const row = published.get(id);
  if (row === undefined) return 'waits until its configuration is published';
  if (row.kind === 'certificate') return 'ca' as const;
  const { usage, purpose, provider } = row.value as Record<string, string>;
  const asked = (usage ?? purpose) as keyof typeof purposeOfUsage; // sound: the schemas of both kinds
  const whose = (provider ?? 'any') as DeviceCredential['provider'] | 'any';
  return chooseIdentity({ purpose: purposeOfUsage[asked], provider: whose }, credentials);
}

/** Android has the state without a text of its own, so there it says what is missing. */
function reasonOf(
  { platform, name, app_connect }: DeliverableApp,
  value: AppConfigurationValue,
  certificates: readonly Certificate[],
  published: Published,
  credentials: readonly DeviceCredential[],
): string | null {
  const wants = certificates.length > 0 || value.tunnels.some(({ identityId }) => identityId !== null);
  if (wants && !app_connect) return `${name} is no AppConnect app: nothing can hand it a certificate.`;
  const tunnels = value.tunnels.flatMap(({ host, identityId }) => {
    const chosen = identityId === null ? 'ca' : identityOf(identityId, published, credentials);
    return typeof chosen === 'string' && chosen !== 'ca' ? [{ key: `AppTunnel ${host}`, lacks: chosen }] : [];
  });
  const missing = [...certificates, ...tunnels].find(({ lacks }) => lacks !== null);
  if (missing === undefined) return null;
  return platform === 'ios' ? MISSING_CREDENTIALS : `${name} ${missing.lacks} (${missing.key}).`;
}

import { type AppConfigurationValue, type CheckedApp, type Referable } from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import { referableByIds, type NamedPlace, type ReferableRow } from '../pg/app-configurations.ts';
import type { AppRecord } from '../pg/apps.ts';

/** Every configuration that an app configuration names, and at which of its places. */
export function placesOf({ certificates, tunnels, emailPlus }: AppConfigurationValue): NamedPlace[] {
  const identity = emailPlus?.identityCertificateId;
  return [
    ...certificates.map(({ key, configurationId }) => ({ configurationId, place: key })),
    ...tunnels.flatMap(({ host, identityId }) =>
      identityId === null ? [] : [{ configurationId: identityId, place: `AppTunnel ${host}` }],
    ),
    ...(identity ? [{ configurationId: identity, place: 'Identity Certificate' }] : []),
  ];
}

/** What app configurations name, by id, as the checks want it. */
export async function referencesOf(
  on: Queryable,
  values: readonly AppConfigurationValue[],
  app: Pick<AppRecord, 'space_id' | 'all_spaces'>,
): Promise<ReadonlyMap<string, Referable>> {
  const ids = values.flatMap(placesOf).map(({ configurationId }) => configurationId);
  const rows = await referableByIds(on, ids);
  return new Map(rows.map((row) => [row.id, toReferable(row, app)]));
}

/** An app for all spaces can only name what all spaces may use: elsewhere it would lack it (ADM-051). */
export function toReferable(row: ReferableRow, app: Pick<AppRecord, 'space_id' | 'all_spaces'>): Referable {
  const { usage = null, purpose = null, provider = null } = row.value as Partial<Record<string, string>>;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as Referable['kind'], // sound: the query asks for these kinds alone
    usage: (usage ?? purpose) as Referable['usage'], // sound: checked by the schema of its kind when it was saved
    provider: provider as Referable['provider'],
    published: row.published,
    inSpace: row.all_spaces || (!app.all_spaces && row.space_id === app.space_id),
  };
}

export const checkedApp = ({ name, kind, platform, source, app_connect }: AppRecord): CheckedApp => ({
  name,
  kind,
  platform,
  source,
  appConnect: app_connect,
});

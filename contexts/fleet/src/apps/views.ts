import {
  checkAppConfiguration,
  type AppConfigurationView,
  type AppRow,
  type AppView,
  type Referable,
  type UploadView,
} from '@lanyard/contract';
import type { Queryable } from '@lanyard/kernel';
import type { AppConfigurationRecord } from '../pg/app-configurations.ts';
import { packagesOf, type ListedPackage, type PackageRecord } from '../pg/app-packages.ts';
import { findListedApp, type AppRecord, type ListedApp } from '../pg/apps.ts';
import { screenshotsOf } from '../pg/app-screenshots.ts';
import { checkedApp, placesOf, referencesOf } from './references.ts';
import { isBusiness } from './save-app.ts';

const PACKAGES = 50;

export const appRowView = (row: ListedApp): AppRow => ({
  id: row.id,
  name: row.name,
  platform: row.platform,
  kind: row.kind,
  source: row.source,
  identifier: row.identifier,
  category: row.category,
  appConnect: row.app_connect,
  business: isBusiness(row),
  packageVersion: row.package_version,
  configurations: row.configurations,
  spaceId: row.space_id,
  allSpaces: row.all_spaces,
  version: row.version,
  changedAt: row.changed_at.toISOString(),
  changedBy: row.changed_by,
  hasIcon: row.has_icon,
});

export async function appViewOf(on: Queryable, app: AppRecord): Promise<AppView> {
  const [listed, packages, screenshots] = await Promise.all([
    findListedApp(on, app.id),
    packagesOf(on, app.id, PACKAGES),
    screenshotsOf(on, app.id),
  ]);
  if (listed === null) throw new Error(`app ${app.id} went away while it was read`);
  return {
    ...appRowView(listed),
    description: app.description,
    instructions: app.instructions,
    audience: app.audience,
    packages: packages.map(packageView),
    screenshots,
    deletedAt: app.deleted_at?.toISOString() ?? null,
  };
}

const packageView = (row: ListedPackage, i: number) => ({
  id: row.id,
  version: row.version ?? '',
  build: row.build ?? '',
  size: row.size ?? 0,
  sha256: row.sha256 ?? '',
  uploadedAt: row.uploaded_at.toISOString(),
  uploadedBy: row.uploaded_by,
  delivered: i === 0,
});

/** App configurations of one app; what they name is read once for all of them. */
export async function appConfigurationViewsOf(
  on: Queryable,
  app: AppRecord,
  rows: readonly AppConfigurationRecord[],
): Promise<AppConfigurationView[]> {
  const references = await referencesOf(
    on,
    rows.map(({ value }) => value),
    app,
  );
  return rows.map((row) => configurationView(app, row, references));
}

function configurationView(
  app: AppRecord,
  row: AppConfigurationRecord,
  references: ReadonlyMap<string, Referable>,
): AppConfigurationView {
  const named = placesOf(row.value).flatMap(({ configurationId }) => references.get(configurationId) ?? []);
  return {
    id: row.id,
    appId: row.app_id,
    name: row.name,
    description: row.description,
    audience: row.audience,
    value: row.value,
    rank: row.rank,
    version: row.version,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by,
    findings: checkAppConfiguration({ app: checkedApp(app), value: row.value, references }),
    names: Object.fromEntries(named.map(({ id, name }) => [id, name])),
  };
}

export const uploadViewOf = (
  row: Omit<PackageRecord, 'icon'>,
  hasIcon: boolean,
  existingAppId: string | null,
): UploadView => ({
  id: row.id,
  platform: row.platform ?? 'ios',
  identifier: row.identifier ?? '',
  name: row.name ?? '',
  version: row.version ?? '',
  build: row.build ?? '',
  minimumOs: row.minimum_os,
  size: row.size ?? 0,
  sha256: row.sha256 ?? '',
  hasIcon,
  existingAppId,
  expiresAt: (row.expires_at ?? row.uploaded_at).toISOString(),
});

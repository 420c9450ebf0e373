import type {
  AppConfigurationContent,
  AudiencePreview,
  ChangedApp,
  ChangedConfiguration,
  ConfigurationContent,
  ConfigurationKind,
  DeviceGroupInput,
  NewConfiguration,
  NewInHouseApp,
  NewStoreApp,
  SpaceInput,
} from '@lanyard/contract';
import { LanyardError, type Queryable, type Tx } from '@lanyard/kernel';
import { addPackage } from './apps/add-package.ts';
import { deleteAppConfiguration } from './apps/delete-app-configuration.ts';
import { deleteApp } from './apps/delete-app.ts';
import { previewApp, previewAppConfiguration } from './apps/preview-app.ts';
import {
  changeAppConfiguration,
  createAppConfiguration,
  orderAppConfigurations,
} from './apps/save-app-configuration.ts';
import { changeApp, createInHouseApp, createStoreApp } from './apps/save-app.ts';
import { deleteConfiguration } from './configurations/delete-configuration.ts';
import type { Editor } from './configurations/editor.ts';
import { previewConfiguration, previewDeletion } from './configurations/preview-configuration.ts';
import { changeConfiguration, createConfiguration, publishConfiguration } from './configurations/save-configuration.ts';
import { findAppConfiguration } from './pg/app-configurations.ts';
import { findApp } from './pg/apps.ts';
import { deliveredPackages, publishedBefore, uploadOf } from './pg/configured.ts';
import { listDeviceGroups } from './pg/device-groups.ts';
import { everyApp, everyAppConfiguration, everyConfiguration } from './pg/lint-facts.ts';
import { allSpaces } from './pg/spaces.ts';
import type { FleetParts } from './ports.ts';
import { changeDeviceGroup, createDeviceGroup, removeDeviceGroup } from './scopes/device-groups.ts';
import { changeSpace, createSpace, removeSpace } from './scopes/spaces.ts';

const MOST = 10_000;

interface At {
  readonly id: string;
  readonly version: number;
}

/** All that is configured here, for who reads and writes the whole of it in one transaction. */
export const fleetConfigured = (parts: FleetParts) => ({
  ...placesConfigured(parts),
  ...configurationsConfigured(parts),
  ...appsConfigured(parts),
});
export type FleetConfigured = ReturnType<typeof fleetConfigured>;

/** What a preview reads is what the transaction would leave. */
const within = (parts: FleetParts, tx: Tx): FleetParts => ({ ...parts, db: { ...parts.db, pool: tx } });

function placesConfigured(parts: FleetParts) {
  return {
    spaces: (on: Queryable) => allSpaces(on),
    createSpace: (tx: Tx, input: SpaceInput, editor: Editor) => createSpace(parts, tx, input, editor),
    changeSpace: (tx: Tx, at: At, input: SpaceInput, editor: Editor) =>
      changeSpace(parts, tx, at.id, at.version, input, editor),
    removeSpace: (tx: Tx, at: At, editor: Editor) => removeSpace(parts, tx, at.id, at.version, editor),

    deviceGroups: (on: Queryable) => listDeviceGroups(on, { limit: MOST }),
    createDeviceGroup: (tx: Tx, input: DeviceGroupInput, editor: Editor) => createDeviceGroup(parts, tx, input, editor),
    changeDeviceGroup: (tx: Tx, at: At, input: DeviceGroupInput, editor: Editor) =>
      changeDeviceGroup(parts, tx, at.id, at.version, input, editor),
    removeDeviceGroup: (tx: Tx, at: At, editor: Editor) => removeDeviceGroup(parts, tx, at.id, at.version, editor),
  };
}

function configurationsConfigured(parts: FleetParts) {
  return {
    configurations: (on: Queryable) => everyConfiguration(on, MOST),
    /** What devices have of those that were written anew since. */
    publishedBefore: (on: Queryable) => publishedBefore(on),
    createConfiguration: (tx: Tx, input: NewConfiguration, editor: Editor) =>
      createConfiguration(parts, tx, input, editor),
    changeConfiguration: (tx: Tx, at: At, input: ChangedConfiguration, editor: Editor) =>
      changeConfiguration(parts, tx, at.id, at.version, input, editor),
    publishConfiguration: (tx: Tx, at: At, editor: Editor) =>
      publishConfiguration(parts, tx, at.id, at.version, editor),
    deleteConfiguration: (tx: Tx, at: At, editor: Editor) => deleteConfiguration(parts, tx, at.id, at.version, editor),
    previewConfiguration: (
      tx: Tx,
      id: string | null,
      kind: ConfigurationKind,
      content: ConfigurationContent,
      editor: Editor,
    ) => previewConfiguration(within(parts, tx), id, kind, content, editor),
    previewConfigurationGone: (tx: Tx, id: string, editor: Editor) => previewDeletion(within(parts, tx), id, editor),
  };
}

function appsConfigured(parts: FleetParts) {
  return {
    apps: (on: Queryable) => everyApp(on, MOST),
    /** Of all apps, in the order in which they are tried. */
    appConfigurations: (on: Queryable) => everyAppConfiguration(on, MOST),
    deliveredPackages: (on: Queryable) => deliveredPackages(on),
    createStoreApp: (tx: Tx, input: NewStoreApp, editor: Editor) => createStoreApp(parts, tx, input, editor),
    /** @throws LanyardError `app_upload_not_found` where nobody uploaded the package */
    createInHouseApp: async (tx: Tx, sha256: string, input: NewInHouseApp, editor: Editor) =>
      createInHouseApp(parts, tx, await upload(parts, tx, sha256), input, editor),
    /** @throws LanyardError `app_upload_not_found` where nobody uploaded the package */
    addPackage: async (tx: Tx, at: At, sha256: string, editor: Editor) =>
      addPackage(parts, tx, at.id, at.version, await upload(parts, tx, sha256), editor),
    changeApp: (tx: Tx, at: At, input: ChangedApp, editor: Editor) =>
      changeApp(parts, tx, at.id, at.version, input, editor),
    deleteApp: (tx: Tx, at: At, editor: Editor) => deleteApp(parts, tx, at.id, at.version, editor),
    /** @param content null: it would be deleted */
    previewApp: async (
      tx: Tx,
      id: string | null,
      platform: NewStoreApp['platform'],
      content: ChangedApp | null,
    ): Promise<AudiencePreview> => previewApp(tx, platform, id === null ? null : await findApp(tx, id), content),

    createAppConfiguration: (tx: Tx, appId: string, input: AppConfigurationContent, editor: Editor) =>
      createAppConfiguration(parts, tx, appId, input, editor),
    changeAppConfiguration: (tx: Tx, at: At, input: AppConfigurationContent, editor: Editor) =>
      changeAppConfiguration(parts, tx, at.id, at.version, input, editor),
    deleteAppConfiguration: (tx: Tx, at: At, editor: Editor) =>
      deleteAppConfiguration(parts, tx, at.id, at.version, editor),
    orderAppConfigurations: (tx: Tx, appId: string, order: readonly string[], editor: Editor) =>
      orderAppConfigurations(parts, tx, appId, order, editor),
    /** @param id null: it would be new @param content null: it would be deleted */
    previewAppConfiguration: async (
      tx: Tx,
      appId: string,
      id: string | null,
      content: AppConfigurationContent | null,
    ): Promise<AudiencePreview> => {
      const app = await findApp(tx, appId);
      if (app === null) throw new LanyardError('app_not_found');
      return previewAppConfiguration(tx, app, id === null ? null : await findAppConfiguration(tx, id), content);
    },
  };
}

async function upload({ clock }: FleetParts, tx: Tx, sha256: string): Promise<string> {
  const id = await uploadOf(tx, sha256, clock.now());
  if (id === null) throw new LanyardError('app_upload_not_found', { sha256 });
  return id;
}

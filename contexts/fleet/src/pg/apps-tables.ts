import type { AppConfigurationValue, AppKind, AppPlatform, Audience } from '@lanyard/contract';
import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string, string>;

export interface AppTable {
  id: string;
  platform: AppPlatform;
  kind: AppKind;
  source: 'store' | 'in-house';
  identifier: string;
  name: string;
  category: string;
  description: string;
  instructions: string;
  app_connect: boolean;
  space_id: string;
  all_spaces: boolean;
  audience: Json<Audience>;
  scopes: string[];
  version: Generated<number>;
  told: Generated<number>;
  changed_at: Date;
  changed_by: string;
  deleted_at: Date | null;
}

export interface AppConfigurationTable {
  id: string;
  app_id: string;
  name: string;
  description: string;
  audience: Json<Audience>;
  scopes: string[];
  value: Json<AppConfigurationValue>;
  rank: number;
  version: Generated<number>;
  changed_at: Date;
  changed_by: string;
  deleted_at: Date | null;
}

/** A version as it was saved; `content` is what an administrator writes. */
export interface SavedVersionTable {
  number: number;
  content: Json<Record<string, unknown>>;
  saved_at: Date;
  saved_by: string;
}

export interface AppReferenceTable {
  app_configuration_id: string;
  configuration_id: string;
  place: string;
}

export interface AppPackageTable {
  id: string;
  app_id: string | null;
  state: 'receiving' | 'read';
  platform: AppPlatform | null;
  identifier: string | null;
  name: string | null;
  version: string | null;
  build: string | null;
  minimum_os: string | null;
  icon: Uint8Array | null;
  size: number | null;
  sha256: string | null;
  uploaded_at: Date;
  uploaded_by: string;
  expires_at: Date | null;
}

export interface AppPackageChunkTable {
  package_id: string;
  number: number;
  content: Uint8Array;
}

export interface AppScreenshotTable {
  id: string;
  app_id: string;
  type: 'image/png' | 'image/jpeg';
  content: Uint8Array;
  added_at: Date;
}

export type AppsTables = {
  'fleet.app': AppTable;
  'fleet.app_version': SavedVersionTable & { app_id: string };
  'fleet.app_configuration': AppConfigurationTable;
  'fleet.app_configuration_version': SavedVersionTable & { configuration_id: string };
  'fleet.app_reference': AppReferenceTable;
  'fleet.app_package': AppPackageTable;
  'fleet.app_package_chunk': AppPackageChunkTable;
  'fleet.app_screenshot': AppScreenshotTable;
};

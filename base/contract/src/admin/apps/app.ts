import { z } from 'zod';
import { instant, text, uuid } from '../../common.ts';
import { appKind, appPlatform } from '../../managed-keys/known-apps.ts';
import { audience } from '../configurations/audience.ts';
import { listPage, listQuery } from '../list.ts';

/** A bundle identifier (iOS) or application id (Android): both are dotted names of letters, digits, hyphens, underscores. */
export const appIdentifier = z
  .string()
  .trim()
  .max(155)
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/, 'is not an identifier such as com.example.app');

const fields = {
  name: text(100).meta({ title: 'Name', description: 'As people see it in the App Catalog.' }),
  category: text(60).meta({ title: 'Category', description: 'Under which the App Catalog shows it.' }),
  description: z.string().trim().max(4_000).default('').meta({
    title: 'Description',
    description: 'What the app is for, as people read it before they install it.',
  }),
  instructions: z.string().trim().max(4_000).default('').meta({
    title: 'Instructions',
    description: 'What people do with it after installing, from its maker’s documentation.',
  }),
  appConnect: z.boolean().meta({
    title: 'AppConnect app',
    description: 'Built with the SDK, or wrapped. Only such an app can be given certificates.',
  }),
  audience: audience.prefault({}).meta({
    title: 'Distribution',
    description: 'Whose devices see the app in their App Catalog and get its configuration.',
  }),
  spaceId: uuid
    .optional()
    .meta({ title: 'Space', description: 'Whose administrators see it; the default space when left out.' }),
  allSpaces: z.boolean().default(false).meta({
    title: 'Allow this app to be available in all spaces',
    description: 'Otherwise only devices of its space can have it.',
  }),
};

/** POST /api/admin/apps: an app of a store, or of the directory of known apps. Packages come by upload. */
export const newStoreApp = z.strictObject({
  ...fields,
  platform: appPlatform.meta({ title: 'Platform', description: 'iOS or Android.' }),
  kind: appKind
    .default('other')
    .meta({ title: 'Kind', description: 'Decides which form it has and which keys are known.' }),
  identifier: appIdentifier.meta({
    title: 'Identifier',
    description: 'The bundle identifier or application id, as the store shows it.',
  }),
  appConnect: fields.appConnect.default(false),
});
export type NewStoreApp = z.infer<typeof newStoreApp>;

/** POST /api/admin/apps/from-upload/{uploadId}: an in-house app of a package that was uploaded. */
export const newInHouseApp = z.strictObject({
  ...fields,
  kind: appKind
    .default('other')
    .meta({ title: 'Kind', description: 'Decides which form it has and which keys are known.' }),
  appConnect: fields.appConnect.default(true),
});
export type NewInHouseApp = z.infer<typeof newInHouseApp>;

/** PUT /api/admin/apps/{id}, on the version that `if-match` names. */
export const changedApp = z.strictObject(fields);
export type ChangedApp = z.infer<typeof changedApp>;

export const appPackageView = z.strictObject({
  id: uuid,
  version: z.string(),
  /** CFBundleVersion or versionCode. */
  build: z.string(),
  size: z.number().int().describe('octets'),
  sha256: z.string(),
  uploadedAt: instant,
  uploadedBy: z.string(),
  /** The one that devices are given: the newest. */
  delivered: z.boolean(),
});

export const appRow = z.strictObject({
  id: uuid,
  name: z.string(),
  platform: appPlatform,
  kind: appKind,
  source: z.enum(['store', 'in-house']),
  identifier: z.string(),
  category: z.string(),
  appConnect: z.boolean(),
  business: z.boolean(),
  packageVersion: z.string().nullable(),
  configurations: z.number().int(),
  spaceId: uuid,
  allSpaces: z.boolean(),
  version: z.number().int(),
  changedAt: instant,
  changedBy: z.string(),
  hasIcon: z.boolean(),
});
export type AppRow = z.infer<typeof appRow>;

export const appView = appRow.extend({
  description: z.string(),
  instructions: z.string(),
  audience,
  packages: z.array(appPackageView),
  screenshots: z.array(uuid),
  deletedAt: instant.nullable(),
});
export type AppView = z.infer<typeof appView>;

export const appQuery = listQuery.extend({
  platform: appPlatform.optional(),
  kind: appKind.optional(),
  source: z.enum(['store', 'in-house']).optional(),
  category: z.string().max(60).optional(),
});
export const appPage = listPage(appRow);

/** Octets of each part of an upload but the last. */
export const UPLOAD_PART = 2 * 1_024 * 1_024;
/** POST /api/admin/apps/uploads begins one; its parts are PUT to …/uploads/{id}/parts/{0, 1, …}, in any order, again after a failure. */
export const uploadBegun = z.strictObject({
  id: uuid,
  partBytes: z.number().int(),
  /** Octets that a package may have. */
  limit: z.number().int(),
  expiresAt: instant,
});
export type UploadBegun = z.infer<typeof uploadBegun>;

/** POST /api/admin/apps/uploads/{id}/finish: what the IPA or APK says of itself. */
export const uploadView = z.strictObject({
  id: uuid,
  platform: appPlatform,
  identifier: z.string(),
  name: z.string(),
  version: z.string(),
  build: z.string(),
  minimumOs: z.string().nullable(),
  size: z.number().int(),
  sha256: z.string(),
  hasIcon: z.boolean(),
  /** The app of this identifier and platform that is in the catalog already: the package becomes a version of it. */
  existingAppId: uuid.nullable(),
  expiresAt: instant,
});
export type UploadView = z.infer<typeof uploadView>;

/** GET /api/admin/apps/known?q= */
export const knownAppView = z.strictObject({
  id: z.string(),
  kind: appKind,
  name: z.string(),
  platform: appPlatform,
  source: z.enum(['store', 'in-house']),
  business: z.boolean(),
  appConnect: z.boolean(),
  category: z.string(),
  description: z.string(),
});

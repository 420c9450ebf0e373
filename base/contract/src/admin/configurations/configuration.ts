import { z } from 'zod';
import { instant, text, uuid } from '../../common.ts';
import { listPage, listQuery } from '../list.ts';
import { audience } from './audience.ts';
import { configurationKindNames } from './kinds.ts';

export const configurationKind = z.enum(configurationKindNames);

/** `changed`: published, and edited since; devices have the published version. */
export const configurationState = z.enum(['draft', 'published', 'changed', 'deleted']);
export type ConfigurationState = z.infer<typeof configurationState>;

/** What an administrator writes. `value` is read with the schema of the kind. */
export const configurationContent = z.strictObject({
  name: text(100).meta({
    title: 'Name',
    description: 'Identifies the configuration, here and where others refer to it.',
  }),
  description: z.string().trim().max(500).default('').meta({
    title: 'Description',
    description: 'What it is for, for your colleagues.',
  }),
  spaceId: uuid.optional().meta({
    title: 'Space',
    description: 'The space that it belongs to; the Default Space where none is named.',
  }),
  allSpaces: z.boolean().default(false).meta({
    title: 'Allow this configuration to be available in all spaces',
    description: 'Unticked, only devices of its own space can have it.',
  }),
  audience: audience.prefault({}).meta({ title: 'Distribution', description: 'Which devices get it.' }),
  value: z.record(z.string().max(100), z.unknown()),
});
export type ConfigurationContent = z.infer<typeof configurationContent>;

/** POST /api/admin/configurations */
export const newConfiguration = configurationContent.extend({
  kind: configurationKind,
  publish: z.boolean().default(false).meta({
    title: 'Publish',
    description: 'Devices get it at their next check-in. Without it, it is saved as a draft.',
  }),
});
export type NewConfiguration = z.infer<typeof newConfiguration>;
/** PUT /api/admin/configurations/{id}, on the version that `if-match` names */
export const changedConfiguration = configurationContent.extend({ publish: z.boolean().default(false) });
export type ChangedConfiguration = z.infer<typeof changedConfiguration>;

export const configurationRow = z.strictObject({
  id: uuid,
  kind: configurationKind,
  name: z.string(),
  description: z.string(),
  spaceId: uuid,
  allSpaces: z.boolean(),
  state: configurationState,
  version: z.number().int(),
  publishedVersion: z.number().int().nullable(),
  changedAt: instant,
  changedBy: z.string(),
});
export type ConfigurationRow = z.infer<typeof configurationRow>;

export const configurationView = configurationRow.extend({
  audience,
  /** False where the kind only travels with the app that refers to it. */
  audienceChangeable: z.boolean(),
  value: z.record(z.string(), z.unknown()),
  deletedAt: instant.nullable(),
});
export type ConfigurationView = z.infer<typeof configurationView>;

export const configurationQuery = listQuery.extend({
  kind: configurationKind.optional(),
  state: configurationState.optional(),
  space: uuid.optional(),
});
export const configurationPage = listPage(configurationRow);

/** One saved version; `value`, `audience` and the rest as they were. */
export const configurationVersion = z.strictObject({
  number: z.number().int(),
  savedAt: instant,
  savedBy: z.string(),
  publishedAt: instant.nullable(),
  name: z.string(),
  description: z.string(),
  audience,
  value: z.record(z.string(), z.unknown()),
});
export type ConfigurationVersion = z.infer<typeof configurationVersion>;

/** Something that names a configuration, and so stands in the way of its deletion. */
export const reference = z.strictObject({ kind: z.string(), id: uuid, name: z.string(), where: z.string() });
export type Reference = z.infer<typeof reference>;

const named = z.strictObject({
  count: z.number().int(),
  first: z.array(z.strictObject({ id: uuid, name: z.string() })),
});
/** What publishing a change would do: devices that get it anew, that get another version, that lose it; the first 50 of each. */
export const audiencePreview = z.strictObject({
  gains: named,
  changes: named,
  loses: named,
  warnings: z.array(z.string()),
});
export type AudiencePreview = z.infer<typeof audiencePreview>;

/** How a configuration arrived: devices by what they said of its published version. */
export const arrival = z.strictObject({
  sent: z.number().int(),
  applied: z.number().int(),
  failed: z.number().int(),
  withdrawn: z.number().int(),
});
export type Arrival = z.infer<typeof arrival>;

/** GET /api/admin/configurations/{id}/devices: those that were sent it, by what they said of it. */
export const arrivalQuery = z.object({
  state: z.enum(['sent', 'applied', 'failed', 'withdrawn']).default('failed'),
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const arrivalDevices = z.strictObject({
  items: z.array(
    z.strictObject({
      id: uuid,
      name: z.string(),
      personId: uuid,
      version: z.number().int(),
      state: z.enum(['sent', 'applied', 'failed', 'withdrawn']),
      reason: z.string().nullable(),
      at: instant,
    }),
  ),
  next: uuid.nullable(),
});
export type ArrivalDevices = z.infer<typeof arrivalDevices>;

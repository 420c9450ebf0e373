import { z } from 'zod';
import { instant, text, uuid } from '../common.ts';
import { settingKinds, type SettingKind } from '../settings.ts';
import { findingView } from '../managed-keys/finding.ts';
import { submitted } from './approvals.ts';
import { trustChange } from './trusted-issuers.ts';

const kindNames = Object.keys(settingKinds) as [SettingKind, ...SettingKind[]]; // sound: the registry is not empty
export const settingKind = z.enum(kindNames);

/** In an address: a setting's id, or `default`. */
export const settingId = z.union([uuid, z.literal('default')]);

/** Why, for the second person whom a change may have to wait for. */
const why = { reason: text(500).optional() };

/** What a user group may have instead of the default. */
export const groupSettingInput = z.strictObject({
  name: text(100).meta({ title: 'Name', description: 'What you call this setting in lists.' }),
  groups: z.array(uuid).min(1).max(200).meta({
    title: 'User groups',
    description: 'People in any of them have this setting. Make groups under Users > User Groups > +Add.',
  }),
  /** As the schema of the kind has it; what it leaves out takes the default of the field. */
  value: z.unknown(),
  ...why,
});
export type GroupSettingInput = z.infer<typeof groupSettingInput>;

/** Of the default there is one, and it holds for everybody whom no group setting covers. */
export const defaultSettingInput = z.strictObject({ value: z.unknown(), ...why });

/** PUT: the default takes the value alone. */
export const settingInput = z.union([groupSettingInput, defaultSettingInput]);

export const settingMove = z.strictObject({ direction: z.enum(['up', 'down']), ...why });
export type SettingMove = z.infer<typeof settingMove>;

/** In the address, of a change that has no body. */
export const settingWhy = z.object(why);

const namedGroup = z.strictObject({ id: uuid, name: z.string() });

export const settingView = z.strictObject({
  /** Null for what is built in. */
  id: uuid.nullable(),
  kind: settingKind,
  name: z.string(),
  isDefault: z.boolean(),
  groups: z.array(namedGroup),
  /** 0 for what is built in: nothing was changed yet. */
  version: z.number().int().min(0),
  value: z.unknown(),
  changedAt: instant.nullable(),
  /** Who changed it last, in words. */
  changedBy: z.string().nullable(),
  warnings: z.array(findingView),
});
export type SettingView = z.infer<typeof settingView>;

/** GET /api/admin/settings/:kind: in the order in which they are tried, the default last. */
export const settingList = z.strictObject({
  kind: settingKind,
  title: z.string(),
  description: z.string(),
  perGroup: z.boolean(),
  items: z.array(settingView),
});
export type SettingList = z.infer<typeof settingList>;

/** The answer to a change: what is there now, or (202) that it waits for a second person. */
export const settingSaved = z.union([settingView, submitted]);
export type SettingSaved = z.infer<typeof settingSaved>;
export const settingMoved = z.union([settingList, submitted]);
export type SettingMoved = z.infer<typeof settingMoved>;

/** GET /api/admin/settings */
export const settingKindList = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: settingKind,
      title: z.string(),
      description: z.string(),
      perGroup: z.boolean(),
      groupSettings: z.number().int(),
      /** False while what is built in holds. */
      defaultIsSet: z.boolean(),
    }),
  ),
});

const person = z.strictObject({ id: uuid, userName: z.string(), displayName: z.string() });

/** Whose card no longer opens the portal, and why. */
export const lockOut = z.strictObject({
  /** Whose last card signed in before and does not afterwards. */
  lockedOut: z.number().int(),
  stillWork: z.number().int(),
  /** Their last card does not work today either. */
  alreadyOut: z.number().int(),
  /** They have not shown a card yet, so nothing is known. */
  neverProved: z.number().int(),
  checked: z.number().int(),
  of: z.number().int(),
  /** Not everybody was looked at, for want of time: the numbers are of those who were. */
  sampled: z.boolean(),
  /** The first fifty. */
  people: z.array(person.extend({ code: z.string(), reason: z.string() })),
  /** The administrator who asks, when they would lock themselves out. */
  you: z.string().nullable(),
});
export type LockOut = z.infer<typeof lockOut>;

/** What a change would do; nothing was changed. */
export const settingPreview = z.strictObject({
  /** How many people have another value afterwards. */
  affected: z.number().int(),
  moves: z.array(z.strictObject({ from: z.string(), to: z.string(), people: z.number().int() })),
  /** The first fifty of them. */
  people: z.array(person.extend({ from: z.string(), to: z.string() })),
  warnings: z.array(findingView),
  /** For Self Service Portal Authentication only. */
  lockOut: lockOut.nullable(),
  /** Null where the trusted issuers, and for whom they hold, stay as they are. */
  trust: trustChange.nullable(),
  /** Saving asks a second person. */
  needsApproval: z.boolean(),
});
export type SettingPreview = z.infer<typeof settingPreview>;

export const settingHistoryEntry = z.strictObject({
  id: z.string(),
  settingId: uuid,
  version: z.number().int(),
  act: z.enum(['made', 'changed', 'moved', 'deleted', 'put back']),
  name: z.string(),
  isDefault: z.boolean(),
  groups: z.array(namedGroup),
  at: instant,
  by: z.string(),
  value: z.unknown(),
  /** Null for one that was made. */
  before: z.unknown(),
});
export type SettingHistoryEntry = z.infer<typeof settingHistoryEntry>;
export const settingHistoryQuery = z.object({
  setting: uuid.optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const settingHistoryPage = z.strictObject({ items: z.array(settingHistoryEntry), next: z.string().nullable() });

/** GET /api/admin/people/:id/settings: for every kind what holds for a person, and why. */
export const personSettings = z.strictObject({
  items: z.array(
    z.strictObject({
      kind: settingKind,
      title: z.string(),
      winner: z.strictObject({ id: uuid.nullable(), name: z.string(), value: z.unknown(), why: z.string() }),
      losers: z.array(z.strictObject({ id: uuid.nullable(), name: z.string(), why: z.string() })),
    }),
  ),
});
export type PersonSettings = z.infer<typeof personSettings>;

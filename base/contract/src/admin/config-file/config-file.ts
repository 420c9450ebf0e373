import { z } from 'zod';
import {
  keptLogo,
  namedApp,
  namedConfiguration,
  namedDeviceGroup,
  namedLdap,
  namedProvider,
  namedRoles,
  namedSettings,
  namedSpace,
  namedText,
  namedUserGroup,
  type NamedSettings,
} from './items.ts';

/** The form of the file. Another number is another form. */
export const CONFIG_FORM = 1;

const some = <T extends z.ZodType>(item: T) => z.array(item).max(5_000).optional();

/** Everything that is configured. A part that is absent is one that the file does not speak of. */
export const configFile = z.strictObject({
  form: z.literal(CONFIG_FORM),
  userGroups: some(namedUserGroup),
  deviceGroups: some(namedDeviceGroup),
  spaces: some(namedSpace),
  providers: some(namedProvider),
  logos: some(keptLogo),
  userSettings: namedSettings.optional(),
  configurations: some(namedConfiguration),
  apps: some(namedApp),
  notificationTexts: some(namedText),
  ldapConnections: some(namedLdap),
  roles: some(namedRoles),
});
export type ConfigFile = Omit<z.infer<typeof configFile>, 'userSettings'> & {
  userSettings?: NamedSettings | undefined;
};

/** GET /api/admin/config */
export const configQuery = z.object({
  members: z.stringbool().default(false).describe('With the members of user groups.'),
});

const fileText = z.string().min(1).max(10_000_000).meta({ title: 'File', description: 'YAML, as exported.' });
const prune = z.boolean().default(false).meta({
  title: 'Delete what the file does not have',
  description: 'In the parts that the file speaks of.',
});
/** POST /api/admin/config/plan */
export const configPlanInput = z.strictObject({ file: fileText, prune });
/** POST /api/admin/config/apply */
export const configApplyInput = configPlanInput.extend({
  planId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .meta({
      title: 'Plan',
      description: 'It is refused when the plan would be another one now.',
    }),
});

const who = z.strictObject({ count: z.number().int(), first: z.array(z.string()) });
/** What a change does to people or devices. */
export const configEffect = z.strictObject({
  of: z.enum(['people', 'devices']),
  gains: who,
  changes: who,
  loses: who,
  /** People whose last card would no longer open the portal. */
  lockedOut: who,
  sentences: z.array(z.string()),
});
export type ConfigEffect = z.infer<typeof configEffect>;

export const configChange = z.strictObject({
  act: z.enum(['create', 'change', 'order', 'delete']),
  /** As the file calls the part. */
  part: z.string(),
  name: z.string(),
  /** Long values are cut. */
  fields: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  effect: configEffect.nullable(),
});
export type ConfigChange = z.infer<typeof configChange>;

export const configPlan = z.strictObject({
  /** Of the file and of everything that it speaks of, as it is now. */
  planId: z.string(),
  changes: z.array(configChange),
  unchanged: z.number().int(),
  /** What is there and not in the file; it stays, unless it is asked to be deleted. */
  kept: z.array(z.strictObject({ part: z.string(), name: z.string() })),
});
export type ConfigPlan = z.infer<typeof configPlan>;

export const configApplied = z.strictObject({
  planId: z.string(),
  /** SHA-256 of the file, as the audit log has it. */
  sha256: z.string(),
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
});
export type ConfigApplied = z.infer<typeof configApplied>;

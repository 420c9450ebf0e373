import { z } from 'zod';
import { provider, sha256Hex, text, upn, uuid } from '../../common.ts';
import { language } from '../../settings/notification.ts';
import { settingKinds, type SettingKind } from '../../settings.ts';
import { newStoreApp } from '../apps/app.ts';
import { appConfigurationContent } from '../apps/app-configuration.ts';
import { namedAppConfigurationValue } from '../apps/by-name.ts';
import { configurationContent, configurationKind } from '../configurations/configuration.ts';
import { configurationKinds } from '../configurations/kinds.ts';
import { ldapConnection } from '../ldap.ts';
import { textInput, textKind } from '../notices.ts';
import { providerForms } from '../providers.ts';
import { role } from '../roles.ts';
import { deviceGroupInput, deviceGroupRule, spaceInput } from '../spaces.ts';
import { asSet, namedAudience } from './named-audience.ts';

const name = z.string().trim().min(1).max(200);
const names = z.array(name).max(500).default([]).transform(asSet);
type Refusal = z.core.$RefinementCtx;

/** Holds a value against the schema of its kind; what is wrong is named below `value`. */
function heldAgainst(schema: z.ZodType, value: unknown, context: Refusal, at = ['value']): object {
  const read = schema.safeParse(value);
  if (read.success) return read.data as object; // sound: every kind's schema is one of objects
  for (const issue of read.error.issues) {
    const path = [...at, ...issue.path];
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    for (const key of keys) context.addIssue({ code: 'custom', path: [...path, key], message: 'is not known here' });
    if (keys.length === 0) context.addIssue({ code: 'custom', path, message: issue.message });
  }
  return {};
}

export const namedUserGroup = z.strictObject({
  name,
  /** A directory or an identity provider looks after it: it is named here and made there. */
  from: z.enum(['ldap', 'scim']).optional(),
  /** UPNs; absent where the file does not speak of members. */
  members: z.array(upn).max(100_000).transform(asSet).optional(),
});
export type NamedUserGroup = z.infer<typeof namedUserGroup>;

export const namedDeviceGroup = deviceGroupInput.extend({
  rule: deviceGroupRule.extend({ userGroups: names }).nullable().default(null),
});
export type NamedDeviceGroup = z.infer<typeof namedDeviceGroup>;

export const namedSpace = spaceInput.extend({
  rank: z.number().int().min(0).max(2_147_483_647).default(100),
  userGroups: names,
  deviceGroups: names,
  /** The one that cannot be deleted, whatever it is called. */
  isDefault: z.boolean().default(false),
});
export type NamedSpace = z.infer<typeof namedSpace>;

export const namedProvider = z
  .strictObject({ provider, value: z.record(z.string().max(100), z.unknown()) })
  .transform((one, context) => ({ ...one, value: heldAgainst(providerForms[one.provider], one.value, context) }));
export type NamedProvider = z.infer<typeof namedProvider>;

/** In place of the id of another provider stands its name; any id serves to check the rest. */
const ANY_ID = '00000000-0000-4000-8000-000000000000';

function settingValue(kind: SettingKind) {
  return z.record(z.string().max(100), z.unknown()).transform((value, context): object => {
    if (kind !== 'portal_authentication') return heldAgainst(settingKinds[kind], value, context, []);
    const { otherProvider = null, ...rest } = value;
    if ('otherProviderId' in rest || (otherProvider !== null && typeof otherProvider !== 'string'))
      context.addIssue({ code: 'custom', path: ['otherProvider'], message: 'is the name of a provider, or null' });
    const otherProviderId = otherProvider === null ? null : ANY_ID;
    const held = heldAgainst(settingKinds[kind], { ...rest, otherProviderId }, context, []);
    return withOther(held, otherProvider);
  });
}

/** The value of "Self Service Portal Authentication" with the name of the other provider at the place of its id. */
export function withOther(value: object, otherProvider: unknown): object {
  const entries = Object.entries(value).map(([key, one]): [string, unknown] =>
    key === 'otherProviderId' ? ['otherProvider', otherProvider] : [key, one],
  );
  return Object.fromEntries(entries);
}

const ofKind = (kind: SettingKind) =>
  z
    .strictObject({
      /** Absent: what is built in. */
      default: settingValue(kind).optional(),
      /** In the order in which they are tried. */
      groups: z
        .array(
          z.strictObject({
            name: text(200),
            userGroups: z.array(name).min(1).max(200).transform(asSet),
            value: settingValue(kind),
          }),
        )
        .max(200)
        .default([]),
    })
    .optional();

const kinds = Object.keys(settingKinds) as SettingKind[]; // sound: the registry's own names
export const namedSettings = z.strictObject(Object.fromEntries(kinds.map((kind) => [kind, ofKind(kind)])));
export interface NamedSettingsOfKind {
  default?: object | undefined;
  groups: { name: string; userGroups: string[]; value: object }[];
}
export type NamedSettings = Partial<Record<SettingKind, NamedSettingsOfKind | undefined>>;

/** Configurations that another names as trusted certificates stand there by name. */
const NAMING = 'trustedCertificates';

const content = configurationContent.omit({ spaceId: true, audience: true }).extend({
  /** Null: the default space. */
  space: name.nullable().default(null),
  audience: namedAudience.default('none'),
});
export const namedConfiguration = content
  .extend({
    kind: configurationKind,
    /** What is written above reaches devices. */
    publish: z.boolean().default(true),
    /** What devices have until what is written above is published; absent where they have none, or just that. */
    published: content.optional(),
  })
  .transform(({ published, ...one }, context) => ({
    ...one,
    value: configurationValue(one.kind, one.value, context, ['value']),
    ...(published && {
      published: {
        ...published,
        value: configurationValue(one.kind, published.value, context, ['published', 'value']),
      },
    }),
  }));
export type NamedConfiguration = z.infer<typeof namedConfiguration>;
export type NamedContent = NonNullable<NamedConfiguration['published']>;

function configurationValue(
  kind: z.infer<typeof configurationKind>,
  value: Record<string, unknown>,
  context: Refusal,
  at: string[],
): Record<string, unknown> {
  const { [NAMING]: naming, ...rest } = value;
  const checked = heldAgainst(configurationKinds[kind], naming === undefined ? value : rest, context, at);
  if (naming === undefined) return { ...checked };
  if (!(NAMING in checked)) context.addIssue({ code: 'custom', path: [...at, NAMING], message: 'has no place here' });
  const held = heldAgainst(z.array(name).max(20), naming, context, [...at, NAMING]);
  return { ...checked, [NAMING]: held };
}

export const namedAppConfiguration = appConfigurationContent.omit({ audience: true, value: true }).extend({
  audience: namedAudience.default('all'),
  value: namedAppConfigurationValue.prefault({}),
});
export type NamedAppConfiguration = z.infer<typeof namedAppConfiguration>;

export const namedApp = newStoreApp.omit({ audience: true, spaceId: true }).extend({
  source: z.enum(['store', 'in-house']).default('store'),
  space: name.nullable().default(null),
  audience: namedAudience.default('none'),
  /** The package that devices are given: it is uploaded, and named here. */
  package: z
    .strictObject({
      sha256: sha256Hex,
      version: z.string().max(200),
      build: z.string().max(200),
    })
    .nullable()
    .default(null),
  /** In the order in which they are tried. */
  configurations: z.array(namedAppConfiguration).max(100).default([]),
});
export type NamedApp = z.infer<typeof namedApp>;

export const namedText = textInput.extend({ kind: textKind, language });
export type NamedText = z.infer<typeof namedText>;

export const KEPT = 'kept on the server';
/** A connection without its password, which no file holds. */
export const namedLdap = z.strictObject({ connection: ldapConnection, password: z.literal(KEPT).optional() });
export type NamedLdap = z.infer<typeof namedLdap>;

/** A picture that branding may name by its hash. */
export const keptLogo = z.strictObject({
  sha256: sha256Hex,
  content: z.base64().max(180_000),
});
export type KeptLogo = z.infer<typeof keptLogo>;

export const namedRoles = z.strictObject({
  upn,
  roles: z
    .array(
      z.strictObject({
        role,
        spaces: z
          .array(z.union([name, uuid]))
          .max(100)
          .nullable()
          .default(null),
      }),
    )
    .max(10),
});
export type NamedRoles = z.infer<typeof namedRoles>;

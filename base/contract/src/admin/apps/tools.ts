import { z } from 'zod';
import { settingKind } from '../settings.ts';
import { instant, uuid } from '../../common.ts';
import { appKind, appPlatform } from '../../managed-keys/known-apps.ts';
import { findingView } from '../../managed-keys/finding.ts';
import { appConfigurationValue } from './app-configuration.ts';

/** POST /api/admin/apps/certificate-test: "Which certificate would this app show to https://… ?" */
export const certificateTestInput = z.strictObject({
  appConfigurationId: uuid.meta({ title: 'App configuration', description: 'Whose rules are tried.' }),
  address: z
    .string()
    .trim()
    .min(1)
    .max(2_048)
    .meta({ title: 'Address', description: 'As it would be opened: https://intranet.mycompany.com/hr.' }),
  deviceId: uuid.optional().meta({ title: 'Device', description: 'Also says which certificates this device has.' }),
});
export type CertificateTestInput = z.infer<typeof certificateTestInput>;

export const certificateTestResult = z.strictObject({
  url: z.string(),
  shown: z.strictObject({ certificateKey: z.string(), certificate: z.string() }).nullable(),
  why: z.string(),
  tried: z.array(
    z.strictObject({
      key: z.string(),
      rule: z.string(),
      certificateKey: z.string(),
      certificate: z.string().nullable(),
      verdict: z.enum(['wins', 'would match', 'does not match', 'no certificate', 'not on the device', 'invalid']),
      why: z.string(),
    }),
  ),
});

/** POST /api/admin/apps/parse-pairs */
export const parsePairsInput = z.strictObject({
  text: z.string().min(1).max(60_000).meta({
    title: 'Key-value pairs',
    description:
      'Lines of key=value or key: value, columns of a table, JSON, an iOS property list, or Android managed configuration.',
  }),
  kind: appKind.default('other'),
  platform: appPlatform.default('ios'),
});
export type ParsePairsInput = z.infer<typeof parsePairsInput>;

export const parsedPairs = z.strictObject({
  understoodAs: z.enum(['lines', 'table', 'json', 'property list', 'managed configuration']),
  /** For AppConnect Custom Configuration. */
  pairs: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  /** For AppConnect Certificate Configuration: which configuration is meant has to be chosen. */
  certificates: z.array(z.strictObject({ key: z.string(), value: z.string() })),
  /** Lines that say nothing that could be taken, as they were. */
  leftOut: z.array(z.strictObject({ line: z.number().int(), text: z.string(), why: z.string() })),
  findings: z.array(findingView),
});
export type ParsedPairs = z.infer<typeof parsedPairs>;

/** POST /api/admin/apps/{id}/configurations/substitution: what a chosen device would be given. */
export const substitutionInput = z.strictObject({ deviceId: uuid, value: appConfigurationValue });
export const substitutionView = z.strictObject({
  pairs: z.array(
    z.strictObject({
      key: z.string(),
      written: z.string(),
      delivered: z.string(),
      /** Known variables that are empty on this device. */
      empty: z.array(z.string()),
      unknown: z.array(z.string()),
    }),
  ),
});

/** GET /api/admin/apps/choices?kind=&platform=: what a form offers. */
export const certificateChoice = z.strictObject({
  id: uuid,
  name: z.string(),
  kind: z.enum(['identity_certificate', 'client_provided_enrollment', 'certificate']),
  purpose: z.string().nullable(),
  provider: z.string().nullable(),
});
export const choicesQuery = z.object({
  appId: uuid,
  /** The key that a certificate is looked for; without it, every one that some key could name. */
  key: z.string().max(200).optional(),
});

/** GET /api/admin/lint */
export const lintFinding = findingView.extend({
  object: z.strictObject({
    kind: z.enum(['setting', 'provider', 'configuration', 'app', 'app configuration', 'installation']),
    id: z.string().nullable(),
    name: z.string(),
    setting: z.strictObject({ kind: settingKind, isDefault: z.boolean() }).exactOptional(),
  }),
});
export const lintReport = z.strictObject({
  checkedAt: instant,
  errors: z.number().int(),
  warnings: z.number().int(),
  advice: z.number().int(),
  findings: z.array(lintFinding),
});
export type LintReport = z.infer<typeof lintReport>;

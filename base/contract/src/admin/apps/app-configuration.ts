import { z } from 'zod';
import { instant, oneLine, provider, text, uuid } from '../../common.ts';
import { findingView } from '../../managed-keys/finding.ts';
import { audience } from '../configurations/audience.ts';
import { emailPlusForm } from './email-plus.ts';

/** A key as typed: with its case, and with the blanks somebody slipped in, which the check speaks of (ADM-072). */
const key = z.string().min(1).max(200).regex(oneLine).meta({
  title: 'Key',
  description: 'Exactly as the app’s maker writes it: case matters.',
});

const host = z.string().trim().min(1).max(300);

export const keyValuePair = z.strictObject({
  key,
  value: z.string().max(8_192).meta({
    title: 'Value',
    description:
      'Text; variables such as ${userEmailAddress} are replaced for each device. Never a secret: apps show it.',
  }),
});
export type KeyValuePair = z.infer<typeof keyValuePair>;

export const certificateKey = z.strictObject({
  key,
  configurationId: uuid.meta({
    title: 'Certificate',
    description: 'An Identity Certificate of the purpose that the key asks for, or a Certificate of a CA.',
  }),
});
export type CertificateKey = z.infer<typeof certificateKey>;

export const appTunnelRule = z.strictObject({
  host: host.meta({
    title: 'Resource',
    description: 'The host, or a pattern such as *.mycompany.com, that is reached through the gateway.',
  }),
  kind: z
    .enum(['http', 'tcp'])
    .default('http')
    .meta({
      title: 'Kind',
      options: { http: 'HTTP/S', tcp: 'TCP' },
      description:
        'HTTP/S, in which the gateway sees the requests; or TCP, in which the app’s own TLS reaches the service.',
    }),
  gateway: host.meta({
    title: 'Gateway',
    description: 'Host name and port of the Standalone Sentry that leads to it.',
  }),
  identityId: uuid.nullable().default(null).meta({
    title: 'Identity certificate',
    description: 'What proves the person to the gateway: an Identity Certificate for Authentication.',
  }),
});
export type AppTunnelRule = z.infer<typeof appTunnelRule>;

/** What an app is told when it starts (ADM-078). */
export const appConfigurationValue = z.strictObject({
  provider: provider.nullable().default(null).meta({
    title: 'Derived credential provider',
    description: 'Whose credentials the app is configured for. It decides which keys it must have.',
  }),
  pairs: z.array(keyValuePair).max(200).default([]).meta({
    title: 'AppConnect Custom Configuration',
    description: 'Keys with values that are text.',
  }),
  certificates: z.array(certificateKey).max(100).default([]).meta({
    title: 'AppConnect Certificate Configuration',
    description: 'Keys whose value is a certificate.',
  }),
  tunnels: z.array(appTunnelRule).max(100).default([]).meta({
    title: 'AppTunnel Rules',
    description: 'What the app reaches through a gateway.',
  }),
  emailPlus: emailPlusForm.nullable().default(null).meta({
    title: 'Email+ Configuration',
    description: 'The form of Email+ for iOS.',
  }),
});
export type AppConfigurationValue = z.infer<typeof appConfigurationValue>;

/** What an administrator writes. Several may exist for an app; the first in rank whose audience a device is in is the one it gets. */
export const appConfigurationContent = z.strictObject({
  name: text(100).meta({ title: 'Name', description: 'Identifies the app configuration.' }),
  description: z
    .string()
    .trim()
    .max(500)
    .default('')
    .meta({ title: 'Description', description: 'What it is for, for your colleagues.' }),
  audience: audience.prefault({ to: 'all' }).meta({
    title: 'Distribution',
    description: 'Whose devices get this app configuration, of those that get the app.',
  }),
  value: appConfigurationValue.prefault({}),
});
export type AppConfigurationContent = z.infer<typeof appConfigurationContent>;

export const appConfigurationView = appConfigurationContent.extend({
  id: uuid,
  appId: uuid,
  rank: z.number().int(),
  version: z.number().int(),
  changedAt: instant,
  changedBy: z.string(),
  /** What the check says of it today, in the order of the form: also after something that it names was changed. */
  findings: z.array(findingView),
  /** Names of the configurations that its keys name. */
  names: z.record(uuid, z.string()),
});
export type AppConfigurationView = z.infer<typeof appConfigurationView>;

/** PUT /api/admin/apps/{id}/configurations/order: ids from the first that is tried to the last. */
export const appConfigurationOrder = z.strictObject({ order: z.array(uuid).min(1).max(100) });

/** What an app on iOS shows that lacks a certificate of its configuration. */
export const MISSING_CREDENTIALS = 'Missing required credentials. Please ensure you provisioned the credentials';

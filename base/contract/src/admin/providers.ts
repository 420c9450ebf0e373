import { z } from 'zod';
import { instant, platform, provider, text, uuid, type Provider } from '../common.ts';
import { paragraphs } from '../settings/branding.ts';
import { httpsAddress } from '../settings/fields.ts';

const enabled = z.boolean().meta({
  title: 'Enabled',
  description: 'Off: nobody gets new derived credentials of this provider; those there are stay.',
});
const policies = z.boolean().default(false).meta({
  title: 'Derived Credential Authentication',
  description:
    'On: mail, Wi-Fi and VPN policies for iOS may name "Derived PIV Credentials" of this provider. Off until you turn it on.',
});
const instructions = (description: string) =>
  paragraphs(8_000).default('').meta({ title: 'Instructions for people', description, multiline: true });

const common = {
  enabled,
  policies,
  instructions: instructions('Shown in the portal to people who have this provider.'),
};

export const entrustProviderInput = z.strictObject({
  ...common,
  qrUrl: httpsAddress.nullable().default(null).meta({
    title: 'URL for QR code and activation password',
    description:
      'Where people who have registered already get a QR code. It may be the same as the Self Service Module URL of a setting.',
  }),
  activationMinutes: z.number().int().min(3).max(1_440).default(30).meta({
    title: 'Activation time where none is given',
    description: 'Minutes, for a Self Service Module that passes a link without its expiration time.',
  }),
  vpn: z
    .strictObject({
      restricted: z.boolean().default(false).meta({
        title: 'Reached over VPN only',
        description: 'On: people are shown the VPN Configuration screen before they create credentials.',
      }),
      instructions: paragraphs(2_000)
        .default('')
        .meta({ title: 'How to connect', description: 'Shown on that screen.', multiline: true }),
    })
    .prefault({})
    .meta({ title: 'Access over VPN', description: 'Where the Self Service Module is not reachable from everywhere.' }),
});
export type EntrustProviderInput = z.infer<typeof entrustProviderInput>;

export const otherProviderInput = z.strictObject({
  name: text(100).meta({ title: 'Name', description: 'What people call the provider.' }),
  ...common,
  instructions: instructions('How to use the app, from the documentation of its vendor. Shown to people with the app.'),
  appName: text(100).meta({
    title: 'App',
    description: 'The derived credential app, built with the AppConnect SDK for iOS.',
  }),
  platforms: z
    .array(platform.extract(['ios', 'android']))
    .min(1)
    .max(2)
    .default(['ios'])
    .meta({ title: 'Platforms', description: 'Apps of other vendors are supported on iOS only.' }),
});
export type OtherProviderInput = z.infer<typeof otherProviderInput>;

/** The form of each kind of provider. */
export const providerForms = {
  lanyard: z.strictObject(common),
  entrust: entrustProviderInput,
  purebred: z.strictObject(common),
  other: otherProviderInput,
} as const satisfies Record<Provider, z.ZodType>;

/** In an address: the name of a provider of the product, or the id of another. */
export const providerKey = z.union([uuid, provider.exclude(['other'])]);

export const platformSupport = z.strictObject({
  platform: platform.exclude(['unknown']),
  supported: z.boolean(),
  /** What has to be on the device. */
  apps: z.array(z.string()),
  reason: z.string().nullable(),
});

export const providerView = z.strictObject({
  id: uuid,
  kind: provider,
  name: z.string(),
  enabled: z.boolean(),
  version: z.number().int(),
  /** As the form of the kind has it. */
  value: z.unknown(),
  support: z.array(platformSupport),
  changedAt: instant.nullable(),
});
export type ProviderView = z.infer<typeof providerView>;
export const providerList = z.strictObject({ items: z.array(providerView) });

/** What hangs on a provider: who loses what when it is turned off or deleted. */
export const providerPreview = z.strictObject({
  /** Names of the settings "Self Service Portal Authentication" that choose it. */
  settings: z.array(z.string()),
  /** Stay as they are. */
  liveCredentials: z.number().int(),
  /** End: nobody can activate them any more. */
  openRequests: z.number().int(),
  sentences: z.array(z.string()),
});
export type ProviderPreview = z.infer<typeof providerPreview>;

import { z } from 'zod';
import { emailAddress, sha256Hex, text } from '../common.ts';
import { contrastRatio, grounds, readableOn, TEXT_CONTRAST } from '../contrast.ts';
import { httpsAddress } from './fields.ts';

/** Text of several lines, as a person typed it: no control characters but line ends, none that turn its direction. */
export const paragraphs = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^(?:\r?\n|[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069])*$/u, 'has characters that cannot be shown');

const help = (title: string, description: string) =>
  paragraphs(4_000).default('').meta({ title, description, multiline: true });

const accent = z
  .string()
  .regex(/^#[0-9a-f]{6}$/, 'is six hexadecimal digits after #, in lower case')
  .superRefine((colour, context) => {
    const ratio = contrastRatio(colour, grounds.light);
    if (ratio >= TEXT_CONTRAST) return;
    const better = readableOn(grounds.light, colour);
    context.addIssue({
      code: 'custom',
      message: `has a contrast of ${ratio.toFixed(1)}:1 against the page, and WCAG asks for ${TEXT_CONTRAST}:1; ${better} is the nearest that has it`,
    });
  });

/** How the organisation shows itself to everybody, in portal, wallet and mails. There is one, the default. */
export const brandingSetting = z.strictObject({
  organisation: text(100)
    .nullable()
    .default(null)
    .meta({ title: 'Organisation name', description: 'Shown in portal, wallet and mails; empty: as installed.' }),
  /** Of a logo uploaded before. */
  logo: sha256Hex
    .nullable()
    .default(null)
    .meta({ title: 'Logo', description: 'SVG or PNG, up to 64 KiB and 1024 by 1024 pixels.' }),
  accent: accent.nullable().default(null).meta({
    title: 'Accent colour',
    description: 'Of buttons and links. It must be readable on white; dark mode takes a lighter shade.',
  }),
  support: z
    .strictObject({
      name: text(100).nullable().default(null).meta({ title: 'Help desk', description: 'What it is called.' }),
      email: emailAddress
        .nullable()
        .default(null)
        .meta({ title: 'Help desk e-mail', description: 'Shown with every failure.' }),
      phone: text(40)
        .nullable()
        .default(null)
        .meta({ title: 'Help desk telephone', description: 'Shown with every failure.' }),
      url: httpsAddress.nullable().default(null).meta({ title: 'Help desk page', description: 'An https address.' }),
    })
    .prefault({})
    .meta({ title: 'Support contact', description: 'Whom people ask when they cannot go on.' }),
  help: z
    .strictObject({
      signIn: help('Help with signing in', 'Shown below "Sign in with Certificate".'),
      request: help('Help with requesting', 'Shown beside the button that requests a PIN or a credential.'),
      setUp: help('Help with setting up a phone', 'Shown with the three steps on the phone.'),
      provider: help('Help with the provider’s portal', 'How your own Entrust or other portal names its steps.'),
    })
    .prefault({})
    .meta({ title: 'Help texts', description: 'Words of your own for people who use the portal.' }),
});
export type BrandingSetting = z.infer<typeof brandingSetting>;

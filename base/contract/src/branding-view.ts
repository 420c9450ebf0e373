import { z } from 'zod';
import { accentShades } from './contrast.ts';
import type { BrandingSetting } from './settings/branding.ts';

const shades = z.strictObject({
  accent: z.string(),
  strong: z.string(),
  wash: z.string(),
  onAccent: z.string(),
});

/** How portal and wallet show the organisation, before anybody signs in. */
export const brandingView = z.strictObject({
  /** Address on the same origin; null without one. */
  logo: z.string().nullable(),
  /** Colours for either mode, each readable on its ground; null: those of the product. */
  accent: z.strictObject({ light: shades, dark: shades }).nullable(),
  support: z.strictObject({
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    url: z.string().nullable(),
  }),
  help: z.strictObject({ signIn: z.string(), request: z.string(), setUp: z.string(), provider: z.string() }),
});
export type BrandingView = z.infer<typeof brandingView>;

/** @param path where logos are on this interface, such as `/api/portal` */
export const brandingViewOf = ({ accent, help, logo, support }: BrandingSetting, path: string): BrandingView => ({
  logo: logo === null ? null : `${path}/logo/${logo}`,
  accent: accent === null ? null : accentShades(accent),
  support,
  help,
});

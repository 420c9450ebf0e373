import { z } from 'zod';

/** POST /api/admin/branding/logo */
export const logoInput = z.strictObject({
  content: z
    .base64()
    .max(180_000)
    .meta({ title: 'Logo', description: 'SVG or PNG, up to 64 KiB and 1024 by 1024 pixels.' }),
});
export type LogoInput = z.infer<typeof logoInput>;

export const logoKept = z.strictObject({
  /** What the setting "branding" names. */
  sha256: z.string(),
  mediaType: z.enum(['image/svg+xml', 'image/png']),
  width: z.number().int(),
  height: z.number().int(),
  octets: z.number().int(),
  /** What was taken out of the picture, in words. */
  removed: z.array(z.string()),
});
export type LogoKept = z.infer<typeof logoKept>;

import { z } from 'zod';

/** How administrators sign in beside their card. */
export const adminSignInSetting = z.strictObject({
  passkeys: z.boolean().default(false).meta({
    title: 'Allow passkeys',
    description:
      'Administrators may register a passkey after a card sign-in and sign in with it, with their PIN or finger.',
  }),
  sessionMinutes: z.number().int().min(5).max(720).default(60).meta({
    title: 'Length of a passkey session',
    description: 'Minutes after which a session that a passkey opened ends, also when it is in use.',
  }),
});
export type AdminSignInSetting = z.infer<typeof adminSignInSetting>;

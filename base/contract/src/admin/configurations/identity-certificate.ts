import { z } from 'zod';
import { derivedUsage, providerOrAny } from './purpose.ts';

/** "Identity Certificate": which certificate of a derived credential an app is given. It travels with the app that names it. */
export const identityCertificateConfiguration = z.strictObject({
  distribution: z.literal('Derived Credential').default('Derived Credential').meta({
    title: 'Certificate Distribution',
    description: 'Where the certificate comes from. A derived credential is made on the device itself.',
  }),
  usage: derivedUsage.meta({
    title: 'Derived Credential Usage',
    description: 'What apps use the certificate for. Make one configuration for each purpose that your apps need.',
  }),
  provider: providerOrAny.default('any').meta({
    title: 'Provider',
    description: 'Whose derived credential is used. "any" takes the newest active one on the device.',
  }),
});
export type IdentityCertificateConfiguration = z.infer<typeof identityCertificateConfiguration>;

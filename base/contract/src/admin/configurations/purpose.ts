import { z } from 'zod';
import { provider, type Purpose } from '../../common.ts';

/** "Derived Credential Usage": exactly these three; decryption is asked for by a client-provided enrollment alone. */
export const derivedUsage = z.enum(['Authentication', 'Encryption', 'Signing']);
export type DerivedUsage = z.infer<typeof derivedUsage>;

/** The purpose of a certificate, as screens name it. */
export const purposeOfUsage = {
  Authentication: 'authentication',
  Encryption: 'encryption',
  Signing: 'signing',
  Decryption: 'decryption',
} as const satisfies Record<string, Purpose>;

/** Whose derived credential is meant; `any` is the newest active one of the device. */
export const providerOrAny = z.enum(['any', ...provider.options]);
export type ProviderOrAny = z.infer<typeof providerOrAny>;

/** What a mail, Wi-Fi or VPN configuration says who its user is with. */
export const derivedPiv = z.enum(['Derived PIV Credentials', 'none']);

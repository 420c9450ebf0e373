import { z } from 'zod';
import { desktopUse } from './desktop-use.ts';

/** What the wallet asks of its holder. */
export const walletSetting = z.strictObject({
  passcode: z
    .strictObject({
      type: z
        .enum(['numeric', 'alphanumeric'])
        .default('alphanumeric')
        .meta({ title: 'Passcode type', description: 'Numeric: digits only.' }),
      minLength: z
        .number()
        .int()
        .min(4)
        .max(64)
        .default(6)
        .meta({ title: 'Minimum passcode length', description: 'Characters.' }),
      minComplex: z
        .number()
        .int()
        .min(0)
        .max(16)
        .default(0)
        .meta({ title: 'Minimum complex characters', description: 'Characters that are neither letters nor digits.' }),
    })
    .prefault({})
    .meta({ title: 'Secure Apps Passcode', description: 'Opens the wallet.' }),
  pin: z
    .strictObject({
      minLength: z
        .number()
        .int()
        .min(4)
        .max(8)
        .default(6)
        .meta({ title: 'Minimum PIN length', description: 'Digits, 4 to 8.' }),
    })
    .prefault({})
    .meta({ title: 'Derived credential PIN', description: 'Lets a desktop computer use the credential.' }),
  vaultTries: z
    .number()
    .int()
    .min(3)
    .max(10)
    .default(10)
    .meta({ title: 'Wrong tries', description: 'After this many the vault is lost and a new credential is needed.' }),
  lockAfterMinutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(5)
    .meta({ title: 'Lock after', description: 'Minutes without use.' }),
  offlineOpening: z
    .boolean()
    .default(false)
    .meta({ title: 'Open without the server', description: 'Needs a passkey or a passcode of 12 or more characters.' }),
  /** Key bytes leave the vault only where this says so (managed apps, exports of a headless device). */
  keyExport: z
    .boolean()
    .default(false)
    .meta({ title: 'Let keys leave the wallet', description: 'For managed apps and headless devices that need them.' }),
  showPin: z
    .boolean()
    .default(false)
    .meta({ title: 'ShowPIN', description: 'The wallet can show the derived credential PIN to its holder.' }),
  desktops: desktopUse
    .prefault({})
    .meta({ title: 'Desktops', description: 'Computers that use the phone as their smart card.' }),
});
export type WalletSetting = z.infer<typeof walletSetting>;

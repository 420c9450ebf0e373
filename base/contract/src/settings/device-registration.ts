import { z } from 'zod';
import { osVersion } from './fields.ts';

/** "Device Registration" */
export const deviceRegistrationSetting = z.strictObject({
  type: z.enum(['PIN Only', 'Off']).default('PIN Only').meta({
    title: 'Device Registration Authentication Type',
    description: 'PIN Only: a device is registered with a one-time PIN. Off: these people register no devices.',
  }),
  pinLength: z
    .number()
    .int()
    .min(4)
    .max(16)
    .default(8)
    .meta({ title: 'PIN length', description: 'Characters of a registration PIN. Eight have 40 bits; fewer warn.' }),
  pinMinutes: z
    .number()
    .int()
    .min(3)
    .max(10_080)
    .default(10)
    .meta({ title: 'PIN lifetime', description: 'Minutes for which a registration PIN works.' }),
  allowNewPin: z.boolean().default(true).meta({
    title: 'Allow user to request a new PIN',
    description: 'On: people request a PIN in the self-service portal themselves, also when one ran out.',
  }),
  /** "OS Minimum Version Blocking". */
  minimumVersion: z
    .strictObject({
      enabled: z.boolean().default(false).meta({
        title: 'Enable Minimum Version',
        description: 'On: devices with an older operating system are not registered.',
      }),
      ios: osVersion
        .default('16.0')
        .meta({ title: 'Minimum version for iOS devices', description: 'For example 16.4.' }),
      android: osVersion
        .default('12')
        .meta({ title: 'Minimum version for Android devices', description: 'For example 12.' }),
    })
    .prefault({})
    .meta({ title: 'OS Minimum Version Blocking', description: 'What a device reports of itself is compared.' }),
  allowDesktop: z
    .boolean()
    .default(false)
    .meta({ title: 'Allow desktop computers', description: 'On: a desktop computer may be registered as a device.' }),
  allowUnknownPlatform: z.boolean().default(false).meta({
    title: 'Allow unknown platforms',
    description: 'On: a device that does not say which operating system it has may be registered.',
  }),
  maxDevices: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(5)
    .meta({ title: 'Devices a person', description: 'How many active devices one person may have.' }),
});
export type DeviceRegistrationSetting = z.infer<typeof deviceRegistrationSetting>;

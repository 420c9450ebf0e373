import { z } from 'zod';
import { secureAppsPasscodeAndroid, secureAppsPasscodeIos } from './secure-apps-passcode.ts';

const minutesInactive = z.number().int().min(1).max(60).default(5).meta({
  title: 'Inactivity timeout',
  description: 'Minutes without use after which the passcode is asked for again.',
});
const checkInMinutes = z.number().int().min(1).max(1_440).default(60).meta({
  title: 'App check-in interval',
  description: 'Minutes after which an app that is used asks for changes at the latest.',
});

/** "AppConnect Device" for iOS: what secure apps ask of their user, and what may leave them. */
export const appConnectDeviceIosConfiguration = z.strictObject({
  passcode: secureAppsPasscodeIos.prefault({}).meta({
    title: 'AppConnect Passcode',
    description: 'What opens the secure apps on a device.',
  }),
  inactivityMinutes: minutesInactive,
  checkInMinutes,
  dlp: z
    .strictObject({
      copyPaste: z.enum(['Allowed', 'AppConnect Apps', 'Not allowed']).default('AppConnect Apps').meta({
        title: 'Copy/Paste To',
        description: 'Where text copied in a secure app can be pasted.',
      }),
      openIn: z.enum(['Allowed', 'AppConnect Apps', 'Not allowed']).default('AppConnect Apps').meta({
        title: 'Open In',
        description: 'Which apps may open a document of a secure app.',
      }),
      print: z.boolean().default(false).meta({ title: 'Print', description: 'Secure apps may print.' }),
      dragAndDrop: z.boolean().default(false).meta({
        title: 'Drag and Drop',
        description: 'Content may be dragged from a secure app to another app.',
      }),
    })
    .prefault({})
    .meta({ title: 'Data Loss Prevention', description: 'What may leave secure apps.' }),
});
export type AppConnectDeviceIosConfiguration = z.infer<typeof appConnectDeviceIosConfiguration>;

/** "AppConnect Device" for Android. */
export const appConnectDeviceAndroidConfiguration = z.strictObject({
  passcode: secureAppsPasscodeAndroid.prefault({}).meta({
    title: 'AppConnect Passcode',
    description: 'What opens the secure apps on a device.',
  }),
  inactivityMinutes: minutesInactive,
  checkInMinutes,
  dlp: z
    .strictObject({
      screenCapture: z.boolean().default(false).meta({
        title: 'Screen Capture',
        description: 'Pictures may be taken of the screen of a secure app.',
      }),
      camera: z.boolean().default(false).meta({
        title: 'Camera',
        description: 'Secure apps may take pictures and video. Scanning a QR code works without it.',
      }),
      copyPaste: z.enum(['Allowed', 'AppConnect Apps', 'Not allowed']).default('AppConnect Apps').meta({
        title: 'Copy/Paste',
        description: 'Where text copied in a secure app can be pasted.',
      }),
      gallery: z.boolean().default(false).meta({
        title: 'Gallery',
        description: 'Secure apps may reach the pictures of the device.',
      }),
      mediaPlayer: z.boolean().default(false).meta({
        title: 'Media Player',
        description: 'Secure apps may stream to a player outside of them.',
      }),
      web: z.enum(['Allowed', 'AppConnect Apps']).default('AppConnect Apps').meta({
        title: 'Web',
        description: 'Which browsers may open links of secure apps.',
      }),
    })
    .prefault({})
    .meta({ title: 'Data Loss Prevention', description: 'What may leave secure apps.' }),
});
export type AppConnectDeviceAndroidConfiguration = z.infer<typeof appConnectDeviceAndroidConfiguration>;

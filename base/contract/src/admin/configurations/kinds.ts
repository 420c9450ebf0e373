import type { z } from 'zod';
import type { Platform } from '../../common.ts';
import { appCatalogConfiguration } from './app-catalog.ts';
import { appConnectDeviceAndroidConfiguration, appConnectDeviceIosConfiguration } from './appconnect-device.ts';
import { certificateConfiguration } from './certificate.ts';
import { clientProvidedEnrollmentConfiguration } from './client-provided-enrollment.ts';
import { identityCertificateConfiguration } from './identity-certificate.ts';
import { mailConfiguration } from './mail.ts';
import { passcodeConfiguration } from './passcode.ts';
import { vpnConfiguration } from './vpn.ts';
import { wifiConfiguration } from './wifi.ts';

/** Every kind of configuration, by the schema of its value. */
export const configurationKinds = {
  identity_certificate: identityCertificateConfiguration,
  certificate: certificateConfiguration,
  appconnect_device_ios: appConnectDeviceIosConfiguration,
  appconnect_device_android: appConnectDeviceAndroidConfiguration,
  passcode: passcodeConfiguration,
  app_catalog: appCatalogConfiguration,
  client_provided_enrollment: clientProvidedEnrollmentConfiguration,
  mail: mailConfiguration,
  wifi: wifiConfiguration,
  vpn: vpnConfiguration,
} as const;
export type ConfigurationKind = keyof typeof configurationKinds;
export type ConfigurationValue<K extends ConfigurationKind> = z.infer<(typeof configurationKinds)[K]>;
export const configurationKindNames = Object.keys(configurationKinds) as [ConfigurationKind, ...ConfigurationKind[]];

export interface KindFacts {
  /** As "Configurations > +Add" names it. */
  readonly title: string;
  readonly description: string;
  readonly platforms: readonly Platform[];
  /** Has no audience of its own, and none can be given: it reaches the devices of the app that refers to it. */
  readonly travelsWithApp: boolean;
}

const both = ['ios', 'android'] as const;
export const configurationFacts: Readonly<Record<ConfigurationKind, KindFacts>> = {
  identity_certificate: {
    title: 'Identity Certificate',
    description: 'Lets an app use a certificate of the derived credential. It is applied together with the app.',
    platforms: both,
    travelsWithApp: true,
  },
  certificate: {
    title: 'Certificate',
    description: 'A root or chain certificate that devices are to trust.',
    platforms: both,
    travelsWithApp: false,
  },
  appconnect_device_ios: {
    title: 'AppConnect Device (iOS)',
    description: 'The passcode of secure apps on iOS, and what may leave them.',
    platforms: ['ios'],
    travelsWithApp: false,
  },
  appconnect_device_android: {
    title: 'AppConnect Device (Android)',
    description: 'The passcode of secure apps on Android, and what may leave them.',
    platforms: ['android'],
    travelsWithApp: false,
  },
  passcode: {
    title: 'Passcode',
    description: 'The passcode of the device itself.',
    platforms: both,
    travelsWithApp: false,
  },
  app_catalog: {
    title: 'Apple App Catalog',
    description: 'A web clip with which users see the apps of the catalog and install them.',
    platforms: ['ios'],
    travelsWithApp: false,
  },
  client_provided_enrollment: {
    title: 'Certificate Enrollment: Client-Provided',
    description: 'A certificate that the agent on the device provides to an app. It is applied together with the app.',
    platforms: both,
    travelsWithApp: true,
  },
  mail: {
    title: 'Mail (ActiveSync)',
    description: 'The mail of the device, with Derived PIV Credentials. It waits until they reached the device.',
    platforms: ['ios'],
    travelsWithApp: false,
  },
  wifi: {
    title: 'Wi-Fi',
    description: 'An enterprise network, with Derived PIV Credentials. It waits until they reached the device.',
    platforms: ['ios'],
    travelsWithApp: false,
  },
  vpn: {
    title: 'VPN',
    description: 'A connection home, with Derived PIV Credentials. It waits until they reached the device.',
    platforms: ['ios'],
    travelsWithApp: false,
  },
};

import type { z } from 'zod';
import { adminSignInSetting } from './settings/admin-sign-in.ts';
import { approvalsSetting } from './settings/approvals.ts';
import { brandingSetting } from './settings/branding.ts';
import { derivedCredentialSetting } from './settings/derived-credential.ts';
import { deviceRegistrationSetting } from './settings/device-registration.ts';
import { notificationSetting } from './settings/notification.ts';
import { portalAuthenticationSetting } from './settings/portal-authentication.ts';
import { pushSetting } from './settings/push.ts';
import { walletSetting } from './settings/wallet.ts';

export * from './settings/admin-sign-in.ts';
export * from './settings/approvals.ts';
export * from './settings/branding.ts';
export * from './settings/derived-credential.ts';
export * from './settings/device-registration.ts';
export { httpsAddress } from './settings/fields.ts';
export * from './settings/notification.ts';
export * from './settings/portal-authentication.ts';
export * from './settings/push.ts';
export * from './settings/wallet.ts';

/** Every kind of setting: a default and, where the kind has them, several for user groups, ranked; the first match wins whole. */
export const settingKinds = {
  portal_authentication: portalAuthenticationSetting,
  device_registration: deviceRegistrationSetting,
  derived_credential: derivedCredentialSetting,
  wallet: walletSetting,
  notification: notificationSetting,
  push: pushSetting,
  branding: brandingSetting,
  admin_sign_in: adminSignInSetting,
  approvals: approvalsSetting,
} as const;
export type SettingKind = keyof typeof settingKinds;
export type SettingValue<K extends SettingKind> = z.infer<(typeof settingKinds)[K]>;

/** How a kind is called, and whether user groups may have their own. */
export interface SettingKindFacts {
  readonly title: string;
  readonly description: string;
  readonly perGroup: boolean;
}

export const settingKindFacts: Readonly<Record<SettingKind, SettingKindFacts>> = {
  portal_authentication: {
    title: 'Self Service Portal Authentication',
    description: 'Which smart cards open the portal, and who makes the derived credentials.',
    perGroup: true,
  },
  device_registration: {
    title: 'Device Registration',
    description: 'How a phone is registered, and which may be.',
    perGroup: true,
  },
  derived_credential: {
    title: 'Derived Credentials',
    description: 'How credentials of the built-in issuer are requested, made and ended.',
    perGroup: true,
  },
  wallet: { title: 'Wallet', description: 'What the wallet asks of its holder.', perGroup: true },
  notification: { title: 'Notifications', description: 'How people are written to.', perGroup: true },
  push: { title: 'Push', description: 'How a wallet that is closed is woken.', perGroup: false },
  branding: { title: 'Branding', description: 'How the organisation shows itself to everybody.', perGroup: false },
  admin_sign_in: {
    title: 'Administrator sign-in',
    description: 'How administrators sign in beside their card.',
    perGroup: true,
  },
  approvals: { title: 'Approvals', description: 'Which acts need a second person.', perGroup: false },
};

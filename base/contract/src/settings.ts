import { z } from 'zod';
import { adminSignInSetting } from './settings/admin-sign-in.ts';
import { approvalsSetting } from './settings/approvals.ts';
import { keyType, purpose } from './common.ts';

export * from './settings/admin-sign-in.ts';
export * from './settings/approvals.ts';

const oid = z
  .string()
  .regex(/^[0-2](\.\d+)+$/)
  .max(100);
const version = z.string().regex(/^\d+(\.\d+){0,3}$/);

/** One trusted issuer of smart cards. Once two are trusted, each must name the UPN suffixes that it speaks for. */
export const trustAnchor = z.strictObject({
  name: z.string().max(200),
  certificate: z.string().max(16_384).describe('PEM'),
  upnSuffixes: z.array(z.string().max(200)).max(100).default([]),
});
export type TrustAnchor = z.infer<typeof trustAnchor>;

/** "Self Service Portal Authentication" */
export const portalAuthenticationSetting = z.strictObject({
  type: z.literal('Certificate').default('Certificate'),
  anchors: z.array(trustAnchor).max(50).default([]),
  intermediates: z.array(z.string().max(16_384)).max(200).default([]),
  /** When named, only a certificate with one of these policies is primary. */
  cardPolicies: z.array(oid).max(50).default([]),
  /** Which of these policies mark a derived credential of another issuer. */
  derivedPolicies: z.array(oid).max(50).default(['2.16.840.1.101.3.2.1.3.40', '2.16.840.1.101.3.2.1.3.41']),
  /** "Derived Mobile Smart Credential": one button requests the PIN and the credential together. */
  derivedMobileSmartCredential: z.boolean().default(false),
  sessionMinutes: z.number().int().min(5).max(720).default(60),
});
export type PortalAuthenticationSetting = z.infer<typeof portalAuthenticationSetting>;

/** "Device Registration" */
export const deviceRegistrationSetting = z.strictObject({
  type: z.literal('PIN Only').default('PIN Only'),
  pinLength: z.number().int().min(4).max(16).default(8),
  pinMinutes: z.number().int().min(3).max(10_080).default(10),
  /** "Allow user to request a new PIN" */
  allowNewPin: z.boolean().default(true),
  /** "Enable Minimum Version": OS Minimum Version Blocking. */
  minimumVersion: z
    .strictObject({ enabled: z.boolean().default(false), ios: version.default('16.0'), android: version.default('12') })
    .prefault({}),
  allowDesktop: z.boolean().default(false),
  allowUnknownPlatform: z.boolean().default(false),
  maxDevices: z.number().int().min(1).max(50).default(5),
});
export type DeviceRegistrationSetting = z.infer<typeof deviceRegistrationSetting>;

/** How derived credentials of the built-in issuer are requested, made and ended. */
export const derivedCredentialSetting = z.strictObject({
  /** SP 800-63B-4 allows 10 minutes; longer is accepted with a warning. */
  windowMinutes: z.number().int().min(3).max(60).default(10),
  passwordLength: z.number().int().min(8).max(16).default(8),
  wrongPasswords: z.number().int().min(3).max(10).default(5),
  activatingHours: z.number().int().min(1).max(72).default(24),
  purposes: z
    .array(purpose.exclude(['decryption']))
    .min(1)
    .default(['authentication', 'signing', 'encryption']),
  keyType: keyType.default('ec-p256'),
  /** At most 1096 days (FPKI CP §6.3.2). */
  lifetimeDays: z.number().int().min(1).max(1096).default(1095),
  policies: z
    .strictObject({
      authentication: z.array(oid).max(5).default(['2.16.840.1.101.3.2.1.48.11']),
      signing: z.array(oid).max(5).default(['2.16.840.1.101.3.2.1.48.9']),
      encryption: z.array(oid).max(5).default(['2.16.840.1.101.3.2.1.48.9']),
    })
    .prefault({}),
  cascade: z.enum(['strict', 'account']).default('strict'),
  successorMoves: z.boolean().default(true),
  recheckDays: z.number().int().min(1).max(30).default(7),
});
export type DerivedCredentialSetting = z.infer<typeof derivedCredentialSetting>;

/** What the wallet asks of its holder. */
export const walletSetting = z.strictObject({
  passcode: z
    .strictObject({
      type: z.enum(['numeric', 'alphanumeric']).default('alphanumeric'),
      minLength: z.number().int().min(4).max(64).default(6),
      minComplex: z.number().int().min(0).max(16).default(0),
    })
    .prefault({}),
  pin: z.strictObject({ minLength: z.number().int().min(4).max(8).default(6) }).prefault({}),
  vaultTries: z.number().int().min(3).max(10).default(10),
  lockAfterMinutes: z.number().int().min(1).max(60).default(5),
  offlineOpening: z.boolean().default(false),
  /** Key bytes leave the vault only where this says so (managed apps, exports of a headless device). */
  keyExport: z.boolean().default(false),
  showPin: z.boolean().default(false),
});
export type WalletSetting = z.infer<typeof walletSetting>;

/** Every kind of setting: a default and one per user group, ranked, the first match wins whole. */
export const settingKinds = {
  portal_authentication: portalAuthenticationSetting,
  device_registration: deviceRegistrationSetting,
  derived_credential: derivedCredentialSetting,
  wallet: walletSetting,
  admin_sign_in: adminSignInSetting,
  approvals: approvalsSetting,
} as const;
export type SettingKind = keyof typeof settingKinds;
export type SettingValue<K extends SettingKind> = z.infer<(typeof settingKinds)[K]>;

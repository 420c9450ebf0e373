import type { SettingKind } from '@lanyard/contract';

/** Kinds of setting that stand under Users; the others are about the installation and stand under Settings. */
export const userKinds: readonly SettingKind[] = [
  'portal_authentication',
  'device_registration',
  'derived_credential',
  'wallet',
  'notification',
];

export const isUserKind = (kind: SettingKind): boolean => userKinds.includes(kind);

/** The list that a kind stands in. */
export const listOfKind = (kind: SettingKind): { readonly title: string; readonly path: string } =>
  isUserKind(kind)
    ? { title: 'User Settings', path: '/admin/user-settings' }
    : { title: 'Settings', path: '/admin/settings' };

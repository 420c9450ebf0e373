import type { AdminPermission } from '@lanyard/contract';

/** What each permission allows, after "may". */
export const permissionTitles: Readonly<Record<AdminPermission, string>> = {
  'overview.read': 'see dashboard and search',
  'people.read': 'see people and user groups',
  'people.write': 'change people and user groups',
  'settings.read': 'see settings',
  'settings.write': 'change settings',
  'devices.read': 'see devices',
  'devices.write': 'change devices',
  'credentials.read': 'see requests and credentials',
  'credentials.write': 'end requests and credentials',
  'configurations.read': 'see configurations',
  'configurations.write': 'change configurations',
  'apps.read': 'see the app catalog',
  'apps.write': 'change the app catalog',
  'providers.read': 'see providers',
  'providers.write': 'change providers',
  'authorities.read': 'see authorities and certificates',
  'authorities.write': 'change authorities',
  'escrow.recover': 'recover keys from escrow',
  'audit.read': 'read the audit log',
  'administrators.read': 'see administrators and API tokens',
  'administrators.write': 'give roles and make API tokens',
  'installation.read': 'see the installation',
  'installation.write': 'change the installation',
  'approvals.decide': 'decide approvals',
};

/** The same as titles of choices. */
export const permissionChoices: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(permissionTitles).map(([name, title]) => [name, title.charAt(0).toUpperCase() + title.slice(1)]),
);

export const permissionWords = (permissions: readonly AdminPermission[]): string =>
  permissions.map((permission) => permissionTitles[permission]).join(', ');

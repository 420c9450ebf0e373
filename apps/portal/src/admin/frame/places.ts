import { allows } from '@lanyard/contract';
import type { AdminPermission } from '@lanyard/contract';

/** An entry of the navigation: a screen, or several under one word. */
export interface Place {
  readonly title: string;
  readonly path: string;
  readonly permission: AdminPermission;
}

export interface PlaceGroup {
  readonly title: string;
  readonly places: readonly Place[];
}

const place = (title: string, path: string, permission: AdminPermission): Place => ({ title, path, permission });

/** The navigation in the order of work. */
export const placeGroups: readonly PlaceGroup[] = [
  { title: 'Dashboard', places: [place('Dashboard', '/admin', 'overview.read')] },
  {
    title: 'Users',
    places: [
      place('People', '/admin/people', 'people.read'),
      place('User Groups', '/admin/groups', 'people.read'),
      place('User Settings', '/admin/user-settings', 'settings.read'),
    ],
  },
  { title: 'Devices', places: [place('Devices', '/admin/devices', 'devices.read')] },
  {
    title: 'Credentials',
    places: [
      place('Derived', '/admin/credentials', 'credentials.read'),
      place('Requests', '/admin/requests', 'credentials.read'),
      place('Primary', '/admin/primaries', 'credentials.read'),
    ],
  },
  { title: 'Apps', places: [place('App Catalog', '/admin/apps', 'apps.read')] },
  {
    title: 'Configurations',
    places: [
      place('Configurations', '/admin/configurations', 'configurations.read'),
      place('Device Groups', '/admin/device-groups', 'devices.read'),
      place('Check', '/admin/lint', 'settings.read'),
    ],
  },
  { title: 'Providers', places: [place('Providers', '/admin/providers', 'providers.read')] },
  {
    title: 'Authorities',
    places: [
      place('Authorities', '/admin/authorities', 'authorities.read'),
      place('Certificates', '/admin/certificates', 'credentials.read'),
      place('Key recovery', '/admin/recoveries', 'escrow.recover'),
    ],
  },
  { title: 'Audit', places: [place('Audit', '/admin/audit', 'audit.read')] },
  {
    title: 'Settings',
    places: [
      place('General', '/admin/settings', 'settings.read'),
      place('Administrators', '/admin/administrators', 'administrators.read'),
      place('Spaces', '/admin/spaces', 'configurations.read'),
      place('LDAP', '/admin/ldap', 'settings.read'),
      place('Notifications', '/admin/notifications', 'settings.read'),
      place('API tokens', '/admin/tokens', 'administrators.read'),
      place('Import and export', '/admin/config', 'installation.read'),
      place('Approvals', '/admin/approvals', 'overview.read'),
    ],
  },
];

/** What of the navigation a person with these roles can open; groups without anything are left out. */
export const placesFor = (roles: readonly string[]): readonly PlaceGroup[] =>
  placeGroups
    .map((group) => ({ ...group, places: group.places.filter(({ permission }) => allows(roles, permission)) }))
    .filter(({ places }) => places.length > 0);

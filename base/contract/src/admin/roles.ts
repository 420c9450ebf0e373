import { z } from 'zod';

/** What an administrator is. `space-administrator` holds for the spaces that the role was given for. */
export const role = z.enum(['administrator', 'security-officer', 'help-desk', 'auditor', 'space-administrator']);
export type Role = z.infer<typeof role>;

/** What can be allowed on the admin interface; a route names one as `admin.<permission>`. */
export const adminPermissions = [
  'overview.read',
  'people.read',
  'people.write',
  'settings.read',
  'settings.write',
  'devices.read',
  'devices.write',
  'credentials.read',
  'credentials.write',
  'configurations.read',
  'configurations.write',
  'apps.read',
  'apps.write',
  'providers.read',
  'providers.write',
  'authorities.read',
  'authorities.write',
  'escrow.recover',
  'audit.read',
  'administrators.read',
  'administrators.write',
  'installation.read',
  'installation.write',
  'approvals.decide',
] as const;
export type AdminPermission = (typeof adminPermissions)[number];

const reading = adminPermissions.filter((p) => p.endsWith('.read'));

/** What each role may do. An auditor reads all and changes nothing. */
export const permissionsOf: Readonly<Record<Role, ReadonlySet<AdminPermission>>> = {
  administrator: new Set(adminPermissions.filter((p) => p !== 'escrow.recover')),
  'security-officer': new Set([
    ...reading,
    'credentials.write',
    'authorities.write',
    'escrow.recover',
    'approvals.decide',
    'administrators.write',
  ]),
  'help-desk': new Set([
    'overview.read',
    'people.read',
    'people.write',
    'devices.read',
    'devices.write',
    'credentials.read',
    'credentials.write',
    'settings.read',
    'configurations.read',
    'apps.read',
  ]),
  auditor: new Set(reading),
  'space-administrator': new Set([
    'overview.read',
    'people.read',
    'devices.read',
    'devices.write',
    'credentials.read',
    'configurations.read',
    'configurations.write',
    'apps.read',
    'apps.write',
  ]),
};

/** Whether any of a person's roles allows it; names that are no role allow nothing. */
export const allows = (roles: readonly string[], permission: AdminPermission): boolean =>
  roles.some((name) => role.safeParse(name).success && permissionsOf[name as Role].has(permission));

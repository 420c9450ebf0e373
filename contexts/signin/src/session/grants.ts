import { type AdminPermission, permissionsOf, type RoleGrant } from '@lanyard/contract';

/** Those of a person's roles that allow something. */
export const grantsFor = (grants: readonly RoleGrant[], permission: AdminPermission): readonly RoleGrant[] =>
  grants.filter(({ role }) => permissionsOf[role].has(permission));

/** Where grants hold together: null is everywhere. */
export function spacesOf(grants: readonly RoleGrant[]): string[] | null {
  if (grants.some(({ spaces }) => spaces === null)) return null;
  return [...new Set(grants.flatMap(({ spaces }) => spaces ?? []))];
}

import { type AdminPermission, permissionsOf, type Role, type RoleGrant } from '@lanyard/contract';
import { type Actor, LanyardError } from '@lanyard/kernel';

/** Who gives or takes a role. */
export interface Giver {
  readonly actor: Actor;
  /** What they may do themselves; null at the console of the server, where everything may be done anyway. */
  readonly may: ReadonlySet<AdminPermission> | null;
}

/** Everything that some roles allow together. */
export const permissionsOfRoles = (roles: readonly Role[]): ReadonlySet<AdminPermission> =>
  new Set(roles.flatMap((name) => [...permissionsOf[name]]));

/** The roles that a change gives, takes, or gives elsewhere. */
export function changedRoles(before: readonly RoleGrant[], after: readonly RoleGrant[]): Role[] {
  const keyOf = ({ role, spaces }: RoleGrant): string => JSON.stringify([role, spaces && [...spaces].sort()]);
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const touched = [...before.filter((g) => !now.has(keyOf(g))), ...after.filter((g) => !old.has(keyOf(g)))];
  return [...new Set(touched.map(({ role }) => role))];
}

/**
 * Nobody gives what they may not do themselves, else an administrator could recover keys through a friend; nor takes
 * it, else they could first remove whoever would object.
 * @throws LanyardError `role_beyond_own` naming the roles
 */
export function requireWithinOwn({ may }: Giver, roles: readonly Role[]): void {
  if (may === null) return;
  const beyond = roles.filter((name) => [...permissionsOf[name]].some((permission) => !may.has(permission)));
  if (beyond.length > 0) throw new LanyardError('role_beyond_own', { roles: beyond });
}

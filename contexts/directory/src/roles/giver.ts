import { type AdminPermission, permissionsOf, role as roleName, type Role, type RoleGrant } from '@lanyard/contract';
import { type Actor, type AdminCaller, LanyardError } from '@lanyard/kernel';

/** Who gives or takes a role. */
export interface Giver {
  readonly actor: Actor;
  /** What they may do themselves; null at the console of the server, where everything may be done anyway. */
  readonly may: ReadonlySet<AdminPermission> | null;
}

/** Everything that some roles allow together. */
export const permissionsOfRoles = (roles: readonly Role[]): ReadonlySet<AdminPermission> =>
  new Set(roles.flatMap((name) => [...permissionsOf[name]]));

/** Names that are roles of this release. */
export const knownRoles = (names: readonly string[]): Role[] =>
  names.flatMap((name) => roleName.safeParse(name).data ?? []);

/** What a caller may do: a program no more than its scopes, whoever made it. */
export const permissionsOfCaller = (caller: AdminCaller): ReadonlySet<AdminPermission> =>
  caller.kind === 'token' ? new Set(caller.scopes) : permissionsOfRoles(knownRoles(caller.roles));

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
export function requireWithinOwn({ may }: Pick<Giver, 'may'>, roles: readonly Role[]): void {
  if (may === null) return;
  const within = rolesWithin(may);
  const beyond = roles.filter((name) => !within.includes(name));
  if (beyond.length > 0) throw new LanyardError('role_beyond_own', { roles: beyond });
}

/** The roles that allow nothing beyond this. */
export const rolesWithin = (may: ReadonlySet<AdminPermission>): Role[] =>
  roleName.options.filter((name) => [...permissionsOf[name]].every((permission) => may.has(permission)));

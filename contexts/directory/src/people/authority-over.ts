import { role, type Role } from '@lanyard/contract';
import { LanyardError, type AdminCaller, type Tx } from '@lanyard/kernel';
import { lockAdministrators, otherActiveAdministrators } from '../pg/administrators.ts';
import { anyWithRole, isSignInGroup } from '../pg/role-holders.ts';
import { knownRoles, permissionsOfCaller, requireWithinOwn, rolesWithin } from '../roles/giver.ts';

/** Who a card signs in is decided by these. */
export const NAMES: readonly string[] = ['userName', 'upn', 'email'];

interface RoleHolder {
  readonly roles: readonly string[];
}

/**
 * Who may come back as an administrator, or must go, is for those who may appoint administrators.
 * @throws LanyardError `permission_denied`
 */
export function requireAppointing(caller: AdminCaller, { roles }: RoleHolder): void {
  if (roles.length === 0 || permissionsOfCaller(caller).has('administrators.write')) return;
  throw new LanyardError('permission_denied', { permission: 'administrators.write' });
}

/**
 * Whoever could give an administrator another UPN could sign in as them with a card of their own: so only those who
 * may appoint administrators change the names of somebody with a role, and of nobody who may more than they.
 * @throws LanyardError `permission_denied`, `role_beyond_own` naming the roles
 */
export function requireAuthorityOver(caller: AdminCaller, target: RoleHolder, changed: readonly string[]): void {
  if (!NAMES.some((name) => changed.includes(name))) return;
  requireAppointing(caller, target);
  requireWithinOwn({ may: permissionsOfCaller(caller) }, knownRoles(target.roles));
}

/** Roles whose holders a caller may give other names; null is the console, which may do everything. */
export function rolesUnder(caller: AdminCaller | null): Role[] {
  const may = caller === null ? null : permissionsOfCaller(caller);
  if (may === null) return [...role.options];
  return may.has('administrators.write') ? rolesWithin(may) : [];
}

/**
 * In another group somebody may sign in by other issuers, or with a passkey: for somebody with a role that is for those
 * who may appoint administrators.
 * @throws LanyardError `permission_denied`
 */
export async function requireAuthorityToMove(
  tx: Tx,
  caller: AdminCaller,
  groupId: string,
  personIds: readonly string[],
): Promise<void> {
  if (permissionsOfCaller(caller).has('administrators.write')) return;
  if ((await isSignInGroup(tx, groupId)) && (await anyWithRole(tx, personIds)))
    throw new LanyardError('permission_denied', { permission: 'administrators.write' });
}

/**
 * @throws LanyardError `last_administrator` when nobody active would be left who may administer
 */
export async function requireAnotherAdministrator(
  tx: Tx,
  target: { readonly id: string; readonly roles: readonly string[] },
): Promise<void> {
  if (!target.roles.includes('administrator')) return;
  await lockAdministrators(tx);
  if ((await otherActiveAdministrators(tx, [target.id])) === 0) throw new LanyardError('last_administrator');
}

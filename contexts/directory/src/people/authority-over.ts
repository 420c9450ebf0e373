import { allows } from '@lanyard/contract';
import { LanyardError, type AdminCaller, type Tx } from '@lanyard/kernel';
import { lockAdministrators, otherActiveAdministrators } from '../pg/administrators.ts';

/** Who a card signs in is decided by these. */
const NAMES = ['userName', 'upn', 'email'] as const;

/**
 * Whoever could give an administrator another UPN could sign in as them with a card of their own: so only those who
 * may appoint administrators change the names of somebody with a role.
 * @throws LanyardError `permission_denied`
 */
export function requireAuthorityOver(
  caller: AdminCaller,
  target: { readonly roles: readonly string[] },
  changed: readonly string[],
): void {
  if (target.roles.length === 0 || !NAMES.some((name) => changed.includes(name))) return;
  const scoped = caller.kind === 'session' || caller.scopes.includes('administrators.write');
  if (scoped && allows(caller.roles, 'administrators.write')) return;
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

import type { AdminPermission, RoleGrant, RolesPreview } from '@lanyard/contract';
import { LanyardError, recordAudit, requireVersion, type Tx } from '@lanyard/kernel';
import { lockAdministrators, otherActiveAdministrators } from '../pg/administrators.ts';
import { findAdministrator, findRoleVersion, replaceGrants } from '../pg/roles.ts';
import type { DirectoryPorts } from '../ports.ts';
import { changedRoles, type Giver, permissionsOfRoles, requireWithinOwn } from './giver.ts';
import { grantsOf } from './grants-of.ts';

export interface RolesChange {
  readonly personId: string;
  /** Every role that the person is to have. */
  readonly roles: readonly RoleGrant[];
  /** The version that the change was made on; absent at the console. */
  readonly version?: number | undefined;
}

/**
 * Gives a person these roles and takes every other.
 * @throws LanyardError `not_found`, `conflict` with who changed them when, `role_beyond_own`, `last_administrator`
 */
export async function putRoles(
  { clock }: Pick<DirectoryPorts, 'clock'>,
  tx: Tx,
  change: RolesChange,
  giver: Giver,
): Promise<void> {
  // 1. One change of roles, or of an administrator's state, at a time.
  await lockAdministrators(tx);
  const person = await findAdministrator(tx, change.personId);
  if (person === null) throw new LanyardError('not_found', { person: change.personId });
  if (change.version !== undefined) requireVersion(change.version, await findRoleVersion(tx, person.personId));
  // 2. Within what the giver may do, and never the last who may administer.
  const before = await grantsOf(tx, person.personId);
  const touched = changedRoles(before, change.roles);
  requireWithinOwn(giver, touched);
  if (await isLast(tx, person, before, change.roles)) throw new LanyardError('last_administrator');
  if (touched.length === 0) return;
  // 3. The assignments, and who did it. The next call of the person is held against them, on every node.
  const now = clock.now();
  await replaceGrants(tx, person.personId, change.roles, giver.actor, now);
  const details = { before, after: change.roles };
  const entry = {
    act: 'roles.changed',
    outcome: 'done',
    actor: giver.actor,
    personId: person.personId,
    details,
  } as const;
  await recordAudit(tx, entry, now);
}

/** Refuses what {@link putRoles} would refuse, by what the giver may now. @throws LanyardError as that does, but `conflict` */
export async function checkRoles(tx: Tx, change: RolesChange, giver: Giver): Promise<void> {
  const person = await findAdministrator(tx, change.personId);
  if (person === null) throw new LanyardError('not_found', { person: change.personId });
  const before = await grantsOf(tx, person.personId);
  requireWithinOwn(giver, changedRoles(before, change.roles));
  if (await isLast(tx, person, before, change.roles)) throw new LanyardError('last_administrator');
}

/** What a change would do, without doing it. @param caller id of the person who would make it */
export async function previewRoles(
  tx: Tx,
  change: Pick<RolesChange, 'personId' | 'roles'>,
  giver: Giver,
  caller: string,
): Promise<RolesPreview> {
  const person = await findAdministrator(tx, change.personId);
  if (person === null) throw new LanyardError('not_found', { person: change.personId });
  const before = await grantsOf(tx, person.personId);
  const [had, has] = [before, change.roles].map((grants) => permissionsOfRoles(grants.map(({ role }) => role)));
  const without = (some: Iterable<AdminPermission> = [], others: ReadonlySet<AdminPermission> = new Set()) =>
    [...some].filter((permission) => !others.has(permission));
  return {
    gains: without(has, had),
    loses: without(had, has),
    refused: await refusal(tx, person, { before, after: change.roles }, giver),
    self: caller === person.personId,
  };
}

interface Grants {
  readonly before: readonly RoleGrant[];
  readonly after: readonly RoleGrant[];
}

async function refusal(
  tx: Tx,
  person: { readonly personId: string; readonly state: string },
  { before, after }: Grants,
  giver: Giver,
): Promise<RolesPreview['refused']> {
  try {
    requireWithinOwn(giver, changedRoles(before, after));
  } catch {
    return 'role_beyond_own';
  }
  return (await isLast(tx, person, before, after)) ? 'last_administrator' : null;
}

async function isLast(
  tx: Tx,
  { personId, state }: { readonly personId: string; readonly state: string },
  before: readonly RoleGrant[],
  after: readonly RoleGrant[],
): Promise<boolean> {
  const administers = (grants: readonly RoleGrant[]) => grants.some(({ role }) => role === 'administrator');
  if (state !== 'active' || !administers(before) || administers(after)) return false;
  return (await otherActiveAdministrators(tx, [personId])) === 0;
}

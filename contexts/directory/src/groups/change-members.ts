import type { MembershipChange } from '@lanyard/contract';
import { LanyardError, recordAudits, type Actor, type AdminCaller, type AuditEntry, type Tx } from '@lanyard/kernel';
import { announce } from '../announce.ts';
import { requireAuthorityToMove } from '../people/authority-over.ts';
import { lockGroup } from '../pg/group-list.ts';
import { deleteMembers, insertMembers, knownPeople } from '../pg/memberships.ts';
import type { DirectoryPorts } from '../ports.ts';
import { SETTING_CHANGED } from '../settings/note-change.ts';

export interface MembersChanged {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Lets people join and leave a group, a thousand each by hand. Whoever has other settings by it learns so by a job
 * for each, which exists if and only if this commits.
 * @param managed a source does it to a group that it looks after
 * @param caller who asks; absent for a console or a file that may do everything
 * @throws LanyardError `not_found`; `managed_elsewhere` when a source looks after the group; `permission_denied`
 */
export async function changeMembers(
  { clock, outbox }: Pick<DirectoryPorts, 'clock' | 'outbox'>,
  tx: Tx,
  groupId: string,
  { add, remove }: MembershipChange,
  by: Actor,
  { managed = false, caller }: { readonly managed?: boolean; readonly caller?: AdminCaller } = {},
): Promise<MembersChanged> {
  const group = await lockGroup(tx, groupId);
  if (group === null) throw new LanyardError('not_found', { group: groupId });
  if (!managed && (group.origin === 'ldap' || group.origin === 'scim'))
    throw new LanyardError('managed_elsewhere', { origin: group.origin });
  if (caller) await requireAuthorityToMove(tx, caller, groupId, [...add, ...remove]);
  const unknown = await unknownOf(tx, add);
  const added = await insertMembers(tx, groupId, add);
  const removed = await deleteMembers(tx, groupId, remove);
  const now = clock.now();
  const entry = (act: string, personId: string): AuditEntry => ({
    act,
    outcome: 'done',
    actor: by,
    personId,
    object: groupId,
  });
  const joined = added.map((personId) => entry('group.joined', personId));
  const left = removed.map((personId) => entry('group.left', personId));
  await recordAudits(tx, [...joined, ...left], now);
  await announce({ outbox }, tx, SETTING_CHANGED, [...added, ...removed]);
  return { added, removed, unknown };
}

async function unknownOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const known = await knownPeople(tx, ids);
  return ids.filter((id) => !known.has(id));
}

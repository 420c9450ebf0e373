import type { MembershipChange } from '@lanyard/contract';
import { LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
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
 * Lets people join and leave a group, at most a thousand each. Whoever has other settings by it learns so by the job
 * that is sent for each in the same transaction.
 * @param managed a source does it to a group that it looks after
 * @throws LanyardError `not_found`; `managed_elsewhere` when a source looks after the group
 */
export async function changeMembers(
  { clock, outbox }: Pick<DirectoryPorts, 'clock' | 'outbox'>,
  tx: Tx,
  groupId: string,
  { add, remove }: MembershipChange,
  by: Actor,
  { managed = false } = {},
): Promise<MembersChanged> {
  const group = await lockGroup(tx, groupId);
  if (group === null) throw new LanyardError('not_found', { group: groupId });
  if (!managed && (group.origin === 'ldap' || group.origin === 'scim'))
    throw new LanyardError('managed_elsewhere', { origin: group.origin });
  const unknown = await unknownOf(tx, add);
  const added = await insertMembers(tx, groupId, add);
  const removed = await deleteMembers(tx, groupId, remove);
  const now = clock.now();
  const log = (act: string, personId: string) =>
    recordAudit(tx, { act, outcome: 'done', actor: by, personId, object: groupId }, now);
  for (const personId of added) await log('group.joined', personId);
  for (const personId of removed) await log('group.left', personId);
  for (const personId of [...added, ...removed]) await outbox.send(tx, SETTING_CHANGED, { personId });
  return { added, removed, unknown };
}

async function unknownOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const known = await knownPeople(tx, ids);
  return ids.filter((id) => !known.has(id));
}

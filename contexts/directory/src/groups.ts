import { isUniqueViolation, LanyardError, recordAudit, type Actor, type Tx } from '@lanyard/kernel';
import { lockGroup } from './pg/group-list.ts';
import { deleteMembership, insertGroup, insertMembership } from './pg/groups.ts';
import type { DirectoryPorts } from './ports.ts';
import { SETTING_CHANGED } from './settings/note-change.ts';

/**
 * @returns the new group's id
 * @throws LanyardError `conflict` when the name is taken, whatever its case
 */
export async function addGroup({ clock, random }: DirectoryPorts, tx: Tx, name: string, by: Actor): Promise<string> {
  const id = random.uuid();
  const now = clock.now();
  try {
    await insertGroup(tx, id, name, now);
  } catch (error) {
    if (isUniqueViolation(error, 'user_group_name'))
      throw new LanyardError('conflict', { field: 'name' }, { cause: error });
    throw error;
  }
  await recordAudit(tx, { act: 'group.added', outcome: 'done', actor: by, object: id, details: { name } }, now);
  return id;
}

/** Adds a person to a group; one who is in it already stays. */
export async function addToGroup(
  { clock, outbox }: DirectoryPorts,
  tx: Tx,
  groupId: string,
  personId: string,
  by: Actor,
): Promise<void> {
  await lockGroup(tx, groupId); // before the membership, which whoever holds the group may be writing too
  if (!(await insertMembership(tx, groupId, personId))) return;
  await recordAudit(tx, { act: 'group.joined', outcome: 'done', actor: by, personId, object: groupId }, clock.now());
  await outbox.send(tx, SETTING_CHANGED, { personId });
}

/** Takes a person out of a group; one who is not in it stays out. */
export async function removeFromGroup(
  { clock, outbox }: DirectoryPorts,
  tx: Tx,
  groupId: string,
  personId: string,
  by: Actor,
): Promise<void> {
  if (!(await deleteMembership(tx, groupId, personId))) return;
  await recordAudit(tx, { act: 'group.left', outcome: 'done', actor: by, personId, object: groupId }, clock.now());
  await outbox.send(tx, SETTING_CHANGED, { personId });
}

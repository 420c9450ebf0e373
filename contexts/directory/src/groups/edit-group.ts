import { groupFacts, type GroupUse } from '@lanyard/contract';
import {
  isUniqueViolation,
  LanyardError,
  recordAudit,
  requireVersion,
  type Actor,
  type Queryable,
  type Tx,
} from '@lanyard/kernel';
import { checked } from '../checked.ts';
import { deleteGroupRow, lockGroup, settingsOfGroup, updateGroup, type GroupRecord } from '../pg/group-list.ts';
import type { DirectoryPorts } from '../ports.ts';

/**
 * @param version that the change was made on
 * @throws LanyardError `not_found`; `conflict` with who changed it when, or with `field` when the name is taken;
 *   `managed_elsewhere`; `input_invalid`
 */
export async function renameGroup(
  { clock }: DirectoryPorts,
  tx: Tx,
  id: string,
  input: { readonly name: string; readonly version: number },
  by: Actor,
): Promise<void> {
  const { name } = checked(groupFacts, { name: input.name });
  const before = await lockVersion(tx, id, input.version, 'change');
  if (before.origin === 'ldap' || before.origin === 'scim')
    throw new LanyardError('managed_elsewhere', { origin: before.origin });
  if (before.name === name) return;
  const now = clock.now();
  const write = { name, origin: before.origin, externalId: before.external_id, sourceId: before.source_id };
  await sayingNameIsTaken(() => updateGroup(tx, id, write, by, now));
  const details = { before: before.name, name };
  await recordAudit(tx, { act: 'group.renamed', outcome: 'done', actor: by, object: id, details }, now);
}

/**
 * Deletes a group that nothing refers to: then it changes nothing for its members but that they are not in it.
 * @throws LanyardError `not_found`; `conflict` with who changed it when; `group_in_use` naming what refers to it
 */
export async function deleteGroup(
  ports: DirectoryPorts,
  tx: Tx,
  id: string,
  version: number,
  by: Actor,
): Promise<void> {
  const before = await lockVersion(tx, id, version, 'delete');
  const uses = await usesOf(ports, tx, id);
  if (uses.length > 0) throw new LanyardError('group_in_use', { uses });
  await deleteGroupRow(tx, id);
  const details = { name: before.name, origin: before.origin };
  await recordAudit(tx, { act: 'group.deleted', outcome: 'done', actor: by, object: id, details }, ports.clock.now());
}

/** What refers to a group: its settings, and what outside the directory does. */
export async function usesOf(ports: DirectoryPorts, on: Queryable, id: string): Promise<GroupUse[]> {
  const outside: readonly GroupUse[] = (await ports.groupUses?.(id, on)) ?? [];
  return [...(await settingsOfGroup(on, id)), ...outside];
}

/** @throws LanyardError `conflict` with `field` when another group has the name */
export async function sayingNameIsTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, 'user_group_name'))
      throw new LanyardError('conflict', { field: 'name' }, { cause: error });
    throw error;
  }
}

async function lockVersion(tx: Tx, id: string, version: number, to: 'change' | 'delete'): Promise<GroupRecord> {
  const group = await lockGroup(tx, id, to);
  if (group === null) throw new LanyardError('not_found', { group: id });
  requireVersion(version, { version: group.version, changedAt: group.changed_at, changedBy: group.changed_by });
  return group;
}

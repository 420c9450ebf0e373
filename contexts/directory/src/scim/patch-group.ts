import { LanyardError, requireVersion, type Tx } from '@lanyard/kernel';
import { lockGroup } from '../pg/group-list.ts';
import type { DirectoryPorts } from '../ports.ts';
import { memberIdsOf } from './group-resource.ts';
import { applyPatch, isObject, type Json, type JsonObject, type PatchOperation } from './patch.ts';
import { editMembers, replaceGroup } from './provision-group.ts';
import type { Provisioner } from './provision-user.ts';
import { GROUP } from './schemas.ts';
import { externalIdOf, lookup, textOf } from './user-resource.ts';

const MEMBERS = /^(?:urn:ietf:params:scim:schemas:core:2\.0:Group:)?members(?:\[\s*value\s+eq\s+"([^"]*)"\s*\])?$/i;

/**
 * Applies a PATCH to a group. Members join and leave without the others being read: an identity provider changes the
 * groups of a hundred thousand people one by one.
 * @throws ScimError; LanyardError `not_found`, `conflict`
 */
export async function patchGroup(
  ports: DirectoryPorts,
  tx: Tx,
  id: string,
  operations: readonly PatchOperation[],
  who: Provisioner,
  version: number | null,
): Promise<void> {
  const before = await lockGroup(tx, id);
  if (before === null) throw new LanyardError('not_found', { group: id });
  if (version !== null) requireVersion(version, before);
  let facts: JsonObject = {
    displayName: before.name,
    ...(before.external_id === null ? {} : { externalId: before.external_id }),
  };
  for (const operation of operations.flatMap(spread)) {
    const match = MEMBERS.exec(operation.path ?? '');
    if (match === null) facts = applyPatch(facts, [operation]);
    else await applyMembers(ports, tx, id, operation, match[1], { facts, who });
  }
  const get = lookup(facts);
  const input = { name: textOf(get('displayName')) || before.name, externalId: externalIdOf(get('externalId')) };
  await replaceGroup(ports, tx, id, input, who, null);
}

/** One operation for each attribute that comes without a path. */
function spread(operation: PatchOperation): PatchOperation[] {
  const { op, path, value } = operation;
  if (path !== undefined || !isObject(value)) return [operation];
  const own = { ...value, ...(isObject(value[GROUP]) ? value[GROUP] : {}) };
  return Object.entries(own)
    .filter(([name]) => !['schemas', 'id', GROUP].includes(name))
    .map(([name, one]) => ({ op, path: name, value: one }));
}

async function applyMembers(
  ports: DirectoryPorts,
  tx: Tx,
  id: string,
  { op, value }: PatchOperation,
  filtered: string | undefined,
  { facts, who }: { readonly facts: JsonObject; readonly who: Provisioner },
): Promise<void> {
  const named: Json | undefined = filtered === undefined ? value : [{ value: filtered }];
  if (op === 'add') return editMembers(ports, tx, id, { add: memberIdsOf(named), remove: [] }, who);
  if (op === 'remove' && named !== undefined)
    return editMembers(ports, tx, id, { add: [], remove: memberIdsOf(named) }, who);
  const name = textOf(lookup(facts)('displayName'));
  const externalId = externalIdOf(lookup(facts)('externalId'));
  const members = op === 'remove' ? [] : memberIdsOf(named);
  await replaceGroup(ports, tx, id, { name, externalId, members }, who, null);
}

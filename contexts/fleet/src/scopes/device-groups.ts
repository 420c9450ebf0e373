import type { DeviceGroupDevices, DeviceGroupInput, DeviceGroupView, ListPage, Reference } from '@lanyard/contract';
import { isUniqueViolation, LanyardError, recordAudit, type Queryable, type Tx } from '@lanyard/kernel';
import { refuseStale, type Editor } from '../configurations/editor.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { namingAudience } from '../pg/configurations.ts';
import {
  addMembers,
  countDeviceGroups,
  countGrouped,
  deleteDeviceGroup,
  findDeviceGroup,
  insertDeviceGroup,
  listDeviceGroups,
  listGroupedDevices,
  removeMembers,
  updateDeviceGroup,
  type DeviceGroupRow,
} from '../pg/device-groups.ts';
import { allSpaces } from '../pg/spaces.ts';
import type { FleetParts } from '../ports.ts';
import { refreshScopes } from './refresh-scopes.ts';

/** Carries nothing: which devices are in which groups and spaces is worked out anew. */
export const RULES_CHANGED = 'fleet.rules-changed';

/** @throws LanyardError `device_group_not_found` */
export async function deviceGroupOf(on: Queryable, id: string, lock = false): Promise<DeviceGroupRow> {
  const row = await findDeviceGroup(on, id, lock);
  if (row === null) throw new LanyardError('device_group_not_found');
  return row;
}

export async function deviceGroupView(on: Queryable, row: DeviceGroupRow): Promise<DeviceGroupView> {
  return viewOf(row, await countGrouped(on, [row.id]));
}

function viewOf(row: DeviceGroupRow, counts: ReadonlyMap<string, number>): DeviceGroupView {
  const { id, name, description, rule, version } = row;
  return { id, name, description, rule, version, devices: counts.get(id) ?? 0 };
}

export async function deviceGroupPageOf(
  on: Queryable,
  { q, after, limit }: { readonly q?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<ListPage<DeviceGroupView>> {
  const rows = await listDeviceGroups(on, { q, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const counts = await countGrouped(
    on,
    shown.map(({ id }) => id),
  );
  const items = shown.map((row) => viewOf(row, counts));
  const next = rows.length > limit ? (shown.at(-1)?.name.toLowerCase() ?? null) : null;
  return { items, next, total: { count: await countDeviceGroups(on), atLeast: false } };
}

/** Who is in a group, by hand or by its rule. @throws LanyardError `device_group_not_found`, `input_invalid` */
export async function deviceGroupDevicesOf(
  on: Queryable,
  id: string,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<DeviceGroupDevices> {
  await deviceGroupOf(on, id);
  const cursor = after === undefined ? null : readCursor(after);
  const from = cursor === null ? null : { name: cursor.key, id: cursor.id };
  const rows = await listGroupedDevices(on, id, from, limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : writeCursor({ key: last.name, id: last.id }) };
}

/** @returns its id @throws LanyardError `device_group_name_taken` */
export async function createDeviceGroup(
  parts: FleetParts,
  tx: Tx,
  input: DeviceGroupInput,
  editor: Editor,
): Promise<string> {
  const id = parts.random.uuid();
  await insertDeviceGroup(tx, { id, ...stored(input), changed_at: parts.clock.now() }).catch(taken);
  await note(parts, tx, 'device_group.added', id, editor, { name: input.name });
  if (input.rule !== null) await parts.outbox.send(tx, RULES_CHANGED, {}, { singletonKey: 'all' });
  return id;
}

/** @throws LanyardError `device_group_not_found`, `device_group_name_taken`, `conflict` */
export async function changeDeviceGroup(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  input: DeviceGroupInput,
  editor: Editor,
): Promise<void> {
  refuseStale(await deviceGroupOf(tx, id, true), made);
  await updateDeviceGroup(tx, id, { ...stored(input), changed_at: parts.clock.now() }).catch(taken);
  await note(parts, tx, 'device_group.changed', id, editor, { name: input.name });
  await parts.outbox.send(tx, RULES_CHANGED, {}, { singletonKey: 'all' });
}

/** Puts devices in by hand and takes them out; a rule that claims a device keeps it. At most some thousands. */
export async function changeMembers(
  parts: FleetParts,
  tx: Tx,
  id: string,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
  editor: Editor,
): Promise<void> {
  await deviceGroupOf(tx, id, true);
  await addMembers(tx, id, add);
  await removeMembers(tx, id, remove);
  await refreshScopes(parts, tx, [...new Set([...add, ...remove])]);
  await note(parts, tx, 'device_group.members', id, editor, { added: add.length, removed: remove.length });
}

/** @throws LanyardError `configuration_in_use` with what names the group */
export async function removeDeviceGroup(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  editor: Editor,
): Promise<void> {
  const row = await deviceGroupOf(tx, id, true);
  refuseStale(row, made);
  const references = await audiencesNaming(parts, tx, 'deviceGroups', id);
  if (references.length > 0) throw new LanyardError('configuration_in_use', { references });
  await deleteDeviceGroup(tx, id);
  await note(parts, tx, 'device_group.deleted', id, editor, { name: row.name });
  await parts.outbox.send(tx, RULES_CHANGED, {}, { singletonKey: 'all' });
}

type AudienceList = 'people' | 'userGroups' | 'devices' | 'deviceGroups';

/** What names a group, a person or a device as whom it is for: configurations, apps, spaces. */
export async function audiencesNaming(
  { apps }: Pick<FleetParts, 'apps'>,
  on: Queryable,
  list: AudienceList,
  id: string,
): Promise<Reference[]> {
  const configurations = (await namingAudience(on, list, id)).map((row) => ({ ...row, where: 'Distribution' }));
  const spaces = (await allSpaces(on)).filter(({ rule }) =>
    list === 'userGroups' ? rule.userGroups.includes(id) : list === 'deviceGroups' && rule.deviceGroups.includes(id),
  );
  return [
    ...configurations,
    ...(await apps.audiencesNaming(on, list, id)),
    ...spaces.map((space) => ({ kind: 'space', id: space.id, name: space.name, where: 'Rule' })),
  ];
}

const stored = ({ name, description, rule }: DeviceGroupInput) => ({
  name,
  description,
  rule: rule === null ? null : JSON.stringify(rule),
});

async function note(
  { clock }: FleetParts,
  tx: Tx,
  act: string,
  object: string,
  { actor, correlationId }: Editor,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordAudit(tx, { act, outcome: 'done', actor, object, details, correlationId }, clock.now());
}

function taken(error: unknown): never {
  if (isUniqueViolation(error, 'device_group_name'))
    throw new LanyardError('device_group_name_taken', { fields: [{ field: 'name' }] }, { cause: error });
  throw error;
}

import { DEFAULT_SPACE, type SpaceInput, type SpaceView } from '@lanyard/contract';
import {
  isForeignKeyViolation,
  isUniqueViolation,
  LanyardError,
  recordAudit,
  type Queryable,
  type Tx,
} from '@lanyard/kernel';
import { refuseStale, type Editor } from '../configurations/editor.ts';
import { countConfigurations } from '../pg/configuration-list.ts';
import {
  allSpaces,
  countDevicesBySpace,
  deleteSpace,
  emptySpace,
  findSpace,
  insertSpace,
  updateSpace,
  type SpaceRow,
} from '../pg/spaces.ts';
import type { FleetParts } from '../ports.ts';
import { RULES_CHANGED } from './device-groups.ts';

/** In the order they are asked. @param spaces those of who asks; null: all */
export async function spaceViews(on: Queryable, spaces: readonly string[] | null): Promise<SpaceView[]> {
  const counts = await countDevicesBySpace(on);
  const seen = (await allSpaces(on)).filter(({ id }) => spaces === null || spaces.includes(id));
  return seen.map((row) => viewOf(row, counts.get(row.id) ?? 0));
}

/** @returns its id @throws LanyardError `space_name_taken` */
export async function createSpace(parts: FleetParts, tx: Tx, input: SpaceInput, editor: Editor): Promise<string> {
  const id = parts.random.uuid();
  await insertSpace(tx, { id, ...stored(input), changed_at: parts.clock.now() }).catch(taken);
  await note(parts, tx, 'space.added', id, editor, input);
  await parts.outbox.send(tx, RULES_CHANGED, {}, { singletonKey: 'all' });
  return id;
}

/** @throws LanyardError `space_not_found`, `space_name_taken`, `space_fixed`, `conflict` */
export async function changeSpace(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  input: SpaceInput,
  editor: Editor,
): Promise<void> {
  const row = await openSpace(tx, id);
  refuseStale(row, made);
  const isDefault = id === DEFAULT_SPACE;
  if (isDefault && input.userGroups.length + input.deviceGroups.length > 0) throw new LanyardError('space_fixed');
  const { rank } = isDefault ? row : input;
  await updateSpace(tx, id, { ...stored(input), rank, changed_at: parts.clock.now() }).catch(taken);
  await note(parts, tx, 'space.changed', id, editor, input);
  await parts.outbox.send(tx, RULES_CHANGED, {}, { singletonKey: 'all' });
}

/** Its devices go where the rules of the other spaces send them. @throws LanyardError `configuration_in_use`, `space_fixed` */
export async function removeSpace(parts: FleetParts, tx: Tx, id: string, made: number, editor: Editor): Promise<void> {
  const row = await openSpace(tx, id);
  if (id === DEFAULT_SPACE) throw new LanyardError('space_fixed');
  refuseStale(row, made);
  const inside = { space: id, spaces: null };
  const configurations =
    (await countConfigurations(tx, inside)) + (await countConfigurations(tx, { ...inside, state: 'deleted' }));
  if (configurations > 0) throw new LanyardError('configuration_in_use', { configurations });
  await emptySpace(tx, id, DEFAULT_SPACE);
  await deleteSpace(tx, id).catch(movedIn);
  await note(parts, tx, 'space.deleted', id, editor, { name: row.name });
  await parts.outbox.send(tx, RULES_CHANGED, {}, { singletonKey: 'all' });
}

/** @throws LanyardError `space_not_found` */
async function openSpace(tx: Tx, id: string): Promise<SpaceRow> {
  const row = await findSpace(tx, id, true);
  if (row === null) throw new LanyardError('space_not_found');
  return row;
}

const viewOf = ({ id, name, rank, rule, version }: SpaceRow, devices: number): SpaceView => ({
  id,
  name,
  rank,
  userGroups: rule.userGroups,
  deviceGroups: rule.deviceGroups,
  version,
  devices,
  isDefault: id === DEFAULT_SPACE,
});

const stored = ({ name, rank, userGroups, deviceGroups }: SpaceInput) => ({
  name,
  rank,
  rule: JSON.stringify({ deviceGroups, userGroups }),
});

async function note(
  { clock }: FleetParts,
  tx: Tx,
  act: string,
  object: string,
  { actor, correlationId }: Editor,
  input: object,
): Promise<void> {
  const entry = { act, outcome: 'done', actor, object, details: { ...input }, correlationId } as const;
  await recordAudit(tx, entry, clock.now());
}

/** Between emptying the space and deleting it a device, or a configuration, was put into it. */
function movedIn(error: unknown): never {
  if (isForeignKeyViolation(error)) throw new LanyardError('conflict', {}, { cause: error });
  throw error;
}

function taken(error: unknown): never {
  if (isUniqueViolation(error, 'space_name'))
    throw new LanyardError('space_name_taken', { fields: [{ field: 'name' }] }, { cause: error });
  throw error;
}

import {
  configurationFacts,
  DEFAULT_SPACE,
  type ChangedConfiguration,
  type ConfigurationContent,
  type NewConfiguration,
} from '@lanyard/contract';
import { isUniqueViolation, LanyardError, recordAudit, type Tx } from '@lanyard/kernel';
import {
  findConfiguration,
  findScopes,
  findVersion,
  insertConfiguration,
  insertVersion,
  setPublished,
  updateConfiguration,
  type ConfigurationRow,
} from '../pg/configurations.ts';
import { findSpace } from '../pg/spaces.ts';
import type { FleetParts } from '../ports.ts';
import { checkContent, publishedScopes, type CheckedContent } from './check-content.ts';
import { maySee, refuseForeignSpace, refuseStale, type Editor } from './editor.ts';
import { tellDevices } from './tell-devices.ts';

/**
 * Makes a configuration, as a draft or published at once.
 * @returns its id
 * @throws LanyardError `input_invalid`, `certificate_file_invalid`, `configuration_audience_fixed`,
 *   `configuration_name_taken`, `space_not_found`, `space_not_yours`
 */
export async function createConfiguration(
  parts: FleetParts,
  tx: Tx,
  { kind, publish, ...content }: NewConfiguration,
  editor: Editor,
): Promise<string> {
  const now = parts.clock.now();
  const checked = checkContent(kind, placed(content, editor), now);
  refuseForeignSpace(editor, checked);
  await refuseUnknownSpace(tx, checked.space_id);
  const id = parts.random.uuid();
  const row = { ...stored(checked), id, kind, published_version: null, deleted_at: null };
  await insertConfiguration(tx, { ...row, changed_at: now, changed_by: editor.name }).catch(nameTaken);
  await keepVersion(tx, id, 1, checked, editor, now);
  await note(parts, tx, 'configuration.added', id, editor, { kind, name: checked.name });
  if (publish) await publishVersion(parts, tx, id, 1, checked, editor);
  return id;
}

/**
 * Changes a configuration; devices keep the version that was published last until this one is.
 * @param made number of the version that the change was made on
 * @throws LanyardError as for a new one, `configuration_not_found`, `conflict`
 */
export async function changeConfiguration(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  { publish, ...content }: ChangedConfiguration,
  editor: Editor,
): Promise<void> {
  // 1. Locked: of two changes made on one version the second is told of the first.
  const row = await openConfiguration(tx, id, editor);
  refuseForeignSpace(editor, row);
  refuseStale(row, made);
  // 2. What was written is right, and stays within the spaces of who wrote it.
  const now = parts.clock.now();
  const checked = checkContent(row.kind, { ...content, spaceId: content.spaceId ?? row.space_id }, now);
  refuseForeignSpace(editor, checked);
  await refuseUnknownSpace(tx, checked.space_id);
  // 3. Kept as a version of its own.
  const saved = { ...stored(checked), changed_at: now, changed_by: editor.name };
  await updateConfiguration(tx, id, saved).catch(nameTaken);
  await keepVersion(tx, id, row.version + 1, checked, editor, now);
  await note(parts, tx, 'configuration.changed', id, editor, { name: checked.name, version: row.version + 1 });
  // 4. Devices are told only by its publication.
  if (publish) await publishVersion(parts, tx, id, row.version + 1, checked, editor);
}

/**
 * Publishes what was saved last.
 * @throws LanyardError `configuration_not_found`, `conflict`, `space_not_yours`
 */
export async function publishConfiguration(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  editor: Editor,
): Promise<void> {
  const row = await openConfiguration(tx, id, editor);
  refuseForeignSpace(editor, row);
  refuseStale(row, made);
  if (row.published_version !== row.version) await publishVersion(parts, tx, id, row.version, row, editor);
}

/**
 * Puts an older version back, as a new one that is not published yet.
 * @throws LanyardError `configuration_not_found`, `conflict`
 */
export async function putBack(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  number: number,
  editor: Editor,
): Promise<void> {
  const old = await findVersion(tx, id, number);
  if (old === null) throw new LanyardError('configuration_not_found');
  const { name, description, space_id, all_spaces, audience, value } = old;
  const content = { name, description, spaceId: space_id, allSpaces: all_spaces, audience, value };
  await changeConfiguration(parts, tx, id, made, { ...content, publish: false }, editor);
}

/** @throws LanyardError `configuration_not_found` where there is none, it was deleted, or it is not theirs to see */
export async function openConfiguration(tx: Tx, id: string, editor: Editor): Promise<ConfigurationRow> {
  const row = await findConfiguration(tx, id, true);
  if (row === null || row.deleted_at !== null || !maySee(editor, row))
    throw new LanyardError('configuration_not_found');
  return row;
}

/** Who administers one space makes things in it without naming it. */
function placed(content: ConfigurationContent, { spaces }: Editor): ConfigurationContent {
  return { ...content, spaceId: content.spaceId ?? spaces?.[0] ?? DEFAULT_SPACE };
}

async function refuseUnknownSpace(tx: Tx, id: string): Promise<void> {
  if ((await findSpace(tx, id)) === null) throw new LanyardError('space_not_found', { spaceId: id });
}

async function publishVersion(
  parts: FleetParts,
  tx: Tx,
  id: string,
  number: number,
  content: Pick<CheckedContent, 'audience' | 'all_spaces' | 'space_id' | 'name'>,
  editor: Editor,
): Promise<void> {
  const before = await findScopes(tx, id);
  await setPublished(tx, id, number, publishedScopes(content), parts.clock.now());
  await tellDevices(parts, tx, id, before);
  await note(parts, tx, 'configuration.published', id, editor, { name: content.name, version: number });
}

const stored = ({ audience, value, ...rest }: CheckedContent) => ({
  ...rest,
  audience: JSON.stringify(audience),
  value: JSON.stringify(value),
});

async function keepVersion(
  tx: Tx,
  id: string,
  number: number,
  checked: CheckedContent,
  editor: Editor,
  at: Date,
): Promise<void> {
  const row = { ...stored(checked), configuration_id: id, number, saved_at: at, saved_by: editor.name };
  await insertVersion(tx, { ...row, published_at: null });
}

/** Every act on a configuration is in the audit log. */
export async function note(
  { clock }: Pick<FleetParts, 'clock'>,
  tx: Tx,
  act: string,
  object: string,
  { actor, correlationId }: Editor,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await recordAudit(tx, { act, outcome: 'done', actor, object, details, correlationId }, clock.now());
}

export function nameTaken(error: unknown): never {
  if (isUniqueViolation(error, 'configuration_name'))
    throw new LanyardError('configuration_name_taken', { fields: [{ field: 'name' }] }, { cause: error });
  throw error;
}

/** Whether the kind may be given an audience at all. */
export const audienceChangeable = (row: Pick<ConfigurationRow, 'kind'>): boolean =>
  !configurationFacts[row.kind].travelsWithApp;

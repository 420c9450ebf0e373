import { DEFAULT_SPACE, knownApps, type ChangedApp, type NewInHouseApp, type NewStoreApp } from '@lanyard/contract';
import { isUniqueViolation, LanyardError, type Tx } from '@lanyard/kernel';
import { publishedScopes } from '../configurations/check-content.ts';
import { maySee, refuseForeignSpace, refuseStale, type Editor } from '../configurations/editor.ts';
import { note } from '../configurations/save-configuration.ts';
import { findApp, findAppVersion, insertApp, insertAppVersion, updateApp, type AppRecord } from '../pg/apps.ts';
import { takeUpload, updatePackage } from '../pg/app-packages.ts';
import { bumpScopes } from '../pg/change-counters.ts';
import { findSpace } from '../pg/spaces.ts';
import type { AppsParts } from './parts.ts';

type Identity = Pick<AppRecord, 'platform' | 'kind' | 'source' | 'identifier'>;

/**
 * Adds an app of a store.
 * @returns its id
 * @throws LanyardError `app_name_taken`, `app_identifier_taken`, `space_not_found`, `space_not_yours`
 */
export function createStoreApp(
  parts: AppsParts,
  tx: Tx,
  { platform, kind, identifier, ...content }: NewStoreApp,
  editor: Editor,
): Promise<string> {
  return createApp(parts, tx, { platform, kind, identifier, source: 'store' }, content, editor);
}

/**
 * Adds the app of a package that was uploaded.
 * @returns its id
 * @throws LanyardError `app_upload_not_found`, and as for one of a store
 */
export async function createInHouseApp(
  parts: AppsParts,
  tx: Tx,
  uploadId: string,
  { kind, ...content }: NewInHouseApp,
  editor: Editor,
): Promise<string> {
  const upload = await takeUpload(tx, uploadId, parts.clock.now());
  if (!upload?.platform || upload.identifier === null) throw new LanyardError('app_upload_not_found');
  const identity = { platform: upload.platform, kind, identifier: upload.identifier, source: 'in-house' as const };
  const id = await createApp(parts, tx, identity, content, editor);
  await updatePackage(tx, uploadId, { app_id: id, expires_at: null });
  return id;
}

async function createApp(
  parts: AppsParts,
  tx: Tx,
  identity: Identity,
  content: ChangedApp,
  editor: Editor,
): Promise<string> {
  const now = parts.clock.now();
  const columns = await columnsOf(tx, { ...content, spaceId: content.spaceId ?? editor.spaces?.[0] }, editor);
  const id = parts.random.uuid();
  const row = { id, ...identity, ...columns, changed_at: now, changed_by: editor.name, deleted_at: null };
  await insertApp(tx, row).catch(taken);
  await keepVersion(tx, id, 1, content, editor, now);
  await bumpScopes(tx, columns.scopes);
  const { platform, identifier } = identity;
  await note(parts, tx, 'app.added', id, editor, { name: content.name, platform, identifier });
  return id;
}

/**
 * Changes an app; devices get it at their next check-in.
 * @param made number of the version that the change was made on
 * @throws LanyardError `app_not_found`, `conflict`, `app_name_taken`, `space_not_found`, `space_not_yours`
 */
export async function changeApp(
  parts: AppsParts,
  tx: Tx,
  id: string,
  made: number,
  content: ChangedApp,
  editor: Editor,
): Promise<void> {
  // 1. Locked: of two changes made on one version the second is told of the first.
  const row = await openApp(tx, id, editor);
  refuseForeignSpace(editor, row);
  refuseStale(row, made);
  // 2. What was written is right, and stays within the spaces of who wrote it.
  const now = parts.clock.now();
  const columns = await columnsOf(tx, { ...content, spaceId: content.spaceId ?? row.space_id }, editor);
  // 3. Kept as a version of its own, and devices that have it or had it are told.
  await updateApp(tx, id, { ...columns, changed_at: now, changed_by: editor.name }).catch(taken);
  await keepVersion(tx, id, row.version + 1, content, editor, now);
  await bumpScopes(tx, [...row.scopes, ...columns.scopes]);
  await note(parts, tx, 'app.changed', id, editor, { name: content.name, version: row.version + 1 });
}

/**
 * Writes an older version once more, as a new one.
 * @throws LanyardError `app_not_found`, `conflict`
 */
export async function putAppBack(
  parts: AppsParts,
  tx: Tx,
  id: string,
  made: number,
  number: number,
  editor: Editor,
): Promise<void> {
  const old = await findAppVersion(tx, id, number);
  if (old === null) throw new LanyardError('app_not_found');
  await changeApp(parts, tx, id, made, old.content as unknown as ChangedApp, editor); // sound: written by keepVersion
}

/** @throws LanyardError `app_not_found` where there is none, it was deleted, or it is not theirs to see */
export async function openApp(tx: Tx, id: string, editor: Editor): Promise<AppRecord> {
  const row = await findApp(tx, id, true);
  if (row === null || row.deleted_at !== null || !maySee(editor, row)) throw new LanyardError('app_not_found');
  return row;
}

async function columnsOf(tx: Tx, content: ChangedApp & { spaceId?: string | undefined }, editor: Editor) {
  const { name, category, description, instructions, appConnect, audience, allSpaces } = content;
  const placed = { space_id: content.spaceId ?? DEFAULT_SPACE, all_spaces: allSpaces };
  refuseForeignSpace(editor, placed);
  if ((await findSpace(tx, placed.space_id)) === null)
    throw new LanyardError('space_not_found', { spaceId: placed.space_id });
  return {
    name,
    category,
    description,
    instructions,
    app_connect: appConnect,
    ...placed,
    audience: JSON.stringify(audience),
    scopes: publishedScopes({ ...placed, audience }),
  };
}

async function keepVersion(tx: Tx, id: string, number: number, content: ChangedApp, { name }: Editor, at: Date) {
  const saved = { app_id: id, number, content: JSON.stringify(content), saved_at: at, saved_by: name };
  await insertAppVersion(tx, saved);
}

export function taken(error: unknown): never {
  if (isUniqueViolation(error, 'app_name'))
    throw new LanyardError('app_name_taken', { fields: [{ field: 'name' }] }, { cause: error });
  if (isUniqueViolation(error, 'app_identifier'))
    throw new LanyardError('app_identifier_taken', { fields: [{ field: 'identifier' }] }, { cause: error });
  throw error;
}

/** Whether the app has a section and a form of its own. */
export const isBusiness = ({ kind, platform }: Pick<AppRecord, 'kind' | 'platform'>): boolean =>
  knownApps.some((known) => known.business && known.kind === kind && known.platform === platform);

import { LanyardError, type Tx } from '@lanyard/kernel';
import { UNDO_MS } from '../configurations/delete-configuration.ts';
import { refuseStale, type Editor } from '../configurations/editor.ts';
import { note } from '../configurations/save-configuration.ts';
import { findAppConfiguration, updateAppConfiguration } from '../pg/app-configurations.ts';
import type { AppsParts } from './parts.ts';
import { lockWithApp, nameTaken, openAppConfiguration, tellApp } from './save-app-configuration.ts';

/**
 * Takes an app configuration away: its devices get the next that they are in the audience of, or none.
 * @throws LanyardError `app_configuration_not_found`, `conflict`, `space_not_yours`
 */
export async function deleteAppConfiguration(
  parts: AppsParts,
  tx: Tx,
  id: string,
  made: number,
  editor: Editor,
): Promise<void> {
  const { app, row } = await openAppConfiguration(tx, id, editor);
  refuseStale(row, made);
  const now = parts.clock.now();
  await updateAppConfiguration(tx, id, { deleted_at: now, changed_at: now, changed_by: editor.name });
  await tellApp(tx, app, row.scopes);
  await note(parts, tx, 'app_configuration.deleted', id, editor, { app: app.name, name: row.name });
}

/** @throws LanyardError `app_configuration_not_found`, `app_not_restorable`, `app_configuration_name_taken` */
export async function restoreAppConfiguration(parts: AppsParts, tx: Tx, id: string, editor: Editor): Promise<void> {
  const known = await findAppConfiguration(tx, id);
  if (known === null) throw new LanyardError('app_configuration_not_found');
  const { app, row } = await lockWithApp(tx, known, editor);
  const now = parts.clock.now();
  if (row.deleted_at === null || row.deleted_at.getTime() < now.getTime() - UNDO_MS)
    throw new LanyardError('app_not_restorable');
  await updateAppConfiguration(tx, id, { deleted_at: null, changed_at: now, changed_by: editor.name }).catch(nameTaken);
  await tellApp(tx, app, row.scopes);
  await note(parts, tx, 'app_configuration.restored', id, editor, { app: app.name, name: row.name });
}

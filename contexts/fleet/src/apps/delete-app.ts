import { LanyardError, type Tx } from '@lanyard/kernel';
import { UNDO_MS } from '../configurations/delete-configuration.ts';
import { maySee, refuseForeignSpace, refuseStale, type Editor } from '../configurations/editor.ts';
import { note } from '../configurations/save-configuration.ts';
import { findApp, updateApp } from '../pg/apps.ts';
import { bumpScopes } from '../pg/change-counters.ts';
import type { AppsParts } from './parts.ts';
import { openApp, taken } from './save-app.ts';

/**
 * Takes an app, with its app configurations, away from every device; for 30 days it can be brought back.
 * @throws LanyardError `app_not_found`, `conflict`, `space_not_yours`
 */
export async function deleteApp(parts: AppsParts, tx: Tx, id: string, made: number, editor: Editor): Promise<void> {
  const row = await openApp(tx, id, editor);
  refuseForeignSpace(editor, row);
  refuseStale(row, made);
  const now = parts.clock.now();
  await updateApp(tx, id, { deleted_at: now, changed_at: now, changed_by: editor.name });
  await bumpScopes(tx, row.scopes);
  await note(parts, tx, 'app.deleted', id, editor, { name: row.name, platform: row.platform });
}

/**
 * Undoes a deletion: devices get again what they had.
 * @throws LanyardError `app_not_found`, `app_not_restorable`, `app_name_taken`, `app_identifier_taken`
 */
export async function restoreApp(parts: AppsParts, tx: Tx, id: string, editor: Editor): Promise<void> {
  const row = await findApp(tx, id, true);
  if (row === null || !maySee(editor, row)) throw new LanyardError('app_not_found');
  refuseForeignSpace(editor, row);
  const now = parts.clock.now();
  if (row.deleted_at === null || row.deleted_at.getTime() < now.getTime() - UNDO_MS)
    throw new LanyardError('app_not_restorable');
  await updateApp(tx, id, { deleted_at: null, changed_at: now, changed_by: editor.name }).catch(taken);
  await bumpScopes(tx, row.scopes);
  await note(parts, tx, 'app.restored', id, editor, { name: row.name, platform: row.platform });
}

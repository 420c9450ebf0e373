import { LanyardError, type Tx } from '@lanyard/kernel';
import { refuseForeignSpace, refuseStale, type Editor } from '../configurations/editor.ts';
import { note } from '../configurations/save-configuration.ts';
import { takeUpload, updatePackage } from '../pg/app-packages.ts';
import { updateApp } from '../pg/apps.ts';
import { bumpScopes } from '../pg/change-counters.ts';
import type { AppsParts } from './parts.ts';
import { openApp } from './save-app.ts';

/**
 * Makes an upload the newest version of an app: devices are given it from now on, older ones are kept.
 * @throws LanyardError `app_not_found`, `conflict`, `app_upload_not_found`, `app_package_other_app`
 */
export async function addPackage(
  parts: AppsParts,
  tx: Tx,
  id: string,
  made: number,
  uploadId: string,
  editor: Editor,
): Promise<void> {
  const app = await openApp(tx, id, editor);
  refuseForeignSpace(editor, app);
  refuseStale(app, made);
  const now = parts.clock.now();
  const upload = await takeUpload(tx, uploadId, now);
  if (upload === null) throw new LanyardError('app_upload_not_found');
  const { platform, identifier, version, build } = upload;
  if (platform !== app.platform || identifier !== app.identifier || app.source !== 'in-house')
    throw new LanyardError('app_package_other_app', { platform, identifier });
  await updatePackage(tx, uploadId, { app_id: id, expires_at: null, uploaded_at: now, uploaded_by: editor.name });
  await updateApp(tx, id, { changed_at: now, changed_by: editor.name });
  await bumpScopes(tx, app.scopes);
  await note(parts, tx, 'app.package_added', id, editor, { name: app.name, version, build });
}

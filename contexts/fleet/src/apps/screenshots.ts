import { LanyardError, type Tx } from '@lanyard/kernel';
import { refuseForeignSpace, type Editor } from '../configurations/editor.ts';
import { note } from '../configurations/save-configuration.ts';
import { deleteScreenshot, insertScreenshot, screenshotsOf } from '../pg/app-screenshots.ts';
import { pictureType } from './package/png.ts';
import type { AppsParts } from './parts.ts';
import { openApp } from './save-app.ts';

const MOST = 10;

/**
 * @param content PNG or JPEG, by its first octets
 * @returns its id
 * @throws LanyardError `app_not_found`, `space_not_yours`, `input_invalid`
 */
export async function addScreenshot(
  parts: AppsParts,
  tx: Tx,
  appId: string,
  content: Uint8Array,
  editor: Editor,
): Promise<string> {
  const app = await openApp(tx, appId, editor);
  refuseForeignSpace(editor, app);
  const type = pictureType(content);
  if (type === null) refuse('is neither PNG nor JPEG');
  if ((await screenshotsOf(tx, appId)).length >= MOST) refuse(`an app has ${MOST} at most`);
  const id = parts.random.uuid();
  await insertScreenshot(tx, { id, app_id: appId, type, content, added_at: parts.clock.now() });
  await note(parts, tx, 'app.screenshot_added', appId, editor, { name: app.name });
  return id;
}

/** @throws LanyardError `app_not_found`, `space_not_yours`, `not_found` */
export async function removeScreenshot(
  parts: AppsParts,
  tx: Tx,
  appId: string,
  id: string,
  editor: Editor,
): Promise<void> {
  const app = await openApp(tx, appId, editor);
  refuseForeignSpace(editor, app);
  if (!(await deleteScreenshot(tx, appId, id))) throw new LanyardError('not_found');
  await note(parts, tx, 'app.screenshot_removed', appId, editor, { name: app.name });
}

function refuse(message: string): never {
  throw new LanyardError('input_invalid', { fields: [{ field: 'screenshot', message }] });
}

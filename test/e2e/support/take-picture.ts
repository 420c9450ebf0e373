import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = resolve(import.meta.dirname, '../../../docs/pictures');

/** The pictures of the documentation come from a run of the suites: LANYARD_PICTURES=1 writes them anew. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env['LANYARD_PICTURES'] !== '1') return;
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), scale: 'css', animations: 'disabled' });
}

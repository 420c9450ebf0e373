import type { Queryable } from '@lanyard/kernel';
import type { Selectable } from 'kysely';
import type { AppScreenshotTable, AppsTables } from './apps-tables.ts';

const db = (on: Queryable) => on.withTables<AppsTables>();

export async function screenshotsOf(on: Queryable, appId: string): Promise<string[]> {
  const rows = db(on).selectFrom('fleet.app_screenshot').select('id').where('app_id', '=', appId);
  return (await rows.orderBy('added_at').orderBy('id').limit(20).execute()).map(({ id }) => id);
}

export async function insertScreenshot(on: Queryable, row: Selectable<AppScreenshotTable>): Promise<void> {
  await db(on).insertInto('fleet.app_screenshot').values(row).execute();
}

export async function findScreenshot(on: Queryable, appId: string, id: string) {
  const rows = db(on).selectFrom('fleet.app_screenshot').select(['type', 'content']).where('app_id', '=', appId);
  return (await rows.where('id', '=', id).executeTakeFirst()) ?? null;
}

/** @returns whether there was one */
export async function deleteScreenshot(on: Queryable, appId: string, id: string): Promise<boolean> {
  const gone = db(on).deleteFrom('fleet.app_screenshot').where('app_id', '=', appId).where('id', '=', id);
  return (await gone.returning('id').executeTakeFirst()) !== undefined;
}

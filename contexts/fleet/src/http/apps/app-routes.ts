import {
  appPage,
  appPlatform,
  appQuery,
  appView,
  audiencePreview,
  changedApp,
  knownAppView,
  newInHouseApp,
  newStoreApp,
  searchKnownApps,
  uuid,
} from '@lanyard/contract';
import { adminOf, expectedVersion, LanyardError, sendCsv, wantsCsv, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { deleteApp, restoreApp } from '../../apps/delete-app.ts';
import { appCsv, appPageOf } from '../../apps/list-apps.ts';
import { placedForPreview, previewApp } from '../../apps/preview-app.ts';
import { changeApp, createInHouseApp, createStoreApp, putAppBack } from '../../apps/save-app.ts';
import { appViewOf } from '../../apps/views.ts';
import { findAppVersion, listAppVersions } from '../../pg/apps.ts';
import type { FleetParts } from '../../ports.ts';
import { editorOf } from '../editor-of.ts';
import { BASE, read, seenApp, versioned, write } from './seen.ts';

const params = z.object({ id: uuid });
const numbered = params.extend({ number: z.coerce.number().int().min(1).max(2_000_000_000) });
const VERSIONS = 100;

/** What was saved when, and by whom; `content` is what an administrator wrote. */
export const savedVersion = z.strictObject({
  number: z.number().int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
  content: z.record(z.string(), z.unknown()),
});
export const versionList = z.strictObject({ items: z.array(savedVersion) });
export const toSavedVersion = (row: {
  number: number;
  saved_at: Date;
  saved_by: string;
  content: Record<string, unknown>;
}) => ({
  number: row.number,
  savedAt: row.saved_at.toISOString(),
  savedBy: row.saved_by,
  content: row.content,
});

/** /api/admin/apps: "App Catalog". */
export function appRoutes(parts: FleetParts, app: Http): void {
  readingRoutes(parts, app);
  writingRoutes(parts, app);
  versionRoutes(parts, app);
  previewRoutes(parts, app);
}

function readingRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  const list = { config: read, schema: { querystring: appQuery, response: { 200: appPage } } };
  app.get(BASE, list, async (request, reply) => {
    const filter = { ...request.query, spaces: adminOf(request).spaces };
    if (wantsCsv(request.headers.accept)) return sendCsv(reply, 'apps.csv', appCsv(pool, filter));
    return appPageOf(pool, filter, request.query);
  });
  const search = z.object({ q: z.string().trim().max(200).default(''), platform: appPlatform.optional() });
  const known = z.strictObject({ items: z.array(knownAppView) });
  app.get(
    `${BASE}/known`,
    { config: read, schema: { querystring: search, response: { 200: known } } },
    ({ query: { q, platform } }) => ({
      items: searchKnownApps(q, platform).map(({ alsoCalled: _, ...one }) => one),
    }),
  );
  const one = { config: read, schema: { params, response: { 200: appView } } };
  app.get(`${BASE}/:id`, one, async (request, reply) => {
    const row = await seenApp(parts, request, request.params.id);
    return versioned(reply, row.version, await appViewOf(pool, row));
  });
}

function writingRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  const made = { config: write, schema: { body: newStoreApp, response: { 201: appView } } };
  app.post(BASE, made, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const id = await db.tx((tx) => createStoreApp(parts, tx, request.body, editor));
    const row = await seenApp(parts, request, id);
    return versioned(reply.code(201), row.version, await appViewOf(db.pool, row));
  });
  const uploaded = {
    config: write,
    schema: { params: z.object({ uploadId: uuid }), body: newInHouseApp, response: { 201: appView } },
  };
  app.post(`${BASE}/from-upload/:uploadId`, uploaded, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const { uploadId } = request.params;
    const id = await db.tx((tx) => createInHouseApp(parts, tx, uploadId, request.body, editor));
    const row = await seenApp(parts, request, id);
    return versioned(reply.code(201), row.version, await appViewOf(db.pool, row));
  });
  const changed = { config: write, schema: { params, body: changedApp, response: { 200: appView } } };
  app.put(`${BASE}/:id`, changed, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => changeApp(parts, tx, id, on, request.body, editor));
    const row = await seenApp(parts, request, id);
    return versioned(reply, row.version, await appViewOf(db.pool, row));
  });
  app.delete(`${BASE}/:id`, { config: write, schema: { params } }, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => deleteApp(parts, tx, id, on, editor));
    return reply.code(204).send();
  });
  const restored = { config: write, schema: { params, response: { 200: appView } } };
  app.post(`${BASE}/:id/restore`, restored, async (request, reply) => {
    const editor = await editorOf(parts, request);
    await db.tx((tx) => restoreApp(parts, tx, request.params.id, editor));
    const row = await seenApp(parts, request, request.params.id);
    return versioned(reply, row.version, await appViewOf(db.pool, row));
  });
}

function versionRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  app.get(
    `${BASE}/:id/versions`,
    { config: read, schema: { params, response: { 200: versionList } } },
    async (request) => {
      await seenApp(parts, request, request.params.id);
      return { items: (await listAppVersions(db.pool, request.params.id, VERSIONS)).map(toSavedVersion) };
    },
  );
  app.get(
    `${BASE}/:id/versions/:number`,
    { config: read, schema: { params: numbered, response: { 200: savedVersion } } },
    async (request) => {
      await seenApp(parts, request, request.params.id);
      const found = await findAppVersion(db.pool, request.params.id, request.params.number);
      if (found === null) throw new LanyardError('app_not_found');
      return toSavedVersion(found);
    },
  );
  const back = { config: write, schema: { params: numbered, response: { 200: appView } } };
  app.post(`${BASE}/:id/versions/:number/put-back`, back, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id, number }, on] = [request.params, expectedVersion(request)];
    await db.tx((tx) => putAppBack(parts, tx, id, on, number, editor));
    const row = await seenApp(parts, request, id);
    return versioned(reply, row.version, await appViewOf(db.pool, row));
  });
}

/** The same bodies, changing nothing. */
function previewRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  app.post(
    `${BASE}/preview`,
    { config: write, schema: { body: newStoreApp, response: { 200: audiencePreview } } },
    async (request) => {
      const content = placedForPreview(adminOf(request), null, request.body);
      return previewApp(pool, content.platform, null, content);
    },
  );
  app.post(
    `${BASE}/:id/preview`,
    { config: write, schema: { params, body: changedApp, response: { 200: audiencePreview } } },
    async (request) => {
      const row = await seenApp(parts, request, request.params.id);
      return previewApp(pool, row.platform, row, placedForPreview(adminOf(request), row, request.body));
    },
  );
  app.post(
    `${BASE}/:id/preview-deletion`,
    { config: write, schema: { params, response: { 200: audiencePreview } } },
    async (request) => {
      const row = await seenApp(parts, request, request.params.id);
      return previewApp(pool, row.platform, row, placedForPreview(adminOf(request), row, null));
    },
  );
}

import {
  arrival,
  arrivalDevices,
  arrivalQuery,
  audiencePreview,
  changedConfiguration,
  configurationPage,
  configurationQuery,
  configurationVersion,
  configurationView,
  listPage,
  newConfiguration,
  reference,
  uuid,
} from '@lanyard/contract';
import { adminOf, expectedVersion, LanyardError, sendCsv, sendVersion, wantsCsv, type Http } from '@lanyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { deleteConfiguration, referencesTo, restoreConfiguration } from '../configurations/delete-configuration.ts';
import { maySee, type Editor } from '../configurations/editor.ts';
import { configurationCsv, configurationPageOf } from '../configurations/list-configurations.ts';
import { previewConfiguration, previewDeletion } from '../configurations/preview-configuration.ts';
import {
  changeConfiguration,
  createConfiguration,
  publishConfiguration,
  putBack,
} from '../configurations/save-configuration.ts';
import { configurationViewOf, versionView } from '../configurations/views.ts';
import { findConfiguration, findVersion, listVersions, type ConfigurationRow } from '../pg/configurations.ts';
import { countDeliveries, listArrivals } from '../pg/deliveries.ts';
import type { FleetParts } from '../ports.ts';
import { editorOf } from './editor-of.ts';

const read = { permission: 'admin.configurations.read' } as const;
const write = { permission: 'admin.configurations.write' } as const;
const params = z.object({ id: uuid });
const numbered = params.extend({ number: z.coerce.number().int().min(1).max(2_000_000_000) });
const BASE = '/api/admin/configurations';

/** /api/admin/configurations: what devices get. */
export function configurationRoutes(parts: FleetParts, app: Http): void {
  readingRoutes(parts, app);
  arrivalRoutes(parts, app);
  writingRoutes(parts, app);
  previewRoutes(parts, app);
  versionRoutes(parts, app);
}

function readingRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  const list = { config: read, schema: { querystring: configurationQuery, response: { 200: configurationPage } } };
  app.get(BASE, list, async (request, reply) => {
    const filter = { ...request.query, spaces: adminOf(request).spaces };
    if (wantsCsv(request.headers.accept)) return sendCsv(reply, 'configurations.csv', configurationCsv(pool, filter));
    return configurationPageOf(pool, filter, request.query);
  });
  const one = { config: read, schema: { params, response: { 200: configurationView } } };
  app.get(`${BASE}/:id`, one, async (request, reply) => answer(reply, await seen(parts, request, request.params.id)));
  const references = z.strictObject({ items: z.array(reference) });
  app.get(
    `${BASE}/:id/references`,
    { config: read, schema: { params, response: { 200: references } } },
    async (request) => {
      await seen(parts, request, request.params.id);
      return { items: await referencesTo(parts, pool, request.params.id) };
    },
  );
}

function arrivalRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  const counts = { config: read, schema: { params, response: { 200: arrival } } };
  app.get(`${BASE}/:id/arrival`, counts, async (request) => {
    const { published_version } = await seen(parts, request, request.params.id);
    return countDeliveries(pool, request.params.id, published_version ?? 0);
  });
  const list = { config: read, schema: { params, querystring: arrivalQuery, response: { 200: arrivalDevices } } };
  app.get(`${BASE}/:id/devices`, list, async (request) => {
    const { id } = await seen(parts, request, request.params.id);
    const { state, after, limit } = request.query;
    const rows = await listArrivals(pool, id, { state, after, spaces: adminOf(request).spaces }, limit + 1);
    const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  });
}

function writingRoutes(parts: FleetParts, app: Http): void {
  const made = { config: write, schema: { body: newConfiguration, response: { 201: configurationView } } };
  app.post(BASE, made, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const id = await parts.db.tx((tx) => createConfiguration(parts, tx, request.body, editor));
    return answer(reply.code(201), await seen(parts, request, id));
  });
  const changed = {
    config: write,
    schema: { params, body: changedConfiguration, response: { 200: configurationView } },
  };
  app.put(`${BASE}/:id`, changed, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await parts.db.tx((tx) => changeConfiguration(parts, tx, id, on, request.body, editor));
    return answer(reply, await seen(parts, request, id));
  });
  const bare = { config: write, schema: { params, response: { 200: configurationView } } };
  app.post(`${BASE}/:id/publish`, bare, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await parts.db.tx((tx) => publishConfiguration(parts, tx, id, on, editor));
    return answer(reply, await seen(parts, request, id));
  });
  app.delete(`${BASE}/:id`, { config: write, schema: { params } }, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id }, on] = [request.params, expectedVersion(request)];
    await parts.db.tx((tx) => deleteConfiguration(parts, tx, id, on, editor));
    return reply.code(204).send();
  });
  app.post(`${BASE}/:id/restore`, bare, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const { id } = request.params;
    await parts.db.tx((tx) => restoreConfiguration(parts, tx, id, editor));
    return answer(reply, await seen(parts, request, id));
  });
}

function previewRoutes(parts: FleetParts, app: Http): void {
  const made = { config: write, schema: { body: newConfiguration, response: { 200: audiencePreview } } };
  app.post(`${BASE}/preview`, made, async (request) => {
    const { kind, publish: _publish, ...content } = request.body;
    return previewConfiguration(parts, null, kind, content, await editorOf(parts, request));
  });
  const changed = { config: write, schema: { params, body: changedConfiguration, response: { 200: audiencePreview } } };
  app.post(`${BASE}/:id/preview`, changed, async (request) => {
    const { publish: _publish, ...content } = request.body;
    return previewConfiguration(parts, request.params.id, null, content, await editorOf(parts, request));
  });
  const gone = { config: write, schema: { params, response: { 200: audiencePreview } } };
  app.post(`${BASE}/:id/preview-deletion`, gone, async (request) =>
    previewDeletion(parts, request.params.id, await editorOf(parts, request)),
  );
}

function versionRoutes(parts: FleetParts, app: Http): void {
  const { pool } = parts.db;
  const page = z.object({
    after: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  });
  const list = {
    config: read,
    schema: { params, querystring: page, response: { 200: listPage(configurationVersion) } },
  };
  app.get(`${BASE}/:id/versions`, list, async (request) => {
    const { version } = await seen(parts, request, request.params.id);
    const { after = version + 1, limit } = request.query;
    const rows = await listVersions(pool, request.params.id, after, limit + 1);
    const items = rows.slice(0, limit).map(versionView);
    const next = rows.length > limit ? String(items.at(-1)?.number) : null;
    return { items, next, total: { count: version, atLeast: false } };
  });
  const one = { config: read, schema: { params: numbered, response: { 200: configurationVersion } } };
  app.get(`${BASE}/:id/versions/:number`, one, async (request) => {
    const { id, number } = request.params;
    await seen(parts, request, id);
    const found = await findVersion(pool, id, number);
    if (found === null) throw new LanyardError('configuration_not_found');
    return versionView(found);
  });
  const back = { config: write, schema: { params: numbered, response: { 200: configurationView } } };
  app.post(`${BASE}/:id/versions/:number/put-back`, back, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const [{ id, number }, on] = [request.params, expectedVersion(request)];
    await parts.db.tx((tx) => putBack(parts, tx, id, on, number, editor));
    return answer(reply, await seen(parts, request, id));
  });
}

/** @throws LanyardError `configuration_not_found` where there is none, or it lies in a space that is not the caller's */
async function seen(parts: FleetParts, request: FastifyRequest, id: string): Promise<ConfigurationRow> {
  const row = await findConfiguration(parts.db.pool, id);
  const editor: Pick<Editor, 'spaces'> = { spaces: adminOf(request).spaces };
  if (row === null || !maySee(editor, row)) throw new LanyardError('configuration_not_found');
  return row;
}

/** With its version, on which the next change is to be made. */
function answer(reply: Pick<FastifyReply, 'header'>, row: ConfigurationRow) {
  sendVersion(reply as FastifyReply, row.version);
  return configurationViewOf(row);
}

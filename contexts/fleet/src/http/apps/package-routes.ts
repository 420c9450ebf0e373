import { appView, uploadBegun, UPLOAD_PART, uploadView, uuid } from '@lanyard/contract';
import { expectedVersion, LanyardError, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { addPackage } from '../../apps/add-package.ts';
import { addScreenshot, removeScreenshot } from '../../apps/screenshots.ts';
import { beginUpload, finishUpload, MOST_PACKAGE, putPart } from '../../apps/upload-package.ts';
import { appViewOf } from '../../apps/views.ts';
import { iconOf } from '../../pg/app-packages.ts';
import { findScreenshot } from '../../pg/app-screenshots.ts';
import type { FleetParts } from '../../ports.ts';
import { editorOf } from '../editor-of.ts';
import { BASE, read, seenApp, versioned, write } from './seen.ts';

const params = z.object({ id: uuid });
const MOST_SCREENSHOT = 2 * 1_024 * 1_024;

/** Packages of in-house apps, their icons, and pictures of what apps look like. */
export function packageRoutes(parts: FleetParts, app: Http): void {
  // Bodies of octets are taken here and nowhere else.
  void app.register(async (scope) => {
    const inner = scope as unknown as Http; // sound: the same instance with the same type provider, within a scope
    inner.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    uploadRoutes(parts, inner);
    screenshotRoutes(parts, inner);
  });
  app.get(`${BASE}/:id/icon`, { config: read, schema: { params } }, async (request, reply) => {
    await seenApp(parts, request, request.params.id);
    const icon = await iconOf(parts.db.pool, request.params.id);
    if (icon === null) throw new LanyardError('not_found');
    return reply.type('image/png').header('cache-control', 'private, max-age=300').send(Buffer.from(icon));
  });
}

const octets = z.instanceof(Uint8Array);

function uploadRoutes(parts: FleetParts, app: Http): void {
  const limit = parts.config.appPackageBytes ?? MOST_PACKAGE;
  const begin = { config: write, schema: { response: { 201: uploadBegun } } };
  app.post(`${BASE}/uploads`, begin, async (request, reply) => {
    const begun = await beginUpload(parts, limit, await editorOf(parts, request));
    return reply.code(201).send(begun);
  });
  const numbered = params.extend({ number: z.coerce.number().int().min(0).max(10_000) });
  const part = { config: write, bodyLimit: UPLOAD_PART, schema: { params: numbered, body: octets } };
  app.put(`${BASE}/uploads/:id/parts/:number`, part, async (request, reply) => {
    await putPart(parts, limit, request.params.id, request.params.number, request.body);
    return reply.code(204).send();
  });
  app.post(
    `${BASE}/uploads/:id/finish`,
    { config: write, schema: { params, response: { 200: uploadView } } },
    (request) => finishUpload(parts, limit, request.params.id),
  );
  const added = params.extend({ uploadId: uuid });
  app.post(
    `${BASE}/:id/packages/:uploadId`,
    { config: write, schema: { params: added, response: { 200: appView } } },
    async (request, reply) => {
      const editor = await editorOf(parts, request);
      const [{ id, uploadId }, on] = [request.params, expectedVersion(request)];
      await parts.db.tx((tx) => addPackage(parts, tx, id, on, uploadId, editor));
      const row = await seenApp(parts, request, id);
      return versioned(reply, row.version, await appViewOf(parts.db.pool, row));
    },
  );
}

function screenshotRoutes(parts: FleetParts, app: Http): void {
  const { db } = parts;
  const made = {
    config: write,
    bodyLimit: MOST_SCREENSHOT,
    schema: { params, body: octets, response: { 201: z.strictObject({ id: uuid }) } },
  };
  app.post(`${BASE}/:id/screenshots`, made, async (request, reply) => {
    const editor = await editorOf(parts, request);
    const id = await db.tx((tx) => addScreenshot(parts, tx, request.params.id, request.body, editor));
    return reply.code(201).send({ id });
  });
  const one = params.extend({ screenshotId: uuid });
  app.get(
    `${BASE}/:id/screenshots/:screenshotId`,
    { config: read, schema: { params: one } },
    async (request, reply) => {
      await seenApp(parts, request, request.params.id);
      const found = await findScreenshot(db.pool, request.params.id, request.params.screenshotId);
      if (found === null) throw new LanyardError('not_found');
      return reply.type(found.type).header('cache-control', 'private, max-age=300').send(Buffer.from(found.content));
    },
  );
  app.delete(
    `${BASE}/:id/screenshots/:screenshotId`,
    { config: write, schema: { params: one } },
    async (request, reply) => {
      const editor = await editorOf(parts, request);
      const { id, screenshotId } = request.params;
      await db.tx((tx) => removeScreenshot(parts, tx, id, screenshotId, editor));
      return reply.code(204).send();
    },
  );
}

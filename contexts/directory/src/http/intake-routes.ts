import {
  importQuery,
  intakeLineQuery,
  intakeLines,
  intakePage,
  intakeView,
  listQuery,
  uuid,
  type IntakeView,
} from '@lanyard/contract';
import { actorOf, adminOf, LanyardError, requireAllSpaces, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { checked } from '../checked.ts';
import { confirmIntake, discardIntake } from '../intake/apply-intake.ts';
import { importFile } from '../intake/import-file.ts';
import { intakeViewOf, lineViewOf } from '../intake/view.ts';
import { countIntakes, findIntake, listIntakes, listLines } from '../pg/intakes.ts';
import type { DirectoryPorts } from '../ports.ts';
import { uploadedFile } from './uploaded-file.ts';

const read = { permission: 'admin.people.read' } as const;
const write = { permission: 'admin.people.write' } as const;
const params = z.object({ id: uuid });
const COUNTED = 10_000;

/** /api/admin/people/import and /api/admin/intakes: what files and directories would change, and did. */
export function intakeRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;

  void app.register(async (files: Http) => {
    // As it comes in: the reader stops after ten megabytes, and never holds them.
    files.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) =>
      done(null, payload),
    );
    files.post(
      '/api/admin/people/import',
      { config: write, schema: { querystring: importQuery, response: { 201: intakeView } } },
      async (request, reply) => {
        const file = uploadedFile(request.body, request.headers['content-length']);
        const upload = { file, query: request.query, caller: adminOf(request), by: actorOf(request) };
        return reply.code(201).send(intakeViewOf(await importFile(ports, upload)));
      },
    );
  });

  app.get(
    '/api/admin/intakes',
    {
      config: read,
      schema: { querystring: listQuery.extend({ source: uuid.optional() }), response: { 200: intakePage } },
    },
    async (request) => {
      requireAllSpaces(adminOf(request));
      const { after, limit, source } = request.query;
      const sourceId = source ?? null;
      const afterId = after === undefined ? null : checked(uuid, after);
      const rows = await listIntakes(db.pool, { sourceId, afterId, limit: limit + 1 });
      const count = await countIntakes(db.pool, sourceId, COUNTED + 1);
      const items = rows.slice(0, limit).map(intakeViewOf);
      const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
      return { items, next, total: { count: Math.min(count, COUNTED), atLeast: count > COUNTED } };
    },
  );

  app.get('/api/admin/intakes/:id', { config: read, schema: { params, response: { 200: intakeView } } }, (request) => {
    requireAllSpaces(adminOf(request));
    return view(request.params.id);
  });

  app.get(
    '/api/admin/intakes/:id/lines',
    { config: read, schema: { params, querystring: intakeLineQuery, response: { 200: intakeLines } } },
    async (request) => {
      requireAllSpaces(adminOf(request));
      const { id } = request.params;
      const { outcome, after, limit } = request.query;
      await view(id);
      const rows = await listLines(db.pool, id, { outcome }, after, limit + 1);
      const items = rows.slice(0, limit).map(lineViewOf);
      return { items, next: rows.length > limit ? (items.at(-1)?.line ?? null) : null };
    },
  );

  app.post(
    '/api/admin/intakes/:id/apply',
    { config: write, schema: { params, response: { 202: intakeView } } },
    async (request, reply) => {
      const { id } = request.params;
      await db.tx((tx) => confirmIntake(ports, tx, id, actorOf(request), adminOf(request)));
      return reply.code(202).send(await view(id));
    },
  );

  app.post(
    '/api/admin/intakes/:id/discard',
    { config: write, schema: { params, response: { 200: intakeView } } },
    async (request) => {
      const { id } = request.params;
      await db.tx((tx) => discardIntake(ports, tx, id, actorOf(request)));
      return view(id);
    },
  );

  async function view(id: string): Promise<IntakeView> {
    const intake = await findIntake(db.pool, id);
    if (intake === null) throw new LanyardError('not_found', { intake: id });
    return intakeViewOf(intake);
  }
}

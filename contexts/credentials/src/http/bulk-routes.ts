import {
  type BulkArea,
  bulkInput,
  bulkPreview,
  bulkPreviewInput,
  type BulkRow,
  bulkRowPage,
  bulkRowQuery,
  type BulkView,
  bulkView,
  errorCatalogue,
  isErrorCode,
  uuid,
} from '@lanyard/contract';
import {
  actorOf,
  adminOf,
  csvPages,
  type AdminCaller,
  type Http,
  LanyardError,
  sendCsv,
  wantsCsv,
} from '@lanyard/kernel';
import { z } from 'zod';
import { previewBulk } from '../bulk/preview-bulk.ts';
import { startBulk } from '../bulk/start-bulk.ts';
import { type Bulk, countOutcomes, findBulk, listItems } from '../pg/bulks.ts';
import type { CredentialsParts } from '../ports.ts';

const params = z.object({ id: uuid });
const CSV_PAGE = 1_000;

/** /api/admin/{credentials,requests,devices}/bulk: one act on many objects; /api/admin/bulk/{id}: how far it is. */
export function bulkRoutes(parts: CredentialsParts, app: Http): void {
  for (const [area, permission] of [
    ['credentials', 'admin.credentials.write'],
    ['requests', 'admin.credentials.write'],
    ['devices', 'admin.devices.write'],
  ] as const)
    startRoutes(parts, app, area, permission);
  const read = { permission: 'admin.overview.read' } as const;
  app.get('/api/admin/bulk/:id', { config: read, schema: { params, response: { 200: bulkView } } }, async (request) =>
    viewOf(parts, await openBulk(parts, request.params.id, adminOf(request))),
  );
  const rows = { params, querystring: bulkRowQuery, response: { 200: bulkRowPage } };
  app.get('/api/admin/bulk/:id/rows', { config: read, schema: rows }, async (request, reply) => {
    const { id } = await openBulk(parts, request.params.id, adminOf(request));
    const { query } = request;
    if (!wantsCsv(request.headers.accept)) return rowPage(parts, id, query);
    const page = (after: string | undefined) => rowPage(parts, id, { ...query, after, limit: CSV_PAGE });
    return sendCsv(reply, 'outcome.csv', csvPages(['position', 'objectId', 'outcome', 'code', 'title'], page, cellsOf));
  });
}

function startRoutes(
  parts: CredentialsParts,
  app: Http,
  area: BulkArea,
  permission: 'admin.credentials.write' | 'admin.devices.write',
): void {
  const config = { permission };
  const preview = { body: bulkPreviewInput(area), response: { 200: bulkPreview } };
  app.post(`/api/admin/${area}/bulk/preview`, { config, schema: preview }, async (request) => {
    const { act, ids, filter } = request.body;
    return previewBulk(parts, { area, act: act, ids, filter }, adminOf(request).spaces);
  });
  const start = { body: bulkInput(area), response: { 200: bulkView, 202: bulkView } };
  app.post(`/api/admin/${area}/bulk`, { config, schema: start }, async (request, reply) => {
    const { personId, spaces } = adminOf(request);
    const order = { ...request.body, area, act: request.body.act };
    const id = await startBulk(parts, order, { actor: actorOf(request), personId, spaces });
    const view = await viewOf(parts, await openBulk(parts, id, adminOf(request)));
    return reply.code(view.state === 'waiting' ? 202 : 200).send(view);
  });
}

/** Who may act in some spaces only sees what they began themselves. @throws LanyardError `not_found` */
async function openBulk({ db }: CredentialsParts, id: string, { personId, spaces }: AdminCaller): Promise<Bulk> {
  const bulk = await findBulk(db.pool, id);
  if (bulk === null || (spaces !== null && bulk.personId !== personId)) throw new LanyardError('not_found');
  return bulk;
}

async function viewOf({ db }: CredentialsParts, bulk: Bulk): Promise<BulkView> {
  const { id, area, act, state, approvalId, reason, createdAt, doneAt, total } = bulk;
  const { done, unchanged, failed } = await countOutcomes(db.pool, id);
  const times = { createdAt: createdAt.toISOString(), doneAt: doneAt?.toISOString() ?? null };
  return { id, area, act, state, approvalId, reason, ...times, total, done, unchanged, failed };
}

async function rowPage(parts: CredentialsParts, id: string, query: z.infer<typeof bulkRowQuery>) {
  const { limit, outcome } = query;
  const after = Number(query.after ?? 0);
  if (!Number.isSafeInteger(after)) throw new LanyardError('input_invalid', { field: 'after' });
  const [found, counts] = await Promise.all([
    listItems(parts.db.pool, id, { after, limit: limit + 1, outcome }),
    countOutcomes(parts.db.pool, id),
  ]);
  const items = found.slice(0, limit).map((row): BulkRow => ({ ...row, title: titleOf(row.code) }));
  const count = outcome === undefined ? Object.values(counts).reduce((sum, n) => sum + n, 0) : counts[outcome];
  const next = found.length > limit ? String(items.at(-1)?.position) : null;
  return { items, next, total: { count, atLeast: false } };
}

const titleOf = (code: string | null): string | null => (isErrorCode(code) ? errorCatalogue[code].title : null);
const cellsOf = ({ position, objectId, outcome, code, title }: BulkRow) => [position, objectId, outcome, code, title];

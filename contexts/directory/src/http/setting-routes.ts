import {
  certificateFile,
  chainTest,
  groupSettingInput,
  personSettings,
  settingHistoryPage,
  settingHistoryQuery,
  settingId,
  settingInput,
  settingKind,
  settingKindList,
  settingList as settingListSchema,
  settingMove,
  settingPreview,
  settingView as settingViewSchema,
  uuid,
  type SettingKind,
} from '@lanyard/contract';
import { actorOf, adminOf, expectedVersion, LanyardError, sendVersion, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { findPerson } from '../pg/people.ts';
import { findHistory } from '../pg/setting-history.ts';
import type { DirectoryPorts } from '../ports.ts';
import { endSetting, moveSetting, putBackSetting } from '../settings/end-setting.ts';
import { previewSetting } from '../settings/preview-setting.ts';
import { saveSetting, type SettingOrder } from '../settings/save-setting.ts';
import { settingsInForce } from '../settings/setting.ts';
import { historyView, kindList, settingList, settingsOfPerson, settingView } from '../settings/setting-view.ts';
import { checkChain } from '../settings/check-chain.ts';

const read = { permission: 'admin.settings.read' } as const;
const write = { permission: 'admin.settings.write' } as const;
const ofKind = z.object({ kind: settingKind });
const ofOne = ofKind.extend({ id: settingId });
/** Fifty trusted issuers with their chains, as JSON. */
const BODY_LIMIT = 8 << 20;

/** /api/admin/settings: "Users > User Settings". */
export function settingRoutes(app: Http, ports: DirectoryPorts): void {
  readRoutes(app, ports);
  writeRoutes(app, ports);
  previewRoutes(app, ports);
  historyRoutes(app, ports);
  certificateRoute(app, ports);
}

function readRoutes(app: Http, ports: DirectoryPorts): void {
  const { pool } = ports.db;
  app.get('/api/admin/settings', { config: read, schema: { response: { 200: settingKindList } } }, () =>
    kindList(pool),
  );
  app.get(
    '/api/admin/settings/:kind',
    { config: read, schema: { params: ofKind, response: { 200: settingListSchema } } },
    ({ params }) => settingList(ports, params.kind),
  );
  app.get(
    '/api/admin/settings/:kind/:id',
    { config: read, schema: { params: ofOne, response: { 200: settingViewSchema } } },
    async ({ params }, reply) => {
      const view = await viewOf(ports, params.kind, params.id);
      sendVersion(reply, view.version);
      return view;
    },
  );
  app.get(
    '/api/admin/people/:id/settings',
    { config: read, schema: { params: z.object({ id: uuid }), response: { 200: personSettings } } },
    async ({ params: { id } }) => {
      if ((await findPerson(pool, { id })) === null) throw new LanyardError('not_found', { person: id });
      return settingsOfPerson(pool, id);
    },
  );
}

function writeRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;
  app.post(
    '/api/admin/settings/:kind',
    {
      config: write,
      bodyLimit: BODY_LIMIT,
      schema: { params: ofKind, body: groupSettingInput, response: { 201: settingViewSchema } },
    },
    async (request, reply) => {
      const { kind } = request.params;
      const order = newOrder(kind, request.body);
      const id = await db.tx((tx) => saveSetting(ports, tx, order, actorOf(request)));
      return reply.code(201).send(await viewOf(ports, kind, id));
    },
  );
  app.put(
    '/api/admin/settings/:kind/:id',
    {
      config: write,
      bodyLimit: BODY_LIMIT,
      schema: { params: ofOne, body: settingInput, response: { 200: settingViewSchema } },
    },
    async (request, reply) => {
      const { kind, id } = request.params;
      const order = orderOf(kind, id, expectedVersion(request), request.body);
      await db.tx((tx) => saveSetting(ports, tx, order, actorOf(request)));
      const view = await viewOf(ports, kind, id);
      sendVersion(reply, view.version);
      return view;
    },
  );
  app.delete('/api/admin/settings/:kind/:id', { config: write, schema: { params: ofOne } }, async (request, reply) => {
    const target = { ...request.params, expected: expectedVersion(request) };
    await db.tx((tx) => endSetting(ports, tx, target, actorOf(request)));
    return reply.code(204).send();
  });
  app.post(
    '/api/admin/settings/:kind/:id/move',
    { config: write, schema: { params: ofOne, body: settingMove, response: { 200: settingListSchema } } },
    async (request) => {
      const target = { ...request.params, ...request.body, expected: expectedVersion(request) };
      await db.tx((tx) => moveSetting(ports, tx, target, actorOf(request)));
      return settingList(ports, request.params.kind);
    },
  );
}

/** The same bodies as the writes; nothing is changed. */
function previewRoutes(app: Http, ports: DirectoryPorts): void {
  const response = { 200: settingPreview };
  const options = { config: write, bodyLimit: BODY_LIMIT };
  app.post(
    '/api/admin/settings/:kind/preview',
    { ...options, schema: { params: ofKind, body: groupSettingInput, response } },
    (request) =>
      previewSetting(ports, { act: 'save', ...newOrder(request.params.kind, request.body) }, adminOf(request).personId),
  );
  app.post(
    '/api/admin/settings/:kind/:id/preview',
    { ...options, schema: { params: ofOne, body: settingInput, response } },
    (request) => {
      const { kind, id } = request.params;
      const order = orderOf(kind, id, expectedVersion(request), request.body);
      return previewSetting(ports, { act: 'save', ...order }, adminOf(request).personId);
    },
  );
  app.post(
    '/api/admin/settings/:kind/:id/delete/preview',
    { ...options, schema: { params: ofOne, response } },
    (request) => {
      const target = { ...request.params, expected: expectedVersion(request) };
      return previewSetting(ports, { act: 'delete', ...target }, adminOf(request).personId);
    },
  );
  app.post(
    '/api/admin/settings/:kind/:id/move/preview',
    { ...options, schema: { params: ofOne, body: settingMove, response } },
    (request) => {
      const target = { ...request.params, ...request.body, expected: expectedVersion(request) };
      return previewSetting(ports, { act: 'move', ...target }, adminOf(request).personId);
    },
  );
}

function historyRoutes(app: Http, ports: DirectoryPorts): void {
  const { db } = ports;
  app.get(
    '/api/admin/settings/:kind/history',
    {
      config: read,
      schema: { params: ofKind, querystring: settingHistoryQuery, response: { 200: settingHistoryPage } },
    },
    async ({ params: { kind }, query: { setting = null, after = null, limit } }) => {
      const rows = await findHistory(db.pool, kind, { setting, after, limit: limit + 1 });
      const items = rows.slice(0, limit).map(historyView);
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
  );
  const ofEntry = ofKind.extend({ entry: z.string().regex(/^\d{1,18}$/) });
  app.post(
    '/api/admin/settings/:kind/history/:entry/put-back',
    { config: write, schema: { params: ofEntry, response: { 200: settingViewSchema } } },
    async (request) => {
      const { kind } = request.params;
      const order = { ...request.params, expected: expectedVersion(request) };
      const id = await db.tx((tx) => putBackSetting(ports, tx, order, actorOf(request)));
      return viewOf(ports, kind, id);
    },
  );
}

function certificateRoute(app: Http, ports: DirectoryPorts): void {
  app.post(
    '/api/admin/settings/portal_authentication/certificates',
    { config: write, bodyLimit: 1 << 20, schema: { body: certificateFile, response: { 200: chainTest } } },
    async ({ body }) => {
      const chain = await checkChain(Buffer.from(body.content, 'base64'), ports.clock.now());
      const trusted = await settingsInForce(ports.db.pool, 'portal_authentication');
      const pems = [
        ...trusted.flatMap(({ value }) => value.anchors.map(({ certificate }) => certificate)),
        ...chain.anchors.map(({ pem }) => pem),
      ];
      return { ...chain, suffixesNeeded: new Set(pems.map((pem) => pem.replaceAll(/\s/g, ''))).size > 1 };
    },
  );
}

type GroupBody = z.output<typeof groupSettingInput>;
type AnyBody = z.output<typeof settingInput>;

const newOrder = (kind: SettingKind, { name, groups, value }: GroupBody): SettingOrder => ({
  kind,
  name,
  value,
  id: null,
  expected: null,
  groupIds: groups,
});

function orderOf(kind: SettingKind, id: string, expected: number, body: AnyBody): SettingOrder {
  if (id === 'default') return { kind, id, expected, value: body.value };
  if (!('name' in body))
    throw new LanyardError('input_invalid', { fields: [{ field: 'name', message: 'is required, and so are groups' }] });
  return { ...newOrder(kind, body), id, expected };
}

async function viewOf(ports: DirectoryPorts, kind: SettingKind, id: string) {
  const view = await settingView(ports, kind, id);
  if (view === null) throw new LanyardError('not_found', { setting: id });
  return view;
}

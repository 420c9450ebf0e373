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
  settingWhy,
  submitted,
  trustedIssuers,
  uuid,
  type SettingKind,
  type Submitted,
} from '@lanyard/contract';
import { actorOf, adminOf, expectedVersion, LanyardError, sendVersion, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { findPerson } from '../pg/people.ts';
import { findHistory, findHistoryEntry } from '../pg/setting-history.ts';
import type { DirectoryPorts } from '../ports.ts';
import type { Approvals } from '../approvals/create-approvals.ts';
import { changeSetting } from '../settings/change-setting.ts';
import type { AskedChange } from '../settings/planned-change.ts';
import { previewSetting } from '../settings/preview-setting.ts';
import type { SettingOrder } from '../settings/save-setting.ts';
import { settingsInForce } from '../settings/setting.ts';
import { historyView, kindList, settingList, settingsOfPerson, settingView } from '../settings/setting-view.ts';
import { readFacts } from '../settings/certificate-facts.ts';
import { checkChain } from '../settings/check-chain.ts';

const read = { permission: 'admin.settings.read' } as const;
const write = { permission: 'admin.settings.write' } as const;
const ofKind = z.object({ kind: settingKind });
const ofOne = ofKind.extend({ id: settingId });
/** Fifty trusted issuers with their chains, as JSON. */
const BODY_LIMIT = 8 << 20;

type Change = (
  request: Parameters<typeof actorOf>[0],
  asked: AskedChange,
  reason: string | undefined,
) => Promise<Submitted>;

/** /api/admin/settings: "Users > User Settings". */
export function settingRoutes(app: Http, ports: DirectoryPorts, approvals: Approvals): void {
  const change: Change = (request, asked, reason = '') => {
    const by = { actor: actorOf(request), personId: adminOf(request).personId };
    return changeSetting(ports, approvals, asked, { reason, by });
  };
  readRoutes(app, ports);
  writeRoutes(app, ports, change);
  previewRoutes(app, ports);
  historyRoutes(app, ports, change);
  certificateRoutes(app, ports);
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

function writeRoutes(app: Http, ports: DirectoryPorts, change: Change): void {
  app.post(
    '/api/admin/settings/:kind',
    {
      config: write,
      bodyLimit: BODY_LIMIT,
      schema: { params: ofKind, body: groupSettingInput, response: { 201: settingViewSchema, 202: submitted } },
    },
    async (request, reply) => {
      const { kind } = request.params;
      const newId = ports.random.uuid();
      const order = { act: 'save', ...newOrder(kind, request.body), newId } as const;
      const answer = await change(request, order, request.body.reason);
      if (answer.state === 'waiting') return reply.code(202).send(answer);
      return reply.code(201).send(await viewOf(ports, kind, newId));
    },
  );
  app.put(
    '/api/admin/settings/:kind/:id',
    {
      config: write,
      bodyLimit: BODY_LIMIT,
      schema: { params: ofOne, body: settingInput, response: { 200: settingViewSchema, 202: submitted } },
    },
    async (request, reply) => {
      const { kind, id } = request.params;
      const order = { act: 'save', ...orderOf(kind, id, expectedVersion(request), request.body) } as const;
      const answer = await change(request, order, request.body.reason);
      if (answer.state === 'waiting') return reply.code(202).send(answer);
      const view = await viewOf(ports, kind, id);
      sendVersion(reply, view.version);
      return reply.code(200).send(view);
    },
  );
  app.delete(
    '/api/admin/settings/:kind/:id',
    { config: write, schema: { params: ofOne, querystring: settingWhy, response: { 202: submitted, 204: z.null() } } },
    async (request, reply) => {
      const target = { act: 'delete', ...request.params, expected: expectedVersion(request) } as const;
      const answer = await change(request, target, request.query.reason);
      return answer.state === 'waiting' ? reply.code(202).send(answer) : reply.code(204).send(null);
    },
  );
  app.post(
    '/api/admin/settings/:kind/:id/move',
    {
      config: write,
      schema: { params: ofOne, body: settingMove, response: { 200: settingListSchema, 202: submitted } },
    },
    async (request, reply) => {
      const { direction, reason } = request.body;
      const target = { act: 'move', ...request.params, direction, expected: expectedVersion(request) } as const;
      const answer = await change(request, target, reason);
      if (answer.state === 'waiting') return reply.code(202).send(answer);
      return reply.code(200).send(await settingList(ports, request.params.kind));
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
      const { direction } = request.body;
      const target = { ...request.params, direction, expected: expectedVersion(request) };
      return previewSetting(ports, { act: 'move', ...target }, adminOf(request).personId);
    },
  );
}

function historyRoutes(app: Http, ports: DirectoryPorts, change: Change): void {
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
    {
      config: write,
      schema: { params: ofEntry, querystring: settingWhy, response: { 200: settingViewSchema, 202: submitted } },
    },
    async (request, reply) => {
      const { kind, entry } = request.params;
      const expected = expectedVersion(request);
      const answer = await change(request, { act: 'put back', kind, entry, expected }, request.query.reason);
      if (answer.state === 'waiting') return reply.code(202).send(answer);
      const then = await findHistoryEntry(db.pool, kind, entry);
      return reply.code(200).send(await viewOf(ports, kind, then?.isDefault ? 'default' : (then?.settingId ?? entry)));
    },
  );
}

function certificateRoutes(app: Http, ports: DirectoryPorts): void {
  app.post(
    '/api/admin/settings/portal_authentication/certificates',
    { config: write, bodyLimit: 1 << 20, schema: { body: certificateFile, response: { 200: chainTest } } },
    async ({ body }) => {
      const chain = await checkChain(Buffer.from(body.content, 'base64'), ports.clock.now());
      const pems = [...(await trustedPems(ports)), ...chain.anchors.map(({ pem }) => pem)];
      return { ...chain, suffixesNeeded: new Set(pems.map((pem) => pem.replaceAll(/\s/g, ''))).size > 1 };
    },
  );
  app.get(
    '/api/admin/settings/portal_authentication/issuers',
    { config: read, schema: { response: { 200: trustedIssuers } } },
    async () => {
      const now = ports.clock.now();
      const pems = [...new Set(await trustedPems(ports))];
      return { items: pems.map((certificate) => ({ certificate, facts: readFacts(certificate, now) })) };
    },
  );
}

async function trustedPems(ports: DirectoryPorts): Promise<string[]> {
  const trusted = await settingsInForce(ports.db.pool, 'portal_authentication');
  return trusted.flatMap(({ value }) => value.anchors.map(({ certificate }) => certificate));
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

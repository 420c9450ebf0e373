import {
  otherProviderInput,
  providerForms,
  providerKey,
  providerList,
  providerPreview,
  providerView as providerViewSchema,
} from '@lanyard/contract';
import { actorOf, expectedVersion, LanyardError, sendVersion, type Http } from '@lanyard/kernel';
import { z } from 'zod';
import { findProvider, findProviders, type ProviderRow } from '../pg/providers.ts';
import type { CredentialsPorts } from '../ports.ts';
import { endProvider, previewProvider } from '../providers/provider-uses.ts';
import { providerView } from '../providers/provider-view.ts';
import { saveProvider } from '../providers/save-provider.ts';

const read = { permission: 'admin.providers.read' } as const;
const write = { permission: 'admin.providers.write' } as const;
const params = z.object({ id: providerKey });

/** /api/admin/providers */
export function providerRoutes(ports: CredentialsPorts, app: Http): void {
  const { db } = ports;
  app.get('/api/admin/providers', { config: read, schema: { response: { 200: providerList } } }, async () => ({
    items: (await findProviders(db.pool)).map(providerView),
  }));
  app.post(
    '/api/admin/providers',
    { config: write, schema: { body: otherProviderInput, response: { 201: providerViewSchema } } },
    async (request, reply) => {
      const order = { key: null, expected: 0, value: request.body };
      const id = await db.tx((tx) => saveProvider(ports, tx, order, actorOf(request)));
      return reply.code(201).send(providerView(await one(id)));
    },
  );
  app.get(
    '/api/admin/providers/:id',
    { config: read, schema: { params, response: { 200: providerViewSchema } } },
    async (request, reply) => {
      const view = providerView(await one(request.params.id));
      sendVersion(reply, view.version);
      return view;
    },
  );
  app.put(
    '/api/admin/providers/:id',
    { config: write, schema: { params, body: z.unknown(), response: { 200: providerViewSchema } } },
    async (request, reply) => {
      const order = { key: request.params.id, expected: expectedVersion(request), value: request.body };
      const id = await db.tx((tx) => saveProvider(ports, tx, order, actorOf(request)));
      const view = providerView(await one(id));
      sendVersion(reply, view.version);
      return view;
    },
  );
  app.post(
    '/api/admin/providers/:id/preview',
    { config: write, schema: { params, body: z.unknown(), response: { 200: providerPreview } } },
    async (request) => {
      const row = await one(request.params.id);
      const { success, error } = providerForms[row.kind].safeParse(request.body);
      const fields = error?.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
      if (!success) throw new LanyardError('input_invalid', { fields });
      return previewProvider(ports, db.pool, row, request.body);
    },
  );
  app.post(
    '/api/admin/providers/:id/delete/preview',
    { config: write, schema: { params, response: { 200: providerPreview } } },
    async (request) => previewProvider(ports, db.pool, await one(request.params.id)),
  );
  app.delete('/api/admin/providers/:id', { config: write, schema: { params } }, async (request, reply) => {
    const target = { key: request.params.id, expected: expectedVersion(request) };
    await db.tx((tx) => endProvider(ports, tx, target, actorOf(request)));
    return reply.code(204).send();
  });

  async function one(key: string): Promise<ProviderRow> {
    const row = await findProvider(db.pool, key);
    if (row === null) throw new LanyardError('not_found', { provider: key });
    return row;
  }
}

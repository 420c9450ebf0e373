import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { LanyardError } from '../errors.ts';

import { createLog } from '../log.ts';
import { createHttp, routesOf } from './create-http.ts';

test('the addresses of one IPv6 /64 share one allowance of requests', async () => {
  const app = await createHttp({ log: createLog('silent'), ratePerMinute: 2 });
  app.get('/', { config: { permission: 'public' } }, () => ({ ok: true }));
  const from = async (remoteAddress: string) => (await app.inject({ url: '/', remoteAddress })).statusCode;
  assert.deepEqual([await from('2001:db8:1:2::1'), await from('2001:db8:1:2::2')], [200, 200]);
  assert.equal(await from('2001:db8:1:2:aaaa::3'), 429);
  assert.equal(await from('2001:db8:1:3::1'), 200);
  await app.close();
});

test('an address that is none gets a problem with its reference, like every other error', async () => {
  const app = await createHttp({ log: createLog('silent') });
  app.get('/*', { config: { permission: 'public' } }, () => ({ ok: true }));
  const { body, headers, statusCode } = await app.inject({ url: '/%.js' });
  assert.equal(statusCode, 400);
  const { code, correlationId } = JSON.parse(body) as { code: string; correlationId: string };
  assert.equal(code, 'input_invalid');
  assert.equal(headers['x-correlation-id'], correlationId);
  assert.match(String(headers['content-type']), /^application\/problem\+json/);
  await app.close();
});

test('no cache keeps an error, whatever was said of the answer that it takes the place of', async () => {
  const app = await createHttp({ log: createLog('silent') });
  app.get('/assets/:name', { config: { permission: 'public' } }, async (_request, reply) => {
    void reply.header('cache-control', 'public, max-age=31536000, immutable');
    throw new LanyardError('not_found');
  });
  const { headers, statusCode } = await app.inject({ url: '/assets/gone.js' });
  assert.deepEqual([statusCode, headers['cache-control']], [404, 'no-store']);
  await app.close();
});

test('a listener that has https alone tells browsers to stay with it, on errors too; others say nothing', async () => {
  for (const strictTransport of [true, false]) {
    const app = await createHttp({ log: createLog('silent'), strictTransport });
    const { headers } = await app.inject({ url: '/nothing' });
    assert.equal(headers['strict-transport-security'], strictTransport ? 'max-age=31536000' : undefined);
    await app.close();
  }
});

test('who is not let in learns nothing of what a route takes: the guard comes before the schema', async () => {
  let open = false;
  const guard = () =>
    open ? Promise.resolve({ kind: 'public' } as const) : Promise.reject(new LanyardError('session_required'));
  const app = await createHttp({ log: createLog('silent'), guard });
  const schema = { body: z.strictObject({ secret: z.string() }) };
  app.post('/act', { config: { permission: 'session' }, schema }, () => ({}));
  const code = async () =>
    (JSON.parse((await app.inject({ method: 'POST', url: '/act', payload: {} })).body) as { code: string }).code;
  assert.equal(await code(), 'session_required');
  open = true;
  assert.equal(await code(), 'input_invalid');
  await app.close();
});

test('an interface lists its routes with what each asks for', async () => {
  const app = await createHttp({ log: createLog('silent') });
  app.get('/a', { config: { permission: 'public' } }, () => ({}));
  app.delete('/b/:id', { config: { permission: 'admin.people.write', freshCard: true } }, () => ({}));
  const asked = routesOf(app).map(({ method, url, permission, freshCard }) => ({ method, url, permission, freshCard }));
  assert.deepEqual(asked, [
    { method: 'GET', url: '/a', permission: 'public', freshCard: false },
    { method: 'HEAD', url: '/a', permission: 'public', freshCard: false },
    { method: 'DELETE', url: '/b/:id', permission: 'admin.people.write', freshCard: true },
  ]);
  await app.close();
});

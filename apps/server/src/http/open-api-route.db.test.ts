import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createHttp, routesOf, type Http, type OpenApi, type Operation } from '@lanyard/kernel';
import { Validator } from '@seriousme/openapi-schema-validator';
import { compositions } from '../listeners.ts';
import { openOnFreshDatabase, type Opened } from '../testing/opened.ts';

let opened: Opened;
let app: Http;
let described: OpenApi;

before(async () => {
  opened = await openOnFreshDatabase();
  app = await createHttp({
    log: opened.contexts.log,
    guard: async () => ({
      kind: 'token',
      tokenId: randomUUID(),
      name: 'reader',
      personId: randomUUID(),
      roles: ['administrator'],
      scopes: ['overview.read'],
      spaces: null,
    }),
  });
  compositions.portal(opened.contexts, app);
  await app.ready();
  const answer = await app.inject({ url: '/api/admin/openapi.json' });
  assert.equal(answer.statusCode, 200, answer.body.slice(0, 500));
  described = answer.json<OpenApi>();
});
after(async () => {
  await app?.close();
  await opened?.close();
});

/** Answers that are files; all others have a schema, or nothing in them. */
const FILES = /\/(crl|certificate|file|icon|config|openapi\.json|screenshots\/\{screenshotId\})$/;

/** Bodies that are files. */
const UPLOADS = /\/(parts\/\{number\}|people\/import)$/;

interface Described extends Operation {
  readonly method: string;
  readonly path: string;
}
const operations = (): Described[] =>
  Object.entries(described.paths).flatMap(([path, ways]) =>
    Object.entries(ways).map(([method, one]) => ({ ...one, method: method.toUpperCase(), path })),
  );
const nameOf = ({ method, path }: Described): string => `${method} ${path}`;

test('every route of the admin interface is described, with its permission, by a name of its own', () => {
  const routes = routesOf(app).filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/admin/'));
  const all = new Map(operations().map((one) => [nameOf(one), one]));
  assert.ok(routes.length > 150);
  for (const { method, url, permission } of routes) {
    const name = `${method} ${url.replaceAll(/:([A-Za-z0-9]+)/g, '{$1}')}`;
    assert.equal(all.get(name)?.['x-permission'], permission, name);
  }
  assert.equal(all.size, routes.length);
  assert.equal(new Set(operations().map(({ operationId }) => operationId)).size, all.size);
});

test('every route that reads a body says which, and every one that answers says what', () => {
  const bodies = new Set(routesOf(app).flatMap(({ method, url, schema }) => (schema?.body ? `${method} ${url}` : [])));
  for (const one of operations()) {
    const route = `${one.method} ${one.path.replaceAll(/\{([A-Za-z0-9]+)\}/g, ':$1')}`;
    if (bodies.has(route)) {
      const type = UPLOADS.test(one.path) ? '*/*' : 'application/json';
      assert.deepEqual(Object.keys(one.requestBody?.content ?? {}), [type], nameOf(one));
    }
    const [code = '', answer] = Object.entries(one.responses).find(([status]) => status.startsWith('2')) ?? [];
    const types = Object.keys((answer as { content?: object } | undefined)?.content ?? {});
    if (one.method === 'GET' && FILES.test(one.path)) assert.deepEqual(types, ['*/*'], nameOf(one));
    else if (code !== '204') assert.deepEqual(types, ['application/json'], nameOf(one));
    assert.ok('default' in one.responses, nameOf(one));
    for (const [, name] of one.path.matchAll(/\{([^}]+)\}/g))
      assert.ok(
        one.parameters?.some((parameter) => parameter.name === name),
        `${nameOf(one)}: ${name}`,
      );
  }
});

test('the description is OpenAPI 3.1, as another validator judges', async () => {
  const result = await new Validator().validate(structuredClone(described) as unknown as Record<string, unknown>);
  assert.deepEqual(result.errors ?? [], []);
  assert.equal(result.valid, true);
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { ApiTokenMade, ApiTokenView, ListPage } from '@lanyard/contract';
import { actorOf, adminOf, days, executeSql, type Http, minutes } from '@lanyard/kernel';
import type { Pair } from '../testing/authority.ts';
import { type Answer, ask, type Browser } from '../testing/browser.ts';
import { cards } from '../testing/cards.ts';
import { ADA } from '../testing/doubles.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
let ada: Pair;
let admin: string;

before(async () => {
  world = await openWorld();
  ada = await cards.authentication(world.issuing);
  admin = await world.listen(
    (app: Http) => {
      app.get('/read', { config: { permission: 'admin.people.read' } }, (request) => adminOf(request));
      app.post('/write', { config: { permission: 'admin.people.write' } }, (request) => actorOf(request));
      app.get('/audit', { config: { permission: 'admin.audit.read' } }, () => ({}));
      app.get('/card', { config: { permission: 'admin.people.read', freshCard: true } }, () => ({}));
      app.get('/own', { config: { permission: 'session' } }, () => ({}));
    },
    { guard: world.signin.guard },
  );
});
after(() => world.close());
beforeEach(() => {
  world.people.splice(0, Infinity, ADA);
  world.grants.clear();
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  world.clock.advance(3_600_000);
});

const inDays = (n: number): string => new Date(world.clock.now().getTime() + days(n)).toISOString();
const wanted = (over: object = {}) => ({
  name: 'Entra provisioning',
  scopes: ['people.read', 'people.write'],
  expiresAt: inDays(30),
  ...over,
});
const signedIn = async (): Promise<Browser> => (await world.signIn(ada)).browser;
const make = (browser: Browser, over: object = {}): Promise<Answer> =>
  browser.call('POST', '/api/admin/tokens', { body: wanted(over) });
const tokenOf = async (over: object = {}): Promise<ApiTokenMade> => {
  const answer = await make(await signedIn(), over);
  assert.equal(answer.status, 201, answer.text);
  return answer.json() as ApiTokenMade;
};
const call = (path: string, token: string, method = 'GET'): Promise<Answer> =>
  ask(admin + path, { method, headers: { authorization: `Bearer ${token}` } });
const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

test('a program with a token does what its scopes say, without cookie or page, and the audit log can name it', async () => {
  world.told.length = 0;
  const { token, view } = await tokenOf();
  assert.deepEqual(world.told, [{ personId: ADA.id, way: 'The API token "Entra provisioning" was made' }]);
  assert.match(token, /^lanyard_[A-Za-z0-9_-]{43}$/);
  const caller = (await call('/read', token)).json() as Record<string, unknown>;
  assert.deepEqual(caller, {
    kind: 'token',
    tokenId: view.id,
    name: 'Entra provisioning',
    personId: ADA.id,
    roles: [],
    scopes: ['people.read', 'people.write'],
    spaces: null,
  });
  const actor = { kind: 'token', personId: ADA.id, tokenId: view.id, name: 'Entra provisioning' };
  assert.deepEqual((await call('/write', token, 'POST')).json(), actor);
  assert.equal(codeOf(await call('/audit', token)), 'permission_denied');
});

test('a token opens no page of a person, and nothing that needs a card', async () => {
  const { token } = await tokenOf();
  assert.equal(codeOf(await call('/own', token)), 'session_required');
  assert.equal(codeOf(await call('/card', token)), 'session_not_primary');
});

test('nobody gives a token more than they may, and a token loses what its maker loses', async () => {
  world.grants.set(ADA.id, [{ role: 'security-officer', spaces: null }]);
  const refused = await make(await signedIn());
  assert.equal(codeOf(refused), 'permission_denied');
  assert.deepEqual((refused.json() as { details: object }).details, { scopes: ['people.write'] });
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  const { token } = await tokenOf();
  world.grants.set(ADA.id, [{ role: 'auditor', spaces: null }]);
  assert.equal((await call('/read', token)).status, 200);
  assert.equal(codeOf(await call('/write', token, 'POST')), 'permission_denied');
  world.people.splice(0, 1, { ...ADA, state: 'terminated' });
  assert.equal(codeOf(await call('/read', token)), 'token_invalid');
});

test('a token of somebody bound to spaces is bound to them', async () => {
  const { token } = await tokenOf({ scopes: ['devices.read'] });
  world.grants.set(ADA.id, [{ role: 'space-administrator', spaces: ['north', 'south'] }]);
  assert.equal(codeOf(await call('/read', token)), 'permission_denied');
  const other = await tokenOfScopes(['people.read']);
  const { spaces } = (await call('/read', other)).json() as { spaces: string[] };
  assert.deepEqual(spaces, ['north', 'south']);
});

async function tokenOfScopes(scopes: string[]): Promise<string> {
  const before = world.grants.get(ADA.id) ?? [];
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  const { token } = await tokenOf({ scopes });
  world.grants.set(ADA.id, before);
  return token;
}

test('a token ends on its day, at the latest after a year', async () => {
  const { token } = await tokenOf({ expiresAt: inDays(1) });
  world.clock.advance(days(1));
  assert.equal(codeOf(await call('/read', token)), 'token_invalid');
  const browser = await signedIn();
  for (const expiresAt of [inDays(367), inDays(-1)])
    assert.equal(codeOf(await make(browser, { expiresAt })), 'input_invalid');
  assert.equal(codeOf(await make(browser, { expiresAt: undefined })), 'input_invalid');
});

test('a revoked token is refused from the next call on, and revoking it twice finds nothing', async () => {
  const { token, view } = await tokenOf();
  const browser = await signedIn();
  assert.equal((await browser.call('DELETE', `/api/admin/tokens/${view.id}`)).status, 204);
  assert.equal(codeOf(await call('/read', token)), 'token_invalid');
  assert.equal(codeOf(await browser.call('DELETE', `/api/admin/tokens/${view.id}`)), 'not_found');
  const { items } = (await browser.call('GET', '/api/admin/tokens?state=revoked')).json() as ListPage<ApiTokenView>;
  assert.deepEqual([items[0]?.id, items[0]?.owner.displayName], [view.id, 'Ada Lovelace']);
});

test('a program makes and revokes no tokens, whatever its scopes', async () => {
  const { token, view } = await tokenOf({ scopes: ['administrators.write', 'administrators.read'] });
  const asProgram = (method: string, path: string, body?: object) =>
    ask(world.portal + path, { method, headers: { authorization: `Bearer ${token}` }, body });
  assert.equal((await asProgram('GET', '/api/admin/tokens')).status, 200);
  assert.equal(codeOf(await asProgram('POST', '/api/admin/tokens', wanted())), 'token_not_for_this');
  assert.equal(codeOf(await asProgram('DELETE', `/api/admin/tokens/${view.id}`)), 'token_not_for_this');
});

test('a token of nobody is refused and never falls back to the cookie beside it', async () => {
  const browser = await signedIn();
  const cookie = `lanyard-session=${browser.cookie('lanyard-session') ?? ''}`;
  for (const bearer of [`lanyard_${'x'.repeat(43)}`, 'lanyard_', 'something-else'])
    for (const extra of [{}, { cookie }]) {
      const answer = await ask(`${admin}/read`, { headers: { authorization: `Bearer ${bearer}`, ...extra } });
      assert.equal(codeOf(answer), 'token_invalid');
    }
});

test('a cookie still needs its page where a token does not', async () => {
  const browser = await signedIn();
  const cookie = `lanyard-session=${browser.cookie('lanyard-session') ?? ''}`;
  assert.equal(codeOf(await ask(`${admin}/write`, { method: 'POST', headers: { cookie } })), 'csrf_refused');
});

test('the last use is noted to the minute, not at every call', async () => {
  const { token, view } = await tokenOf();
  const used = async () =>
    (await executeSql(world.db.pool, 'select last_used_at as at from signin.api_token where id = $1', [view.id])).rows;
  const first = world.clock.now();
  await call('/read', token);
  world.clock.advance(minutes(1) - 1);
  await call('/read', token);
  assert.deepEqual(await used(), [{ at: first }]);
  world.clock.advance(1);
  await call('/read', token);
  assert.deepEqual(await used(), [{ at: world.clock.now() }]);
});

test('neither database, nor audit log, nor log has the token', async () => {
  const { token } = await tokenOf();
  await call('/read', token);
  const tables = ['signin.api_token', 'kernel.audit'].map((table) =>
    executeSql(world.db.pool, `select * from ${table}`),
  );
  const all = JSON.stringify([(await Promise.all(tables)).map(({ rows }) => rows), world.logged]);
  assert.ok(!all.includes(token.slice('lanyard_'.length)));
});

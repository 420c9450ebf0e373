// Every route of the running composition, asked by everybody there is: the guard's answer is that of the table of roles.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  type AdminPermission,
  adminPermissions,
  permissionsOf,
  role,
  type Role,
  type SessionKind,
  type SessionView,
} from '@lanyard/contract';
import { createHttp, executeSql, type Http, LanyardError, type RouteOfApp, routesOf } from '@lanyard/kernel';
import type { OpenContexts } from './contexts.ts';
import { compositions } from './listeners.ts';
import { anyNames, openOnFreshDatabase, type Opened, sessionFor } from './testing/opened.ts';

/** Somebody who calls, and how. */
interface Somebody {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly by: SessionKind | 'token' | 'nobody';
  readonly headers: Readonly<Record<string, string>>;
}

type Listener = keyof typeof compositions;

/** The guard let it in; the handler is never reached. */
const IN = 'authority_unknown';
/** Routes of the admin interface that a stranger may reach, since the secret in the body is the proof. */
const OPEN = ['POST /api/admin/first', 'POST /api/admin/first/look'];

/** Questions whose input has no place in an address; they change nothing. */
const QUESTION = /\/(preview|check|parse-pairs|substitution|certificate-test|lint|simulation)$/;

let contexts: OpenContexts;
let opened: Opened;
const apps = new Map<Listener, Http>();
const everybody: Somebody[] = [];

before(async () => {
  opened = await openOnFreshDatabase();
  contexts = opened.contexts;
  for (const listener of Object.keys(compositions) as Listener[]) apps.set(listener, await composed(listener));
  everybody.push({ name: 'nobody', roles: [], by: 'nobody', headers: {} });
  everybody.push(await inSession('a card holder without a role', [], 'primary'));
  for (const name of role.options) everybody.push(await inSession(name, [name], 'primary'));
  for (const by of ['derived', 'link', 'passkey'] as const)
    everybody.push(await inSession(`an administrator by ${by}`, ['administrator'], by));
  everybody.push(await withToken('a program of an administrator', ['administrator'], adminPermissions));
  everybody.push(await withToken('a program that may read people', ['administrator'], ['people.read']));
});
after(async () => {
  for (const app of apps.values()) await app.close();
  await opened?.close();
});

/** A listener as it is served, but that whoever is let in gets no further. */
async function composed(listener: Listener): Promise<Http> {
  const guard = listener === 'wallet' ? contexts.fleet.guard : contexts.signin.guard;
  const app = await createHttp({
    log: contexts.log,
    ratePerMinute: 1_000_000,
    forwardedCertificates: listener === 'proxy',
    guard: async (request) => {
      await guard(request);
      throw new LanyardError(IN);
    },
  });
  await compositions[listener](contexts, app);
  await app.ready();
  return app;
}

async function person(roles: readonly Role[]): Promise<string> {
  const { db, directory } = contexts;
  const actor = { kind: 'console', user: 'test' } as const;
  return db.tx(async (tx) => {
    const { id } = await directory.addPerson(tx, anyNames());
    const grants = roles.map((name) => ({ role: name, spaces: name === 'space-administrator' ? ['north'] : null }));
    await directory.putRoles(tx, { personId: id, roles: grants }, { actor, may: null });
    return id;
  });
}

async function inSession(name: string, roles: readonly Role[], by: SessionKind): Promise<Somebody> {
  if (by === 'passkey') await allowPasskeys();
  const { cookie, origin } = await sessionFor(contexts, await person(roles), by);
  const answer = await portalApp().inject({ url: '/api/session', headers: { cookie } });
  assert.equal(codeOf(answer.body), IN);
  return {
    name,
    roles,
    by,
    headers: { cookie, origin, 'x-csrf-token': await csrfOf({ cookie }) },
  };
}

const portalApp = (): Http => apps.get('portal') ?? assert.fail('no portal');

/** The session's own view of itself, from an interface whose handlers run. */
async function csrfOf(headers: Record<string, string>): Promise<string> {
  const app = await createHttp({ log: contexts.log, guard: contexts.signin.guard });
  contexts.signin.routes.portal(app);
  const { body } = await app.inject({ url: '/api/session', headers });
  await app.close();
  return (JSON.parse(body) as SessionView).csrfToken;
}

const allowPasskeys = () =>
  contexts.db.tx((tx) =>
    contexts.directory.putSetting(tx, { kind: 'admin_sign_in', groupId: null, rank: 0, value: { passkeys: true } }),
  );

async function withToken(name: string, roles: readonly Role[], scopes: readonly AdminPermission[]): Promise<Somebody> {
  const token = `lanyard_${createHash('sha256').update(name).digest('base64url')}`;
  await executeSql(
    contexts.db.pool,
    `insert into signin.api_token (id, token_hash, name, scopes, person_id, created_at, expires_at)
      values ($1, $2, $3, $4, $5, now(), now() + interval '1 day')`,
    [randomUUID(), createHash('sha256').update(token).digest(), name, scopes, await person(roles)],
  );
  const headers = { authorization: `Bearer ${token}` };
  return { name, roles, by: 'token', headers: { ...headers, 'x-scopes': scopes.join(' ') } };
}

/** What the table of roles says of a route, written down a second time and without looking at the guard. */
function expected({ permission, freshCard }: RouteOfApp, { roles, by, headers }: Somebody): string {
  if (permission === 'session') return by === 'nobody' || by === 'token' ? 'session_required' : IN;
  if (permission === 'session.primary') {
    if (by === 'nobody' || by === 'token') return 'session_required';
    return by === 'primary' ? IN : 'session_not_primary';
  }
  if (by === 'nobody') return 'session_required';
  if (by === 'derived') return 'session_not_primary';
  if (by === 'token' && freshCard) return 'session_not_primary';
  const wanted = permission.slice('admin.'.length) as AdminPermission;
  const scoped = by !== 'token' || (headers['x-scopes'] ?? '').split(' ').includes(wanted);
  if (!scoped || !roles.some((name) => permissionsOf[name].has(wanted))) return 'permission_denied';
  return freshCard && by !== 'primary' ? 'session_not_primary' : IN;
}

const addressOf = (url: string): string =>
  url.replaceAll(/:[A-Za-z]+/g, '018f6d1e-0000-7000-8000-00000000000a').replace('*', 'x');
const codeOf = (body: string): string => (body === '' ? 'nothing' : (JSON.parse(body) as { code: string }).code);
const nameOf = ({ method, url }: RouteOfApp): string => `${method} ${url}`;
const isAdmin = ({ url }: RouteOfApp): boolean => /^\/(api\/admin|scim\/v2)(\/|$)/.test(url);

test('of every route of the portal each role, and each way in, is let in exactly where the table of roles says', async () => {
  const app = portalApp();
  const routes = routesOf(app).filter(({ permission, method }) => permission !== 'public' && method !== 'HEAD');
  assert.ok(routes.filter(isAdmin).length > 10, 'the admin interface is served here');
  const wrong: string[] = [];
  const askAs = async (route: RouteOfApp, somebody: Somebody): Promise<void> => {
    const asked = { method: route.method as 'GET', url: addressOf(route.url), headers: { ...somebody.headers } };
    const code = codeOf((await app.inject(asked)).body);
    const right = expected(route, somebody);
    if (code !== right)
      wrong.push(`${nameOf(route)} (${route.permission}) by ${somebody.name}: ${code} instead of ${right}`);
  };
  for (const route of routes) await Promise.all(everybody.map((somebody) => askAs(route, somebody)));
  assert.deepEqual(wrong, []);
});

test('an answer to HEAD asks for what the answer to GET asks for', () => {
  const routes = routesOf(portalApp());
  for (const head of routes.filter(({ method }) => method === 'HEAD')) {
    const get = routes.find(({ method, url }) => method === 'GET' && url === head.url);
    assert.equal(head.permission, get?.permission, head.url);
  }
});

test('no route of the admin interface is open to strangers or to every card holder, but the named', () => {
  const routes = [...apps.values()].flatMap((app) => routesOf(app)).filter(isAdmin);
  const open = routes.filter(({ permission }) => !permission.startsWith('admin.'));
  assert.deepEqual(open.map(nameOf).toSorted(), [...OPEN].toSorted());
  for (const { permission } of open) assert.equal(permission, 'public');
});

test('every permission that a route asks for is one that some role has', () => {
  const known = new Set<string>(adminPermissions.map((name) => `admin.${name}`));
  const all = new Set(
    Object.values(permissionsOf)
      .flatMap((some) => [...some])
      .map((name) => `admin.${name}`),
  );
  for (const { permission, url } of routesOf(portalApp()))
    if (permission.startsWith('admin.'))
      assert.ok(known.has(permission) && all.has(permission), `${url}: ${permission}`);
});

test('an auditor changes nothing: what an auditor is let in to is asked with GET, or answers and forgets', () => {
  const changing = routesOf(portalApp()).filter(({ permission, method, url }) => {
    if (!permission.startsWith('admin.') || method === 'GET' || method === 'HEAD' || QUESTION.test(url)) return false;
    return permissionsOf.auditor.has(permission.slice('admin.'.length) as AdminPermission);
  });
  // Withdrawing is for who asked alone, which the route itself checks.
  assert.deepEqual(changing.map(nameOf), ['DELETE /api/admin/approvals/:id']);
});

test('ADM-006 no other listener has a route that a session or a role opens, and none of them lets a stranger to a device’s', async () => {
  for (const [listener, app] of apps) {
    if (listener === 'portal') continue;
    for (const { method, url, permission } of routesOf(app)) {
      assert.ok(
        permission === 'public' || permission === 'device',
        `${listener}: ${method} ${url} asks for ${permission}`,
      );
      if (permission === 'public' || method === 'HEAD') continue;
      const { body } = await app.inject({ method: method as 'GET', url: addressOf(url) });
      assert.notEqual(codeOf(body), IN, `${listener}: ${method} ${url}`);
    }
  }
});

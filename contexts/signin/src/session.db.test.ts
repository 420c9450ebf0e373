import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { isErrorCode, portalAuthenticationSetting } from '@lanyard/contract';
import { type Http, minutes, sessionOf } from '@lanyard/kernel';
import { portalCookie } from './session/cookies.ts';
import type { Pair } from './testing/authority.ts';
import { type Answer, ask, type Browser } from './testing/browser.ts';
import { cards } from './testing/cards.ts';
import { ADA } from './testing/doubles.ts';
import { openWorld, type World } from './testing/world.ts';

const COOKIE = 'lanyard-session';
let world: World;
let ada: Pair;
let acts: string;

before(async () => {
  world = await openWorld();
  ada = await cards.authentication(world.issuing);
  acts = await world.listen(
    (app: Http) => {
      app.post('/act', { config: { permission: 'session.primary' } }, (request) => sessionOf(request));
      app.get('/read', { config: { permission: 'session' } }, (request) => sessionOf(request));
    },
    { guard: world.signin.guard },
  );
});
after(() => world.close());
beforeEach(() => {
  world.people.splice(0, Infinity, ADA);
  world.clock.advance(3_600_000);
});

function assertCode(answer: Answer, code: string): void {
  assert.ok(isErrorCode(code));
  assert.equal((answer.json() as { code: string }).code, code, answer.text);
}

/** The session's own view of itself, or the code that refuses it. */
async function standing(browser: Browser): Promise<string> {
  const answer = await browser.call('GET', '/api/session');
  return answer.status === 200 ? 'signed in' : (answer.json() as { code: string }).code;
}

async function ticketFor(browser: Browser): Promise<string> {
  const { headers } = await world.show(ada, { browser });
  return String(headers.location).split('#ticket=')[1] ?? '';
}

const act = (browser: Browser, headers: Record<string, string> = {}): Promise<Answer> => {
  const own = {
    cookie: `${COOKIE}=${browser.cookie(COOKIE) ?? ''}`,
    origin: world.portal,
    'x-csrf-token': browser.csrfToken,
  };
  return ask(`${acts}/act`, { method: 'POST', headers: { ...own, ...headers } });
};

test('a ticket opens one session; shown again it opens none', async () => {
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  const attempt = browser.cookie('lanyard-sign-in') ?? '';
  assert.equal((await browser.call('POST', '/api/session', { body: { ticket } })).status, 200);
  browser.keep('lanyard-sign-in', attempt);
  assertCode(await browser.call('POST', '/api/session', { body: { ticket } }), 'ticket_invalid');
});

test('of two that show a ticket at the same moment one gets the session', async () => {
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  const answers = await Promise.all([1, 2, 3, 4].map(() => browser.call('POST', '/api/session', { body: { ticket } })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('a ticket in another browser opens nothing, there and afterwards', async () => {
  const mine = world.browser();
  const ticket = await ticketFor(mine);
  const other = world.browser();
  assertCode(await other.call('POST', '/api/session', { body: { ticket } }), 'sign_in_attempt_unknown');
  assertCode(await mine.call('POST', '/api/session', { body: { ticket } }), 'ticket_invalid');
  const third = world.browser();
  const another = await ticketFor(world.browser());
  await third.call('POST', '/api/sign-in');
  assertCode(await third.call('POST', '/api/session', { body: { ticket: another } }), 'sign_in_attempt_unknown');
});

test('a ticket lives a minute', async () => {
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  world.clock.advance(60_000);
  assertCode(await browser.call('POST', '/api/session', { body: { ticket } }), 'ticket_invalid');
});

test('a ticket that nobody gave is refused', async () => {
  assertCode(
    await world.browser().call('POST', '/api/session', { body: { ticket: 'x'.repeat(43) } }),
    'ticket_invalid',
  );
});

test('a person who ended between card and portal gets no session', async () => {
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  world.people.splice(0, 1, { ...ADA, state: 'terminated' });
  assertCode(await browser.call('POST', '/api/session', { body: { ticket } }), 'person_not_active');
});

test('the database has neither cookie nor ticket, only hashes', async () => {
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  await browser.call('POST', '/api/session', { body: { ticket } });
  type Row = { 'signin.session': { token_hash: Buffer }; 'signin.attempt': { ticket_hash: Buffer } };
  const tables = world.db.pool.withTables<Row>();
  const everything = JSON.stringify([
    await tables.selectFrom('signin.session').selectAll().execute(),
    await tables.selectFrom('signin.attempt').selectAll().execute(),
  ]);
  for (const secret of [browser.cookie(COOKIE) ?? '?', ticket]) assert.ok(!everything.includes(secret));
});

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  const { headers } = await browser.call('POST', '/api/session', { body: { ticket } });
  const line = [headers['set-cookie'] ?? []].flat().find((c) => c.startsWith(COOKIE)) ?? '';
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=3600'])
    assert.ok(line.includes(attribute), line);
});

test('over https the cookie is Secure and bound to its host by name, behind a TLS proxy too', () => {
  const set: unknown[][] = [];
  const reply = { setCookie: (...args: unknown[]) => set.push(args) };
  const cookie = portalCookie('session', ['https://portal.example']);
  type Args = Parameters<typeof cookie.set>;
  for (const request of [
    { protocol: 'https', host: 'elsewhere' },
    { protocol: 'http', host: 'portal.example' },
  ]) {
    cookie.set(request as Args[0], reply as unknown as Args[1], 'v', 60);
  }
  for (const [name, , attributes] of set) {
    assert.equal(name, '__Host-lanyard-session');
    assert.deepEqual(attributes, { path: '/', httpOnly: true, sameSite: 'strict', secure: true, maxAge: 60 });
  }
  assert.equal(set.length, 2);
});

test('a new sign-in in the same browser gives a new cookie and ends the session before', async () => {
  const { browser } = await world.signIn(ada);
  const old = browser.cookie(COOKIE) ?? '';
  await world.signIn(ada, browser);
  assert.notEqual(browser.cookie(COOKIE), old);
  assert.equal(await standing(browser), 'signed in');
  browser.keep(COOKIE, old);
  assert.equal(await standing(browser), 'session_required');
});

test('sessions are listed with their own marked, and one can end another', async () => {
  const { browser: here } = await world.signIn(ada);
  const { browser: there, session } = await world.signIn(ada);
  type List = { items: { id: string; current: boolean; userAgent: string }[] };
  const listed = (await here.call('GET', '/api/sessions')).json() as List;
  assert.equal(listed.items.length, 2);
  assert.equal(listed.items.filter(({ current }) => current).length, 1);
  assert.match(listed.items[0]?.userAgent ?? '', /Chrome/);
  assert.equal((await here.call('DELETE', `/api/sessions/${session.id}`)).status, 204);
  assert.equal(await standing(there), 'session_required');
  assert.equal(await standing(here), 'signed in');
  assertCode(await here.call('DELETE', `/api/sessions/${session.id}`), 'not_found');
});

test('nobody ends somebody else’s session', async () => {
  const bob = { ...ADA, id: '22222222-2222-4222-8222-222222222222', userName: 'bob' };
  const { session } = await world.signIn(ada);
  const { browser: other } = await world.signIn(ada);
  world.people.push(bob);
  await world.db.pool
    .withTables<{ 'signin.session': { id: string; person_id: string } }>()
    .updateTable('signin.session')
    .set({ person_id: bob.id })
    .where('id', '=', session.id)
    .execute();
  assertCode(await other.call('DELETE', `/api/sessions/${session.id}`), 'not_found');
});

test('signing out ends the session and takes the cookie away', async () => {
  const { browser } = await world.signIn(ada);
  const token = browser.cookie(COOKIE) ?? '';
  assert.equal((await browser.call('DELETE', '/api/session')).status, 204);
  assert.equal(browser.cookie(COOKIE), undefined);
  browser.keep(COOKIE, token);
  assert.equal(await standing(browser), 'session_required');
});

test('all sessions of a person end in the leader’s transaction, or none', async () => {
  const { browser } = await world.signIn(ada);
  const end = (fail: boolean) =>
    world.db.tx(async (tx) => {
      await world.signin.sessions.endForPerson(tx, ADA.id, 'card reported lost');
      if (fail) throw new Error('the leader gives up');
    });
  await assert.rejects(end(true), /gives up/);
  assert.equal(await standing(browser), 'signed in');
  await end(false);
  assert.equal(await standing(browser), 'session_required');
});

test('a session ends with its person', async () => {
  const { browser } = await world.signIn(ada);
  world.people.splice(0, 1, { ...ADA, state: 'suspended' });
  assert.equal(await standing(browser), 'session_required');
});

test('a session ends after 30 idle minutes, and after the setting’s time however busy', async () => {
  const { browser } = await world.signIn(ada);
  world.clock.advance(minutes(29));
  assert.equal(await standing(browser), 'signed in');
  world.clock.advance(minutes(29));
  assert.equal(await standing(browser), 'signed in');
  world.clock.advance(minutes(2));
  assert.equal(await standing(browser), 'session_required');
  const { browser: idle } = await world.signIn(ada);
  world.clock.advance(minutes(30));
  assert.equal(await standing(idle), 'session_required');
});

test('the setting says how long a session lasts', async () => {
  world.settings.own.set(ADA.id, portalAuthenticationSetting.parse({ ...world.settings.fallback, sessionMinutes: 5 }));
  const { session } = await world.signIn(ada);
  assert.equal(new Date(session.expiresAt).getTime() - new Date(session.signedInAt).getTime(), minutes(5));
  world.settings.own.clear();
});

test('what needs the card is allowed for 20 minutes after it was shown', async () => {
  const { browser, session } = await world.signIn(ada);
  assert.equal(new Date(session.freshUntil).getTime() - new Date(session.signedInAt).getTime(), minutes(20));
  assert.deepEqual((await act(browser)).json(), {
    kind: 'session',
    sessionId: session.id,
    personId: ADA.id,
    signedInBy: 'primary',
    primary: true,
    fresh: true,
    roles: [],
    spaces: [],
  });
  world.clock.advance(minutes(20));
  assertCode(await act(browser), 'session_not_fresh');
  const read = await ask(`${acts}/read`, { headers: { cookie: `${COOKIE}=${browser.cookie(COOKIE) ?? ''}` } });
  assert.equal((read.json() as { fresh: boolean }).fresh, false);
});

test('a derived sign-in is never enough for what needs the card', async () => {
  const { browser, session } = await world.signIn(ada);
  await world.db.pool
    .withTables<{ 'signin.session': { id: string; kind: string } }>()
    .updateTable('signin.session')
    .set({ kind: 'derived' })
    .where('id', '=', session.id)
    .execute();
  assertCode(await act(browser), 'session_not_primary');
});

test('a call that changes something needs the session’s token and the portal’s own origin', async () => {
  const { browser } = await world.signIn(ada);
  const { session: foreign } = await world.signIn(ada);
  assertCode(await act(browser, { 'x-csrf-token': '' }), 'csrf_refused');
  assertCode(await act(browser, { 'x-csrf-token': foreign.csrfToken }), 'csrf_refused');
  assertCode(await act(browser, { origin: 'https://evil.example' }), 'csrf_refused');
  assertCode(await act(browser, { origin: 'null' }), 'csrf_refused');
  for (const site of ['cross-site', 'same-site', 'none']) {
    assertCode(await act(browser, { 'sec-fetch-site': site }), 'csrf_refused');
  }
  assert.equal((await act(browser, { 'sec-fetch-site': 'same-origin' })).status, 200);
  assert.equal((await act(browser)).status, 200);
});

test('another site can neither begin a sign-in nor use a ticket', async () => {
  const evil = { headers: { origin: 'https://evil.example' } };
  assertCode(await world.browser().call('POST', '/api/sign-in', evil), 'csrf_refused');
  assertCode(await ask(`${world.portal}/api/sign-in`, { method: 'POST' }), 'csrf_refused');
  const browser = world.browser();
  const ticket = await ticketFor(browser);
  assertCode(await browser.call('POST', '/api/session', { ...evil, body: { ticket } }), 'csrf_refused');
  assert.equal(
    (await browser.call('POST', '/api/session', { body: { ticket } })).status,
    200,
    'the ticket was not used up',
  );
});

test('SSP-022 before sign-in the portal tells where to go, and asks for no password', async () => {
  const facts = (await ask(`${world.portal}/api/portal`)).json();
  assert.deepEqual(facts, {
    organisation: 'Test Agency',
    cardHosts: [...world.cardHosts],
    walletUrl: 'http://localhost:1',
    passkeys: false,
    branding: null,
  });
  assertCode(await world.browser().call('GET', '/api/session'), 'session_required');
  assertCode(
    await world.browser().call('POST', '/api/session', { body: { ticket: 'x'.repeat(43), password: 'secret' } }),
    'input_invalid',
  );
});

test('a flood of sign-ins from one place is held back', async () => {
  Object.assign(world.config, { limits: { startsPerSource: 3 } });
  const start = (): Promise<Answer> => world.browser().call('POST', '/api/sign-in');
  for (let i = 0; i < 3; i++) assert.equal((await start()).status, 200);
  assertCode(await start(), 'rate_limited');
  Object.assign(world.config, { limits: {} });
  assert.equal((await start()).status, 200);
});

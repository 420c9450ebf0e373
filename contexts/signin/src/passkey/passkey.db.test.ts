import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { adminSignInSetting, type PasskeyList, type PasskeyOptions, type SessionView } from '@lanyard/contract';
import { executeSql, type Http, minutes, sessionOf } from '@lanyard/kernel';
import type { Pair } from '../testing/authority.ts';
import { Authenticator, type Ceremony } from '../testing/authenticator.ts';
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
      app.get('/admin', { config: { permission: 'admin.people.read' } }, (request) => sessionOf(request));
      app.get('/card', { config: { permission: 'session.primary' } }, () => ({}));
      app.get('/fresh', { config: { permission: 'admin.people.read', freshCard: true } }, () => ({}));
    },
    { guard: world.signin.guard },
  );
});
after(() => world.close());
beforeEach(async () => {
  await executeSql(world.db.pool, 'delete from signin.passkey');
  world.people.splice(0, Infinity, ADA);
  world.grants.clear();
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  world.adminSignIn = adminSignInSetting.parse({ passkeys: true, sessionMinutes: 30 });
  world.clock.advance(3_600_000);
});

const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;
const here = (over: Partial<Ceremony> = {}): Ceremony => ({ origin: world.portal, ...over });
type Creation = Parameters<Authenticator['create']>[0];

async function offered(browser: Browser): Promise<Creation> {
  const answer = await browser.call('POST', '/api/passkeys/options');
  assert.equal(answer.status, 200, answer.text);
  return (answer.json() as { options: Creation }).options;
}

const add = (browser: Browser, credential: object): Promise<Answer> =>
  browser.call('POST', '/api/passkeys', { body: { name: 'work laptop', credential } });

/** A passkey of Ada's, registered after a card sign-in. */
async function registered(): Promise<Authenticator> {
  const { browser } = await world.signIn(ada);
  const key = new Authenticator();
  const answer = await add(browser, key.create(await offered(browser), here()));
  assert.equal(answer.status, 201, answer.text);
  return key;
}

async function started(browser: Browser): Promise<PasskeyOptions['options']> {
  const answer = await browser.call('POST', '/api/sign-in/passkey');
  assert.equal(answer.status, 200, answer.text);
  return (answer.json() as PasskeyOptions).options;
}

const show = (browser: Browser, credential: object): Promise<Answer> =>
  browser.call('POST', '/api/session/passkey', { body: { credential } });

async function signIn(key: Authenticator, over: Partial<Ceremony> = {}, browser = world.browser()): Promise<Answer> {
  key.counter += 1;
  return show(browser, key.get(await started(browser), here(over)));
}

const at = (browser: Browser, path: string): Promise<Answer> =>
  ask(admin + path, { headers: { cookie: `lanyard-session=${browser.cookie('lanyard-session') ?? ''}` } });

test('a passkey opens the admin interface for as long as the setting says, and never what needs the card', async () => {
  const key = await registered();
  const browser = world.browser();
  const answer = await signIn(key, {}, browser);
  assert.equal(answer.status, 200, answer.text);
  const session = answer.json() as SessionView;
  assert.deepEqual([session.kind, session.certificate, session.personId], ['passkey', null, ADA.id]);
  assert.equal(Date.parse(session.expiresAt) - Date.parse(session.signedInAt), minutes(30));
  assert.equal(((await at(browser, '/admin')).json() as { signedInBy: string }).signedInBy, 'passkey');
  for (const path of ['/card', '/fresh']) assert.equal(codeOf(await at(browser, path)), 'session_not_primary', path);
});

test('who gets a passkey is written about it', async () => {
  world.told.length = 0;
  await registered();
  assert.deepEqual(world.told, [{ personId: ADA.id, way: 'The passkey "work laptop" was added' }]);
});

test('passkeys are off until the setting allows them, and a session ends when it no longer does', async () => {
  const key = await registered();
  const browser = world.browser();
  await signIn(key, {}, browser);
  world.adminSignIn = adminSignInSetting.parse({});
  assert.equal(codeOf(await at(browser, '/admin')), 'session_required');
  assert.equal(codeOf(await world.browser().call('POST', '/api/sign-in/passkey')), 'passkeys_off');
  const { browser: signedIn } = await world.signIn(ada);
  assert.equal(codeOf(await signedIn.call('POST', '/api/passkeys/options')), 'passkeys_off');
});

test('only a fresh card, or a link of the console, adds a passkey; a passkey adds none', async () => {
  const key = await registered();
  const { browser } = await world.signIn(ada);
  const options = await offered(browser);
  world.clock.advance(minutes(20));
  assert.equal(codeOf(await browser.call('POST', '/api/passkeys/options')), 'session_not_fresh');
  assert.equal(codeOf(await add(browser, new Authenticator().create(options, here()))), 'session_not_fresh');
  const other = world.browser();
  other.csrfToken = ((await signIn(key, {}, other)).json() as SessionView).csrfToken;
  assert.equal(codeOf(await other.call('POST', '/api/passkeys/options')), 'session_not_fresh');
  const { mayAdd, items } = (await other.call('GET', '/api/passkeys')).json() as PasskeyList;
  assert.deepEqual([mayAdd, items.length > 0], ['sign_in_with_card', true]);
});

test('who has no role has no use for a passkey', async () => {
  const key = await registered();
  world.grants.clear();
  assert.equal(codeOf(await signIn(key)), 'passkey_refused');
  const { browser } = await world.signIn(ada);
  assert.equal(codeOf(await browser.call('POST', '/api/passkeys/options')), 'permission_denied');
});

test('a passkey that did not ask its user for PIN or finger is refused, at both ceremonies', async () => {
  const { browser } = await world.signIn(ada);
  const unverified = new Authenticator().create(await offered(browser), here({ verified: false }));
  assert.equal(codeOf(await add(browser, unverified)), 'passkey_refused');
  assert.equal(codeOf(await signIn(await registered(), { verified: false })), 'passkey_refused');
});

test('what was signed for another site is refused', async () => {
  const key = await registered();
  assert.equal(codeOf(await signIn(key, { origin: 'https://portal.evil.example' })), 'passkey_refused');
});

test('a challenge counts once, within five minutes, and in the browser that asked for it', async () => {
  const key = await registered();
  const browser = world.browser();
  const options = await started(browser);
  const cookie = browser.cookie('lanyard-passkey') ?? '';
  key.counter += 1;
  const proof = key.get(options, here());
  assert.equal(codeOf(await show(world.browser(), proof)), 'passkey_refused', 'without the cookie');
  const thief = world.browser();
  await started(thief);
  assert.equal(codeOf(await show(thief, proof)), 'passkey_refused', 'with the cookie of another start');
  assert.equal((await show(browser, proof)).status, 200);
  browser.keep('lanyard-passkey', cookie);
  assert.equal(codeOf(await show(browser, proof)), 'passkey_refused', 'again');
  const late = world.browser();
  const old = await started(late);
  world.clock.advance(minutes(5));
  key.counter += 1;
  assert.equal(codeOf(await show(late, key.get(old, here()))), 'passkey_refused', 'late');
});

test('a challenge to add a passkey does not sign in, and one to sign in adds none', async () => {
  const key = await registered();
  const { browser } = await world.signIn(ada);
  const toAdd = await offered(browser);
  await started(browser);
  key.counter += 1;
  assert.equal(codeOf(await show(browser, key.get(toAdd, here()))), 'passkey_refused');
  const toSignIn = { ...toAdd, ...(await started(browser)) };
  assert.equal(codeOf(await add(browser, new Authenticator().create(toSignIn, here()))), 'passkey_refused');
});

test('a copy of an authenticator that counts is found out', async () => {
  const key = await registered();
  assert.equal((await signIn(key)).status, 200);
  key.counter -= 1;
  assert.equal(codeOf(await signIn(key)), 'passkey_refused');
});

test('of one proof shown twice at the same moment one opens a session', async () => {
  const key = await registered();
  const browser = world.browser();
  key.counter += 1;
  const proof = key.get(await started(browser), here());
  const answers = await Promise.all([1, 2, 3].map(() => show(browser, proof)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('an answer does not tell which part of a passkey was wrong; the audit log does', async () => {
  const answer = await signIn(new Authenticator());
  assert.deepEqual([codeOf(answer), (answer.json() as { details?: object }).details], ['passkey_refused', undefined]);
  const { rows } = await executeSql(world.db.pool, 'select act, details from kernel.audit order by id desc limit 1');
  assert.deepEqual(rows, [{ act: 'sign_in.refused', details: { code: 'passkey_refused', why: 'no such passkey' } }]);
});

test('a passkey taken away signs nobody in', async () => {
  const key = await registered();
  const { browser } = await world.signIn(ada);
  const { items } = (await browser.call('GET', '/api/passkeys')).json() as PasskeyList;
  for (const { id } of items) assert.equal((await browser.call('DELETE', `/api/passkeys/${id}`)).status, 204);
  assert.equal(codeOf(await signIn(key)), 'passkey_refused');
});

test('nobody takes away somebody else’s passkey', async () => {
  await registered();
  const { browser } = await world.signIn(ada);
  await executeSql(world.db.pool, 'update signin.passkey set person_id = gen_random_uuid()');
  const { rows } = await executeSql(world.db.pool, 'select id from signin.passkey limit 1');
  const [{ id } = { id: '' }] = rows as { id: string }[];
  assert.equal(codeOf(await browser.call('DELETE', `/api/passkeys/${id}`)), 'not_found');
});

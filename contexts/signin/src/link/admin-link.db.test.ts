import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { AdminLinkView, SessionView } from '@lanyard/contract';
import { executeSql, type Http, minutes, sessionOf } from '@lanyard/kernel';
import { type Answer, ask, type Browser } from '../testing/browser.ts';
import { ADA } from '../testing/doubles.ts';
import { openWorld, type World } from '../testing/world.ts';

const EVE = {
  userName: 'eve',
  upn: 'eve@agency.example',
  email: 'eve@agency.example',
  givenName: 'Eve',
  surname: 'Lund',
};
const CONSOLE = { kind: 'console', user: 'root' } as const;
let world: World;
let admin: string;

before(async () => {
  world = await openWorld();
  admin = await world.listen(
    (app: Http) => {
      app.get('/read', { config: { permission: 'admin.people.read' } }, (request) => sessionOf(request));
      app.get('/fresh', { config: { permission: 'admin.people.read', freshCard: true } }, () => ({}));
      app.get('/own', { config: { permission: 'session.primary' } }, () => ({}));
    },
    { guard: world.signin.guard },
  );
});
after(() => world.close());
beforeEach(() => {
  world.people.splice(0, Infinity, ADA);
  world.grants.clear();
  world.clock.advance(3_600_000);
});

const secretOf = (url: string): string => new URL(url).hash.slice(1);
const linkFor = async (personId: string | null, atStart = false): Promise<string> =>
  secretOf((await world.signin.adminLinks.make({ personId, atStart }, CONSOLE)).url);
const redeem = (browser: Browser, token: string, person?: object): Promise<Answer> =>
  browser.call('POST', '/api/admin/first', { body: { token, ...(person && { person }) } });
const look = (token: string): Promise<Answer> =>
  world.browser().call('POST', '/api/admin/first/look', { body: { token } });
const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;
const at = (browser: Browser, path: string): Promise<Answer> =>
  ask(admin + path, { headers: { cookie: `lanyard-session=${browser.cookie('lanyard-session') ?? ''}` } });

test('the first administrator comes in with the link of the start, and says who they are', async () => {
  const token = await linkFor(null, true);
  const { person, first } = (await look(token)).json() as AdminLinkView;
  assert.deepEqual([person, first], [null, true]);
  const browser = world.browser();
  const answer = await redeem(browser, token, EVE);
  assert.equal(answer.status, 200, answer.text);
  const session = answer.json() as SessionView;
  assert.deepEqual(
    { kind: session.kind, roles: session.roles, spaces: session.spaces, certificate: session.certificate },
    { kind: 'link', roles: ['administrator'], spaces: null, certificate: null },
  );
  assert.equal(Date.parse(session.expiresAt) - Date.parse(session.signedInAt), minutes(60));
  assert.equal((await browser.call('GET', '/api/session')).status, 200);
});

test('a link opens the admin interface, and nothing that needs the card', async () => {
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  const browser = world.browser();
  world.told.length = 0;
  assert.equal((await redeem(browser, await linkFor(ADA.id))).status, 200);
  assert.deepEqual(
    world.told.map(({ personId }) => personId),
    [ADA.id],
    'who was signed in is written about it',
  );
  const { signedInBy, primary, fresh } = (await at(browser, '/read')).json() as Record<string, unknown>;
  assert.deepEqual({ signedInBy, primary, fresh }, { signedInBy: 'link', primary: false, fresh: false });
  for (const path of ['/fresh', '/own']) assert.equal(codeOf(await at(browser, path)), 'session_not_primary', path);
});

test('a link is good once: shown again, and of four at the same moment, it opens nothing more', async () => {
  world.grants.set(ADA.id, [{ role: 'auditor', spaces: null }]);
  const token = await linkFor(ADA.id);
  const answers = await Promise.all([1, 2, 3, 4].map(() => redeem(world.browser(), token)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  for (const answer of answers) if (answer.status !== 200) assert.equal(codeOf(answer), 'admin_link_invalid');
  assert.equal(codeOf(await redeem(world.browser(), token)), 'admin_link_invalid');
  assert.equal(codeOf(await look(token)), 'admin_link_invalid');
});

test('a link lives half an hour', async () => {
  const token = await linkFor(null);
  world.clock.advance(minutes(30));
  assert.equal(codeOf(await redeem(world.browser(), token, EVE)), 'admin_link_invalid');
});

test('a start’s link counts only while nobody is administrator; the console’s counts always', async () => {
  const [ofStart, second, ofConsole] = [await linkFor(null, true), await linkFor(null, true), await linkFor(null)];
  assert.equal((await redeem(world.browser(), ofStart, EVE)).status, 200);
  assert.equal(codeOf(await look(second)), 'admin_link_invalid');
  assert.equal(codeOf(await redeem(world.browser(), second, { ...EVE, userName: 'eve2' })), 'admin_link_invalid');
  assert.equal((await redeem(world.browser(), ofConsole, { ...EVE, userName: 'eve3' })).status, 200);
});

test('a slip in the form does not use the link up', async () => {
  const token = await linkFor(null);
  assert.equal(codeOf(await redeem(world.browser(), token)), 'input_invalid');
  assert.equal(codeOf(await redeem(world.browser(), token, { ...EVE, upn: 'eve' })), 'input_invalid');
  assert.equal(codeOf(await redeem(world.browser(), token, { ...EVE, userName: 'ada' })), 'conflict');
  assert.equal((await redeem(world.browser(), token, EVE)).status, 200);
});

test('a link for somebody who lost their role or their account since opens nothing', async () => {
  const withoutRole = await linkFor(ADA.id);
  assert.equal(codeOf(await redeem(world.browser(), withoutRole)), 'admin_link_invalid');
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  world.people.splice(0, 1, { ...ADA, state: 'suspended' });
  assert.equal(codeOf(await redeem(world.browser(), withoutRole)), 'person_not_active');
});

test('another site cannot sign a browser in with a link, nor can one source try for long', async () => {
  const token = await linkFor(null);
  const foreign = await ask(`${world.portal}/api/admin/first`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: { token, person: EVE },
  });
  assert.equal(codeOf(foreign), 'csrf_refused');
  const guesses = await Promise.all(Array.from({ length: 10 }, () => look('x'.repeat(43))));
  assert.deepEqual([...new Set(guesses.map(codeOf))], ['admin_link_invalid']);
  assert.equal(codeOf(await redeem(world.browser(), token, EVE)), 'rate_limited');
});

test('the session that the browser had ends, and the new one has a cookie of its own', async () => {
  world.grants.set(ADA.id, [{ role: 'administrator', spaces: null }]);
  const browser = world.browser();
  await redeem(browser, await linkFor(ADA.id));
  const old = browser.cookie('lanyard-session') ?? '';
  await redeem(browser, await linkFor(ADA.id));
  assert.notEqual(browser.cookie('lanyard-session'), old);
  const other = world.browser();
  other.keep('lanyard-session', old);
  assert.equal(codeOf(await other.call('GET', '/api/session')), 'session_required');
});

test('neither database nor log has a link’s secret, and the audit log has who made it and who came in', async () => {
  const token = await linkFor(null);
  const answer = await redeem(world.browser(), token, EVE);
  const { personId } = answer.json() as SessionView;
  const rows = (await executeSql(world.db.pool, 'select * from signin.admin_link')).rows;
  assert.ok(!JSON.stringify([rows, world.logged]).includes(token));
  const audit = (await executeSql(world.db.pool, 'select act, actor, person_id from kernel.audit order by id'))
    .rows as {
    act: string;
    actor: { kind: string };
    person_id: string;
  }[];
  const last = audit.slice(-3).map(({ act, actor, person_id }) => [act, actor.kind, person_id]);
  assert.deepEqual(last, [
    ['admin_link.made', 'console', null],
    ['admin_link.redeemed', 'stranger', personId],
    ['session.opened', 'person', personId],
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeSql, openDb } from '@lanyard/kernel';
import { nameFrom } from '@lanyard/pki';
import { ask } from './testing/browser.ts';
import { cards } from './testing/cards.ts';
import { Desk } from './testing/desk.ts';
import { ADA } from './testing/doubles.ts';
import { World } from './testing/world.ts';

const desk = new Desk();

test('SSP-001 SSP-010 SSP-012 a card certificate with a UPN leads to a session of the person it names', async () => {
  const { session } = await desk.world.signIn(desk.ada);
  assert.equal(session.personId, ADA.id);
  assert.equal(session.kind, 'primary');
  assert.equal(session.certificate?.serial, desk.ada.certificate.serial);
  assert.deepEqual(
    desk.world.proved.map(({ personId }) => personId),
    [ADA.id],
  );
});

test('the way back carries the ticket in the fragment, leaks no referrer and is kept by no cache', async () => {
  const answer = await desk.world.show(desk.ada);
  assert.equal(answer.status, 303);
  assert.match(String(answer.headers.location), new RegExp(`^${desk.world.portal}/signed-in#ticket=[\\w-]{43}$`));
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.ok(
    !desk.world.logged.join('').includes(String(answer.headers.location).split('=')[1] ?? '?'),
    'the log has no ticket',
  );
});

test('SSP-009 no certificate gives a page that says how to get to one', async () => {
  const { text, status } = await desk.refused(null, 'certificate_missing');
  assert.equal(status, 401);
  assert.match(text, /Put the card into the reader/);
});

test('SSP-011 a wrong certificate of the card is named, and so is the one to choose', async () => {
  const wrong = [
    [await cards.encryption(desk.world.issuing), 'Key Management (encryption)'],
    [await cards.signature(desk.world.issuing), 'Digital Signature'],
    [await cards.cardAuthentication(desk.world.issuing), 'Card Authentication'],
  ] as const;
  for (const [card, kind] of wrong) {
    const { text } = await desk.refused(card, 'certificate_wrong_kind');
    assert.ok(text.includes(`<dd>${kind}</dd>`), kind);
    assert.ok(text.includes(card.certificate.serial));
    assert.match(text, /The one to choose: PIV Authentication certificate/);
  }
});

test('"Choose another certificate" leads to the same attempt on the other card host, and there it works', async () => {
  const browser = desk.world.browser();
  const wrong = await desk.refused(await cards.encryption(desk.world.issuing), 'certificate_wrong_kind', { browser });
  const next = /<a class="first" href="([^"]+)">Choose another certificate/.exec(wrong.text)?.[1] ?? '';
  assert.ok(next.startsWith(`${desk.world.cardHosts[1]}/card/`));
  assert.equal((await ask(next, { card: desk.ada })).status, 303);
});

test('ADM-029 a certificate without a UPN, or with two, signs nobody in', async () => {
  await desk.refused(await cards.authentication(desk.world.issuing, { upn: null }), 'certificate_without_upn');
  const two = await cards.authentication(desk.world.issuing, {
    otherNames: [{ kind: 'upn', value: 'root@agency.example' }],
  });
  await desk.refused(two, 'certificate_invalid');
});

test('a UPN that is no plain name@suffix signs nobody in, and the audit log takes it', async () => {
  for (const upn of [
    'ada@agency.example\u0000',
    'ada',
    '@agency.example',
    'a\u202Eda@agency.example',
    'ad\uFF41@agency.example',
    'ada@agency.e\u212Aample',
    '\u0130da@agency.example',
    `${'a'.repeat(320)}@agency.example`,
  ]) {
    await desk.refused(await cards.authentication(desk.world.issuing, { upn }), 'certificate_invalid');
  }
});

test('SSP-002 SSP-003 a mobile browser gets a clear message, at the portal and at the card host', async () => {
  const headers = {
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  };
  const start = await desk.world.browser().call('POST', '/api/sign-in', { headers });
  assert.equal((start.json() as { code: string }).code, 'mobile_browser');
  await desk.refused(desk.ada, 'mobile_browser', { headers });
});

test('a flood from one address, mobile or without an attempt, is kept out of the audit log', async () => {
  const { config, db } = desk.world;
  const refusals = async () =>
    (await executeSql(db.pool, `select 1 from kernel.audit where act = 'sign_in.refused'`)).rows.length;
  const headers = { 'user-agent': 'Mozilla/5.0 (Linux; Android 16) Mobile' };
  const before = await refusals();
  Object.assign(config, { limits: { cardsPerSource: 3 } });
  try {
    for (let n = 0; n < 3; n++) await desk.refused(desk.ada, 'mobile_browser', { headers });
    for (let n = 0; n < 3; n++) await desk.refused(desk.ada, 'rate_limited', { headers });
  } finally {
    Object.assign(config, { limits: undefined });
  }
  assert.equal((await refusals()) - before, 3);
});

test('SSP-004 Firefox signs in like any other desktop browser', async () => {
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  assert.equal((await desk.world.show(desk.ada, { headers })).status, 303);
});

test('a good certificate of somebody who is not known, or not active, signs nobody in', async () => {
  await desk.refused(
    await cards.authentication(desk.world.issuing, { upn: 'nobody@agency.example' }),
    'person_unknown',
  );
  for (const state of ['suspended', 'terminated'] as const) {
    desk.world.people.splice(0, 1, { ...ADA, state });
    await desk.refused(desk.ada, 'person_not_active');
  }
});

test('a UPN is matched whatever its case', async () => {
  assert.equal(
    (await desk.world.show(await cards.authentication(desk.world.issuing, { upn: 'Ada@AGENCY.example' }))).status,
    303,
  );
});

test('what a stranger writes into a certificate stays text on the page', async () => {
  const subject = nameFrom([{ type: 'CN', value: '<img src=x onerror=alert(1)>' }]);
  const { text } = await desk.refused(
    await cards.authentication(desk.world.issuing, { subject, upn: null }),
    'certificate_without_upn',
  );
  assert.ok(!text.includes('<img'));
  assert.ok(text.includes('&lt;img src=x'));
});

test('a refusal leaves an audit row with the page’s reference, and the log has the same', async () => {
  const { headers } = await desk.refused(await cards.signature(desk.world.issuing), 'certificate_wrong_kind');
  const reference = String(headers['x-correlation-id']);
  const row = await desk.world.db.pool
    .withTables<{
      'kernel.audit': { act: string; correlation_id: string; details: { code?: string; serial?: string } };
    }>()
    .selectFrom('kernel.audit')
    .select(['act', 'details'])
    .where('correlation_id', '=', reference)
    .executeTakeFirstOrThrow();
  assert.equal(row.act, 'sign_in.refused');
  assert.equal(row.details.code, 'certificate_wrong_kind');
  assert.ok(desk.world.logged.some((line) => line.includes(reference) && line.includes('certificate_wrong_kind')));
});

test('when the proof cannot be stored nothing is, and the same attempt works afterwards', async () => {
  const browser = desk.world.browser();
  desk.world.failProof = true;
  const start = await browser.call('POST', '/api/sign-in');
  const { url } = start.json() as { url: string };
  desk.assertPage(await ask(url, { card: desk.ada }), 'internal');
  desk.world.failProof = false;
  assert.equal((await ask(url, { card: desk.ada })).status, 303);
});

test('an attempt gives one ticket, lives ten minutes, and must have been begun', async () => {
  const begin = async () => ((await desk.world.browser().call('POST', '/api/sign-in')).json() as { url: string }).url;
  const used = await begin();
  assert.equal((await ask(used, { card: desk.ada })).status, 303);
  desk.world.proved.length = 0;
  desk.assertPage(await ask(used, { card: desk.ada }), 'sign_in_attempt_unknown');
  const old = await begin();
  desk.world.clock.advance(10 * 60_000);
  desk.assertPage(await ask(old, { card: desk.ada }), 'sign_in_attempt_unknown');
  desk.assertPage(
    await ask(`${desk.world.cardHosts[0]}/card/00000000-0000-4000-8000-000000000000`, { card: desk.ada }),
    'sign_in_attempt_unknown',
  );
  desk.assertPage(await ask(`${desk.world.cardHosts[0]}/card/1%27--`, { card: desk.ada }), 'sign_in_attempt_unknown');
});

test('one certificate is tried so often and no more; the page says to wait', async () => {
  const suspended = { ...ADA, state: 'suspended' as const };
  desk.world.people.splice(0, 1, suspended);
  Object.assign(desk.world.config, { limits: { triesPerCertificate: 3 } });
  for (let i = 0; i < 3; i++) await desk.refused(desk.ada, 'person_not_active');
  await desk.refused(desk.ada, 'rate_limited');
  desk.world.people.splice(0, 1, ADA);
  assert.equal(
    (await desk.world.show(await cards.authentication(desk.world.issuing))).status,
    303,
    'another certificate has tries of its own',
  );
  Object.assign(desk.world.config, { limits: {} });
});

test('while the database is away a page says so, and the portal answers in kind', async () => {
  const { root, issuing } = desk.world;
  const away = openDb({ host: '/nonexistent' });
  const world = new World(away, root, issuing, () => away.close());
  await world.open();
  const start = await world.browser().call('POST', '/api/sign-in');
  assert.equal((start.json() as { code: string }).code, 'database_unavailable');
  const card = await ask(`${world.cardHosts[0]}/card/00000000-0000-4000-8000-000000000000`, { card: desk.ada });
  desk.assertPage(card, 'database_unavailable');
  assert.match(card.text, />Try again</);
  await world.close();
});

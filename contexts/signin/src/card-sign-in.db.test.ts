import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { portalAuthenticationSetting, type ErrorCode } from '@lanyard/contract';
import { days } from '@lanyard/kernel';
import { type Bytes, ext, nameFrom } from '@lanyard/pki';
import { NOW, type Pair, TestAuthority } from './testing/authority.ts';
import { type Answer, ask, type Asked, type Browser } from './testing/browser.ts';
import { cards } from './testing/cards.ts';
import { ADA, anchorOf, openWorld, type World } from './testing/world.ts';

let world: World;
let ada: Pair;
let standard: World['settings']['fallback'];

before(async () => {
  world = await openWorld();
  ada = await cards.authentication(world.issuing);
  standard = world.settings.fallback;
});
after(() => world.close());
beforeEach(() => {
  Object.assign(world, { authorities: [world.root, world.issuing], failProof: false });
  Object.assign(world.settings, { fallback: standard });
  world.settings.own.clear();
  world.own.clear();
  world.people.splice(0, Infinity, ADA);
  for (const authority of world.authorities) Object.assign(authority, { revoked: [], reachable: true });
  world.proved.length = 0;
  world.clock.advance(3_600_000); // no window of a limit and no cached answer reaches from one test into the next
});

/** An authority below another, whose CRL can be had. */
async function below(
  authority: TestAuthority,
  spec: Parameters<typeof TestAuthority.create>[3] = {},
): Promise<TestAuthority> {
  const number = world.authorities.length;
  const made = await TestAuthority.create(
    `Sub CA ${number}`,
    `http://crl.agency.example/sub${number}.crl`,
    authority,
    spec,
  );
  world.authorities.push(made);
  return made;
}

/** The refusal is a page of its own, and nobody is signed in. */
function assertPage(answer: Answer, code: ErrorCode): void {
  assert.equal(answer.text.match(/<dt>Code<\/dt>\s*<dd><code>(\w+)/)?.[1], code);
  assert.match(String(answer.headers['content-type']), /^text\/html/);
  assert.match(
    answer.text,
    new RegExp(`<code>${String(answer.headers['x-correlation-id'])}</code>`),
    'the reference is on the page',
  );
  assert.equal(answer.headers.location, undefined);
  assert.equal(answer.headers.connection, 'close');
  assert.deepEqual(world.proved, []);
}

const refused = async (
  card: Pair | null,
  code: ErrorCode,
  asked: Asked & { browser?: Browser } = {},
): Promise<Answer> => {
  const answer = await world.show(card, asked);
  assertPage(answer, code);
  return answer;
};

test('SSP-001 SSP-010 SSP-012 a card certificate with a UPN leads to a session of the person it names', async () => {
  const { session } = await world.signIn(ada);
  assert.equal(session.personId, ADA.id);
  assert.equal(session.kind, 'primary');
  assert.equal(session.certificate.serial, ada.certificate.serial);
  assert.deepEqual(
    world.proved.map(({ personId }) => personId),
    [ADA.id],
  );
});

test('the way back carries the ticket in the fragment, leaks no referrer and is kept by no cache', async () => {
  const answer = await world.show(ada);
  assert.equal(answer.status, 303);
  assert.match(String(answer.headers.location), new RegExp(`^${world.portal}/signed-in#ticket=[\\w-]{43}$`));
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.ok(
    !world.logged.join('').includes(String(answer.headers.location).split('=')[1] ?? '?'),
    'the log has no ticket',
  );
});

test('an intermediate that nobody uploaded is fetched from where the card says', async () => {
  const unlisted = await below(world.root);
  const caIssuers = ['http://crl.agency.example/unlisted.cer'];
  const card = await cards.authentication(unlisted, { more: [ext.authorityInfoAccess({ caIssuers })] });
  await refused(card, 'certificate_not_trusted');
  world.published.set(caIssuers[0] ?? '', unlisted.certificate.der);
  assert.equal((await world.show(card)).status, 303);
});

test('intermediates that the browser sends are used where TLS shows them', async () => {
  // Node hides them once TLS itself finds a path, which it does to a self-signed anchor only.
  world.settings.fallback = portalAuthenticationSetting.parse({ anchors: [anchorOf(world.issuing)] });
  const unlisted = await below(world.issuing);
  const card = await cards.authentication(unlisted);
  await refused(card, 'certificate_not_trusted');
  assert.equal((await world.show(card, { above: unlisted.pair.certPem })).status, 303);
});

test('SSP-009 no certificate gives a page that says how to get to one', async () => {
  const { text, status } = await refused(null, 'certificate_missing');
  assert.equal(status, 401);
  assert.match(text, /Put the card into the reader/);
});

test('SSP-011 a wrong certificate of the card is named, and so is the one to choose', async () => {
  const wrong = [
    [await cards.encryption(world.issuing), 'Key Management (encryption)'],
    [await cards.signature(world.issuing), 'Digital Signature'],
    [await cards.cardAuthentication(world.issuing), 'Card Authentication'],
  ] as const;
  for (const [card, kind] of wrong) {
    const { text } = await refused(card, 'certificate_wrong_kind');
    assert.ok(text.includes(`<dd>${kind}</dd>`), kind);
    assert.ok(text.includes(card.certificate.serial));
    assert.match(text, /The one to choose: PIV Authentication certificate/);
  }
});

test('"Choose another certificate" leads to the same attempt on the other card host, and there it works', async () => {
  const browser = world.browser();
  const wrong = await refused(await cards.encryption(world.issuing), 'certificate_wrong_kind', { browser });
  const next = /<a class="first" href="([^"]+)">Choose another certificate/.exec(wrong.text)?.[1] ?? '';
  assert.ok(next.startsWith(`${world.cardHosts[1]}/card/`));
  assert.equal((await ask(next, { card: ada })).status, 303);
});

test('a certificate without a UPN, or with two, signs nobody in', async () => {
  await refused(await cards.authentication(world.issuing, { upn: null }), 'certificate_without_upn');
  const two = await cards.authentication(world.issuing, {
    otherNames: [{ kind: 'upn', value: 'root@agency.example' }],
  });
  await refused(two, 'certificate_invalid');
});

test('SSP-002 SSP-003 a mobile browser gets a clear message, at the portal and at the card host', async () => {
  const headers = {
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  };
  const start = await world.browser().call('POST', '/api/sign-in', { headers });
  assert.equal((start.json() as { code: string }).code, 'mobile_browser');
  await refused(ada, 'mobile_browser', { headers });
});

test('SSP-004 Firefox signs in like any other desktop browser', async () => {
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
  assert.equal((await world.show(ada, { headers })).status, 303);
});

test('a certificate of an issuer that nobody trusts is refused before anything is said about people', async () => {
  const stranger = await TestAuthority.create('Strange CA', 'http://crl.agency.example/strange.crl', null);
  for (const upn of ['ada@agency.example', 'nobody@agency.example']) {
    await refused(await cards.authentication(stranger, { upn }), 'certificate_not_trusted');
  }
});

test('a wrong signature is refused', async () => {
  const mangle = (der: Bytes): Bytes => der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1);
  await refused(await cards.authentication(world.issuing, { mangle }), 'certificate_invalid');
});

test('dates are held: expired, and not valid yet', async () => {
  const at = (n: number): Date => new Date(NOW.getTime() + days(n));
  await refused(
    await cards.authentication(world.issuing, { notBefore: at(-20), notAfter: at(-1) }),
    'certificate_expired',
  );
  await refused(
    await cards.authentication(world.issuing, { notBefore: at(10), notAfter: at(20) }),
    'certificate_not_yet_valid',
  );
});

const brokenAuthorities: Record<string, () => Promise<TestAuthority>> = {
  'the CA flag is missing': () => below(world.root, { ca: false }),
  'the path length is exceeded': async () => below(await below(world.root, { pathLength: 0 })),
  'the key usage of an authority does not allow certificates': () => below(world.root, { keyUsage: ['cRLSign'] }),
  'a name constraint is violated': () =>
    below(world.root, {
      extensions: [
        ext.nameConstraints({
          permitted: [
            {
              kind: 'directory',
              value: nameFrom([
                { type: 'C', value: 'US' },
                { type: 'O', value: 'Elsewhere' },
              ]),
            },
          ],
        }),
      ],
    }),
};
for (const [what, make] of Object.entries(brokenAuthorities)) {
  test(`refused when ${what}`, async () => {
    const authority = await make();
    const intermediates = world.authorities.map(({ pair }) => pair.certPem);
    world.settings.fallback = portalAuthenticationSetting.parse({ anchors: [anchorOf(world.root)], intermediates });
    await refused(await cards.authentication(authority), 'certificate_invalid');
  });
}

test('an unknown critical extension is refused', async () => {
  const more = [ext.raw('1.3.6.1.4.1.99999.7', true, Uint8Array.of(5, 0))];
  await refused(await cards.authentication(world.issuing, { more }), 'certificate_invalid');
});

test('a revoked card and a card on hold are refused each with its own page, and good again once the hold is lifted', async () => {
  world.issuing.revoked.push({ serial: ada.certificate.serialBytes, reason: 'keyCompromise' });
  await refused(ada, 'certificate_revoked');
  world.issuing.revoked.splice(0, 1, { serial: ada.certificate.serialBytes, reason: 'certificateHold' });
  world.clock.advance(days(0.1));
  await refused(ada, 'certificate_on_hold');
  world.issuing.revoked.length = 0;
  world.clock.advance(days(0.1));
  assert.equal((await world.show(ada)).status, 303);
});

test('status that cannot be learnt refuses the sign-in and says that nothing is wrong with the card', async () => {
  world.issuing.reachable = false;
  const { text, status } = await refused(ada, 'certificate_status_unknown');
  assert.equal(status, 503);
  assert.match(text, /Try again/);
});

test('a revoked issuing authority is not the card’s own fault', async () => {
  world.root.revoked.push({ serial: world.issuing.certificate.serialBytes, reason: 'keyCompromise' });
  await refused(ada, 'certificate_invalid');
});

test('a revocation list is fetched once for a while, and asked for again afterwards', async () => {
  const asked = (): number => world.fetched.filter((url) => url === world.issuing.crlUrl).length;
  const start = asked();
  await world.show(ada);
  await world.show(ada);
  assert.equal(asked() - start, 1);
  world.clock.advance(11 * 60_000);
  await world.show(ada);
  assert.equal(asked() - start, 2);
});

test('a derived credential is never a primary sign-in, by its issuer and by its policy', async () => {
  world.own.add(Buffer.from(ada.certificate.der).toString('hex'));
  await refused(ada, 'certificate_derived');
  const policies = ['2.16.840.1.101.3.2.1.3.40'];
  await refused(await cards.authentication(world.issuing, { policies }), 'certificate_derived');
});

test('where the setting names card policies, a card without one of them is not accepted', async () => {
  const require = (policy: string) => portalAuthenticationSetting.parse({ ...standard, cardPolicies: [policy] });
  world.settings.fallback = require('1.3.6.1.4.1.99999.2');
  await refused(ada, 'certificate_wrong_kind');
  world.settings.fallback = require('1.3.6.1.4.1.99999.1');
  // A policy counts only where every authority above passes it on.
  await refused(ada, 'certificate_wrong_kind');
  const passing = await below(world.root, { extensions: [ext.policies(['2.5.29.32.0'])] });
  world.settings.fallback = portalAuthenticationSetting.parse({
    ...world.settings.fallback,
    intermediates: [passing.pair.certPem],
  });
  assert.equal((await world.show(await cards.authentication(passing))).status, 303);
});

test('of two trusted issuers neither can name the other’s people', async () => {
  const partnerRoot = await TestAuthority.create(
    'Partner Anchor',
    'http://crl.agency.example/partner-anchor.crl',
    null,
  );
  world.authorities.push(partnerRoot);
  const forged = await cards.authentication(partnerRoot);
  world.settings.fallback = portalAuthenticationSetting.parse({
    ...standard,
    anchors: [anchorOf(world.root, ['agency.example']), anchorOf(partnerRoot, ['partner.example'])],
  });
  await refused(forged, 'certificate_names_other_organisation');
  assert.equal((await world.show(ada)).status, 303);
  world.proved.length = 0;
  const theirs = await cards.authentication(partnerRoot, { upn: 'eve@partner.example' });
  await refused(theirs, 'person_unknown');
});

test('of two trusted issuers one that names no suffixes speaks for nobody', async () => {
  const other = await TestAuthority.create('Silent Anchor', 'http://crl.agency.example/silent.crl', null);
  world.authorities.push(other);
  world.settings.fallback = portalAuthenticationSetting.parse({
    ...standard,
    anchors: [anchorOf(world.root, ['agency.example']), anchorOf(other)],
  });
  await refused(await cards.authentication(other), 'certificate_names_other_organisation');
});

test('the path must end at an anchor of the setting that wins for the person', async () => {
  const other = await TestAuthority.create('Other Anchor', 'http://crl.agency.example/other.crl', null);
  world.authorities.push(other);
  world.settings.fallback = portalAuthenticationSetting.parse({
    ...standard,
    anchors: [anchorOf(world.root, ['agency.example'])],
  });
  world.settings.own.set(ADA.id, portalAuthenticationSetting.parse({ anchors: [anchorOf(other, ['agency.example'])] }));
  await refused(ada, 'certificate_not_trusted');
  assert.equal((await world.show(await cards.authentication(other))).status, 303);
});

test('a good certificate of somebody who is not known, or not active, signs nobody in', async () => {
  await refused(await cards.authentication(world.issuing, { upn: 'nobody@agency.example' }), 'person_unknown');
  for (const state of ['suspended', 'terminated'] as const) {
    world.people.splice(0, 1, { ...ADA, state });
    await refused(ada, 'person_not_active');
  }
});

test('a UPN is matched whatever its case', async () => {
  assert.equal(
    (await world.show(await cards.authentication(world.issuing, { upn: 'Ada@AGENCY.example' }))).status,
    303,
  );
});

test('what a stranger writes into a certificate stays text on the page', async () => {
  const subject = nameFrom([{ type: 'CN', value: '<img src=x onerror=alert(1)>' }]);
  const { text } = await refused(
    await cards.authentication(world.issuing, { subject, upn: null }),
    'certificate_without_upn',
  );
  assert.ok(!text.includes('<img'));
  assert.ok(text.includes('&lt;img src=x'));
});

test('a refusal leaves an audit row with the page’s reference, and the log has the same', async () => {
  const { headers } = await refused(await cards.signature(world.issuing), 'certificate_wrong_kind');
  const reference = String(headers['x-correlation-id']);
  const row = await world.db.pool
    .withTables<{
      'kernel.audit': { act: string; correlation_id: string; details: { code?: string; serial?: string } };
    }>()
    .selectFrom('kernel.audit')
    .select(['act', 'details'])
    .where('correlation_id', '=', reference)
    .executeTakeFirstOrThrow();
  assert.equal(row.act, 'sign_in.refused');
  assert.equal(row.details.code, 'certificate_wrong_kind');
  assert.ok(world.logged.some((line) => line.includes(reference) && line.includes('certificate_wrong_kind')));
});

test('when the proof cannot be stored nothing is, and the same attempt works afterwards', async () => {
  const browser = world.browser();
  world.failProof = true;
  const start = await browser.call('POST', '/api/sign-in');
  const { url } = start.json() as { url: string };
  assertPage(await ask(url, { card: ada }), 'internal');
  world.failProof = false;
  assert.equal((await ask(url, { card: ada })).status, 303);
});

test('an attempt gives one ticket, lives ten minutes, and must have been begun', async () => {
  const begin = async () => ((await world.browser().call('POST', '/api/sign-in')).json() as { url: string }).url;
  const used = await begin();
  assert.equal((await ask(used, { card: ada })).status, 303);
  world.proved.length = 0;
  assertPage(await ask(used, { card: ada }), 'sign_in_attempt_unknown');
  const old = await begin();
  world.clock.advance(10 * 60_000);
  assertPage(await ask(old, { card: ada }), 'sign_in_attempt_unknown');
  assertPage(
    await ask(`${world.cardHosts[0]}/card/00000000-0000-4000-8000-000000000000`, { card: ada }),
    'sign_in_attempt_unknown',
  );
  assertPage(await ask(`${world.cardHosts[0]}/card/1%27--`, { card: ada }), 'sign_in_attempt_unknown');
});

test('one certificate is tried so often and no more; the page says to wait', async () => {
  const suspended = { ...ADA, state: 'suspended' as const };
  world.people.splice(0, 1, suspended);
  for (let i = 0; i < 20; i++) await refused(ada, 'person_not_active');
  await refused(ada, 'rate_limited');
  world.people.splice(0, 1, ADA);
  assert.equal(
    (await world.show(await cards.authentication(world.issuing))).status,
    303,
    'another certificate has tries of its own',
  );
});

test('the status of a primary is what is known of the certificate itself', async () => {
  const status = () => world.signin.primaryStatus(ada.certificate.der);
  assert.equal(await status(), 'good');
  const later = (): void => world.clock.advance(3_600_000);
  later();
  world.issuing.revoked.push({ serial: ada.certificate.serialBytes, reason: 'certificateHold' });
  assert.equal(await status(), 'on_hold');
  later();
  world.issuing.revoked.splice(0, 1, { serial: ada.certificate.serialBytes, reason: 'keyCompromise' });
  assert.equal(await status(), 'revoked');
  later();
  world.issuing.revoked.length = 0;
  world.issuing.reachable = false;
  assert.equal(await status(), 'unknown', 'a list that cannot be had ends nothing');
  later();
  world.issuing.reachable = true;
  world.root.revoked.push({ serial: world.issuing.certificate.serialBytes, reason: 'keyCompromise' });
  assert.equal(await status(), 'unknown', 'trouble further up is not the card’s own');
  const over = await cards.authentication(world.issuing, {
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2026-02-01'),
  });
  assert.equal(await world.signin.primaryStatus(over.certificate.der), 'expired');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portalAuthenticationSetting } from '@lanyard/contract';
import { days } from '@lanyard/kernel';
import { type Bytes, ext, nameFrom, toHex } from '@lanyard/pki';
import { NOW, TestAuthority } from '../testing/authority.ts';
import { cards } from '../testing/cards.ts';
import { Desk } from '../testing/desk.ts';
import { ADA } from '../testing/doubles.ts';
import { anchorOf } from '../testing/world.ts';

const desk = new Desk();

test('an intermediate that nobody uploaded is fetched from where the card says', async () => {
  const unlisted = await desk.below(desk.world.root);
  const caIssuers = ['http://crl.agency.example/unlisted.cer'];
  const card = await cards.authentication(unlisted, { more: [ext.authorityInfoAccess({ caIssuers })] });
  await desk.refused(card, 'certificate_not_trusted');
  desk.world.published.set(caIssuers[0] ?? '', unlisted.certificate.der);
  assert.equal((await desk.world.show(card)).status, 303);
});

test('intermediates that the browser sends are used where TLS shows them', async () => {
  // Node hides them once TLS itself finds a path, which it does to a self-signed anchor only.
  desk.world.settings.fallback = portalAuthenticationSetting.parse({ anchors: [anchorOf(desk.world.issuing)] });
  const unlisted = await desk.below(desk.world.issuing);
  const card = await cards.authentication(unlisted);
  await desk.refused(card, 'certificate_not_trusted');
  assert.equal((await desk.world.show(card, { above: unlisted.pair.certPem })).status, 303);
});

test('ADM-030 a certificate of an issuer that nobody trusts is refused before anything is said about people', async () => {
  const stranger = await TestAuthority.create('Strange CA', 'http://crl.agency.example/strange.crl', null);
  for (const upn of ['ada@agency.example', 'nobody@agency.example']) {
    await desk.refused(await cards.authentication(stranger, { upn }), 'certificate_not_trusted');
  }
});

test('a wrong signature is refused', async () => {
  const mangle = (der: Bytes): Bytes => der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1);
  await desk.refused(await cards.authentication(desk.world.issuing, { mangle }), 'certificate_invalid');
});

test('dates are held: expired, and not valid yet', async () => {
  const at = (n: number): Date => new Date(NOW.getTime() + days(n));
  await desk.refused(
    await cards.authentication(desk.world.issuing, { notBefore: at(-20), notAfter: at(-1) }),
    'certificate_expired',
  );
  await desk.refused(
    await cards.authentication(desk.world.issuing, { notBefore: at(10), notAfter: at(20) }),
    'certificate_not_yet_valid',
  );
});

const brokenAuthorities: Record<string, () => Promise<TestAuthority>> = {
  'the CA flag is missing': () => desk.below(desk.world.root, { ca: false }),
  'the path length is exceeded': async () => desk.below(await desk.below(desk.world.root, { pathLength: 0 })),
  'the key usage of an authority does not allow certificates': () =>
    desk.below(desk.world.root, { keyUsage: ['cRLSign'] }),
  'a name constraint is violated': () =>
    desk.below(desk.world.root, {
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
    const intermediates = desk.world.authorities.map(({ pair }) => pair.certPem);
    desk.world.settings.fallback = portalAuthenticationSetting.parse({
      anchors: [anchorOf(desk.world.root)],
      intermediates,
    });
    await desk.refused(await cards.authentication(authority), 'certificate_invalid');
  });
}

test('an unknown critical extension is refused', async () => {
  const more = [ext.raw('1.3.6.1.4.1.99999.7', true, Uint8Array.of(5, 0))];
  await desk.refused(await cards.authentication(desk.world.issuing, { more }), 'certificate_invalid');
});

test('a revoked card and a card on hold are refused each with its own page, and good again once the hold is lifted', async () => {
  desk.world.issuing.revoked.push({ serial: desk.ada.certificate.serialBytes, reason: 'keyCompromise' });
  await desk.refused(desk.ada, 'certificate_revoked');
  desk.world.issuing.revoked.splice(0, 1, { serial: desk.ada.certificate.serialBytes, reason: 'certificateHold' });
  desk.world.clock.advance(days(0.1));
  await desk.refused(desk.ada, 'certificate_on_hold');
  desk.world.issuing.revoked.length = 0;
  desk.world.clock.advance(days(0.1));
  assert.equal((await desk.world.show(desk.ada)).status, 303);
});

test('status that cannot be learnt refuses the sign-in and says that nothing is wrong with the card', async () => {
  desk.world.issuing.reachable = false;
  const { text, status } = await desk.refused(desk.ada, 'certificate_status_unknown');
  assert.equal(status, 503);
  assert.match(text, /Try again/);
});

test('a revoked issuing authority is not the card’s own fault', async () => {
  desk.world.root.revoked.push({ serial: desk.world.issuing.certificate.serialBytes, reason: 'keyCompromise' });
  await desk.refused(desk.ada, 'certificate_invalid');
});

test('a revocation list is fetched once for a while, and asked for again afterwards', async () => {
  const asked = (): number => desk.world.fetched.filter((url) => url === desk.world.issuing.crlUrl).length;
  const start = asked();
  await desk.world.show(desk.ada);
  await desk.world.show(desk.ada);
  assert.equal(asked() - start, 1);
  desk.world.clock.advance(5 * 60_000);
  await desk.world.show(desk.ada);
  assert.equal(asked() - start, 2);
});

test('OCSP is asked where the card names it: a revocation counts within seconds', async () => {
  const { issuing, clock } = desk.world;
  const card = await cards.authentication(issuing, { more: [ext.authorityInfoAccess({ ocsp: [issuing.ocspUrl] })] });
  issuing.reachable = false;
  assert.equal((await desk.world.show(card)).status, 303);
  desk.world.proved.length = 0;
  issuing.revoked.push({ serial: card.certificate.serialBytes, reason: 'keyCompromise' });
  clock.advance(5_000);
  await desk.refused(card, 'certificate_revoked');
  issuing.revoked.splice(0, 1, { serial: card.certificate.serialBytes, reason: 'certificateHold' });
  clock.advance(5_000);
  await desk.refused(card, 'certificate_on_hold');
});

test('a derived credential is never a primary sign-in, by its issuer and by its policy', async () => {
  desk.world.own.add(toHex(desk.ada.certificate.der));
  await desk.refused(desk.ada, 'certificate_derived');
  const policies = ['2.16.840.1.101.3.2.1.3.40'];
  await desk.refused(await cards.authentication(desk.world.issuing, { policies }), 'certificate_derived');
});

test('where the setting names card policies, a card without one of them is not accepted', async () => {
  const require = (policy: string) =>
    portalAuthenticationSetting.parse({ ...desk.world.settings.fallback, cardPolicies: [policy] });
  desk.world.settings.fallback = require('1.3.6.1.4.1.99999.2');
  await desk.refused(desk.ada, 'certificate_wrong_kind');
  desk.world.settings.fallback = require('1.3.6.1.4.1.99999.1');
  // A policy counts only where every authority above passes it on.
  await desk.refused(desk.ada, 'certificate_wrong_kind');
  const passing = await desk.below(desk.world.root, { extensions: [ext.policies(['2.5.29.32.0'])] });
  desk.world.settings.fallback = portalAuthenticationSetting.parse({
    ...desk.world.settings.fallback,
    intermediates: [passing.pair.certPem],
  });
  assert.equal((await desk.world.show(await cards.authentication(passing))).status, 303);
});

test('of two trusted issuers neither can name the other’s people', async () => {
  const partnerRoot = await TestAuthority.create(
    'Partner Anchor',
    'http://crl.agency.example/partner-anchor.crl',
    null,
  );
  desk.world.authorities.push(partnerRoot);
  const forged = await cards.authentication(partnerRoot);
  desk.world.settings.fallback = portalAuthenticationSetting.parse({
    ...desk.world.settings.fallback,
    anchors: [anchorOf(desk.world.root, ['agency.example']), anchorOf(partnerRoot, ['partner.example'])],
  });
  await desk.refused(forged, 'certificate_names_other_organisation');
  assert.equal((await desk.world.show(desk.ada)).status, 303);
  desk.world.proved.length = 0;
  const theirs = await cards.authentication(partnerRoot, { upn: 'eve@partner.example' });
  await desk.refused(theirs, 'person_unknown');
});

test('of two trusted issuers one that names no suffixes speaks for nobody', async () => {
  const other = await TestAuthority.create('Silent Anchor', 'http://crl.agency.example/silent.crl', null);
  desk.world.authorities.push(other);
  desk.world.settings.fallback = portalAuthenticationSetting.parse({
    ...desk.world.settings.fallback,
    anchors: [anchorOf(desk.world.root, ['agency.example']), anchorOf(other)],
  });
  await desk.refused(await cards.authentication(other), 'certificate_names_other_organisation');
});

test('the path must end at an anchor of the setting that wins for the person', async () => {
  const other = await TestAuthority.create('Other Anchor', 'http://crl.agency.example/other.crl', null);
  desk.world.authorities.push(other);
  desk.world.settings.fallback = portalAuthenticationSetting.parse({
    ...desk.world.settings.fallback,
    anchors: [anchorOf(desk.world.root, ['agency.example'])],
  });
  desk.world.settings.own.set(
    ADA.id,
    portalAuthenticationSetting.parse({ anchors: [anchorOf(other, ['agency.example'])] }),
  );
  await desk.refused(desk.ada, 'certificate_not_trusted');
  assert.equal((await desk.world.show(await cards.authentication(other))).status, 303);
});

test('the status of a primary is what is known of the certificate itself', async () => {
  const status = () => desk.world.signin.primaryStatus(desk.ada.certificate.der);
  assert.equal(await status(), 'good');
  const later = (): void => desk.world.clock.advance(3_600_000);
  later();
  desk.world.issuing.revoked.push({ serial: desk.ada.certificate.serialBytes, reason: 'certificateHold' });
  assert.equal(await status(), 'on_hold');
  later();
  desk.world.issuing.revoked.splice(0, 1, { serial: desk.ada.certificate.serialBytes, reason: 'keyCompromise' });
  assert.equal(await status(), 'revoked');
  later();
  desk.world.issuing.revoked.length = 0;
  desk.world.issuing.reachable = false;
  assert.equal(await status(), 'unknown', 'a list that cannot be had ends nothing');
  later();
  desk.world.issuing.reachable = true;
  desk.world.root.revoked.push({ serial: desk.world.issuing.certificate.serialBytes, reason: 'keyCompromise' });
  assert.equal(await status(), 'unknown', 'trouble further up is not the card’s own');
  const over = await cards.authentication(desk.world.issuing, {
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2026-02-01'),
  });
  assert.equal(await desk.world.signin.primaryStatus(over.certificate.der), 'expired');
});

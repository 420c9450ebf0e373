import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portalAuthenticationSetting } from '@lanyard/contract';
import { days } from '@lanyard/kernel';
import { NOW, TestAuthority, type Pair } from '../testing/authority.ts';
import { cards } from '../testing/cards.ts';
import { Desk } from '../testing/desk.ts';
import { anchorOf } from '../testing/world.ts';

const desk = new Desk();
const UPN = 'ada@agency.example';

/** What the answer beforehand is, and what then happens at the card host. */
async function bothWays(card: Pair, value: object): Promise<[string | null, string | null]> {
  const own = portalAuthenticationSetting.parse(value);
  const certificate = card.certificate.der;
  const answer = await desk.world.signin.wouldSignIn({ certificate, upn: UPN, own, all: [own] });
  desk.world.settings.fallback = own;
  const shown = await desk.world.show(card);
  const happened =
    shown.status === 303 ? null : (/<dt>Code<\/dt>\s*<dd><code>(\w+)/.exec(shown.text)?.[1] ?? shown.text);
  return [answer, happened];
}

test('what a change would do to a card is what then happens when it is shown', async () => {
  const { root, issuing } = desk.world;
  const intermediates = [issuing.pair.certPem];
  const stranger = await TestAuthority.create('Stranger', 'http://crl.agency.example/stranger.crl', null);
  const suffixed = (...suffixes: string[]) => ({ anchors: [anchorOf(root, suffixes)], intermediates });
  const good = await cards.authentication(issuing);
  const expired = await cards.authentication(issuing, {
    notBefore: new Date(NOW.getTime() - days(60)),
    notAfter: new Date(NOW.getTime() - days(1)),
  });
  const signature = await cards.signature(issuing);
  const cases: [Pair, object, string | null][] = [
    [good, { anchors: [anchorOf(root)], intermediates }, null],
    [good, suffixed('agency.example'), null],
    [good, { anchors: [anchorOf(issuing)] }, null],
    [good, { anchors: [anchorOf(stranger)] }, 'certificate_not_trusted'],
    [good, {}, 'certificate_not_trusted'],
    [good, { type: 'None', anchors: [anchorOf(root)], intermediates }, 'portal_closed'],
    [good, suffixed('elsewhere.example'), 'certificate_names_other_organisation'],
    [good, { anchors: [anchorOf(issuing)], cardPolicies: ['1.3.6.1.4.1.99999.1'] }, null],
    [good, { ...suffixed(), cardPolicies: ['1.3.6.1.4.1.99999.2'] }, 'certificate_wrong_kind'],
    [good, { ...suffixed(), derivedPolicies: ['1.3.6.1.4.1.99999.1'] }, 'certificate_derived'],
    [expired, suffixed(), 'certificate_expired'],
    [signature, suffixed(), 'certificate_wrong_kind'],
  ];
  for (const [card, value, expected] of cases)
    assert.deepEqual(await bothWays(card, value), [expected, expected], JSON.stringify(Object.keys(value)));
});

test('a setting of the type None closes the portal to its people, and trusts nobody', async () => {
  const { root, issuing } = desk.world;
  const open = { anchors: [anchorOf(root)], intermediates: [issuing.pair.certPem] };
  const own = portalAuthenticationSetting.parse({ ...open, type: 'None' });
  const all = [portalAuthenticationSetting.parse(open), own];
  const { der } = (await cards.authentication(issuing)).certificate;
  assert.equal(await desk.world.signin.wouldSignIn({ certificate: der, upn: UPN, own, all }), 'portal_closed');
});

test('a card that names somebody else opens nothing for this person', async () => {
  const { root, issuing } = desk.world;
  const own = portalAuthenticationSetting.parse({ anchors: [anchorOf(root)], intermediates: [issuing.pair.certPem] });
  const { der } = (await cards.authentication(issuing, { upn: 'grace@agency.example' })).certificate;
  assert.equal(await desk.world.signin.wouldSignIn({ certificate: der, upn: UPN, own, all: [own] }), 'person_unknown');
});

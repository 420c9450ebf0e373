import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceRegistrationSetting, portalAuthenticationSetting } from '@lanyard/contract';
import { wayBy } from './invitees.ts';

const anchors = [{ name: 'Card CA', certificate: 'PEM' }];
const lanyard = { kind: 'lanyard', name: 'Lanyard', enabled: true } as const;
const way = (
  portal: object,
  registration: object = {},
  provider: Parameters<typeof wayBy>[2] = lanyard,
  registered = false,
) =>
  wayBy(portalAuthenticationSetting.parse(portal), deviceRegistrationSetting.parse(registration), provider, registered);

test('SSP-005, SSP-006 the way in is in an invitation only where card, PIN and provider let the person use it', () => {
  const open = { anchors, derivedMobileSmartCredential: true };
  assert.equal(way(open).kind, 'invitation.credential');
  assert.equal(way({ anchors }).kind, 'invitation.pin');
  for (const [portal, registration, provider] of [
    [{ derivedMobileSmartCredential: true }],
    [{ anchors, type: 'None' }],
    [open, { type: 'Off' }],
    [open, { allowNewPin: false }],
    [open, {}, { ...lanyard, enabled: false }],
  ] as const)
    assert.deepEqual(way(portal, registration, provider), { kind: 'invitation.other', facts: {} });
});

test('ADM-100, ADM-101 the steps of an invitation are those of the provider, for who has a phone already the short ones', () => {
  const entrust = { kind: 'entrust', name: 'Entrust IdentityGuard', enabled: true } as const;
  const portal = {
    anchors,
    provider: 'entrust',
    derivedMobileSmartCredential: true,
    selfServiceModuleUrl: 'https://ssm.example:8448/SelfService',
  };
  const steps = (registered: boolean) => way(portal, {}, entrust, registered).facts['steps']?.split('\n') ?? [];
  assert.deepEqual([steps(false).length, steps(true).length], [10, 2]);
  assert.match(steps(false)[9] ?? '', /^10\. /);
});

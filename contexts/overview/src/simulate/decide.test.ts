import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviceRegistrationSetting,
  derivedCredentialSetting,
  portalAuthenticationSetting,
  simulation,
  simulationSteps,
  walletSetting,
  type ErrorCode,
  type Platform,
  type SimulationStepName,
} from '@lanyard/contract';
import { decide } from './decide.ts';
import type { Facts } from './facts.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const inDays = (n: number): Date => new Date(NOW.getTime() + n * 86_400_000);
const anchors = [{ name: 'Agency', certificate: 'PEM', upnSuffixes: [] }];
const portal = (value: object = {}) => ({
  value: portalAuthenticationSetting.parse({ anchors, derivedMobileSmartCredential: true, ...value }),
  from: 'Everybody',
  settingId: 'own',
});
const registration = (value: object = {}) => ({
  value: deviceRegistrationSetting.parse(value),
  from: 'Default',
  settingId: null,
});
const derived = (value: object = {}) => ({
  value: derivedCredentialSetting.parse(value),
  from: 'Default',
  settingId: null,
});
const wallet = (value: object = {}) => ({ value: walletSetting.parse(value), from: 'Default', settingId: null });
const admission = (...codes: [Platform, ErrorCode | null][]) => new Map(codes);

const well: Facts = {
  now: NOW,
  person: {
    id: '00000000-0000-4000-8000-000000000001',
    userName: 'ada',
    displayName: 'Ada Vega',
    upn: 'ada@agency.example',
    email: 'ada@agency.example',
    state: 'active',
  },
  portal: portal(),
  registration: registration(),
  derived: derived(),
  wallet: wallet(),
  card: { subject: 'CN=Ada Vega', notAfter: inDays(300), refusal: null },
  anchorSpeaks: true,
  activeDevices: 1,
  phone: { platform: null, osVersion: null },
  admission: admission(['ios', null], ['android', null]),
  authority: { id: 'derived', notAfter: inDays(900), offline: false, crlEnds: inDays(3) },
  frozen: false,
  identities: [],
  dangling: null,
  enabledProviders: ['lanyard', 'entrust', 'purebred'],
};
const card = (refusal: ErrorCode) => ({ card: { subject: 'CN=Ada', notAfter: inDays(1), refusal } });
const authority = (changes: object) => ({
  authority: { id: 'derived', notAfter: inDays(900), offline: false, crlEnds: inDays(3), ...changes },
});
const identity = (usage: string, provider: 'any' | 'lanyard' | 'purebred' = 'any') => ({
  identities: [{ id: '00000000-0000-4000-8000-000000000002', name: 'Sign mail', usage, provider }],
});

const failing: readonly [string, Partial<Facts>, SimulationStepName, ErrorCode | null][] = [
  ['an account that is suspended', { person: { ...well.person, state: 'suspended' } }, 'account', 'person_not_active'],
  ['a UPN that no card can carry', { person: { ...well.person, upn: 'ada vega' } }, 'upn', 'person_unknown'],
  [
    'a portal that is closed',
    { portal: portal({ type: 'None', derivedMobileSmartCredential: false }) },
    'portal-authentication',
    'portal_closed',
  ],
  [
    'a setting that trusts nobody',
    { portal: portal({ anchors: [] }) },
    'portal-authentication',
    'certificate_not_trusted',
  ],
  ['a card of another issuer', card('certificate_not_trusted'), 'card', 'certificate_not_trusted'],
  ['a card that was revoked', card('certificate_revoked'), 'card', 'certificate_revoked'],
  ['a card whose status nobody tells', card('certificate_status_unknown'), 'card', 'certificate_status_unknown'],
  [
    'no card yet, and no issuer for the suffix',
    { card: null, anchorSpeaks: false },
    'card',
    'certificate_names_other_organisation',
  ],
  [
    'people who may not request a PIN',
    { registration: registration({ allowNewPin: false }) },
    'request',
    'new_pin_not_allowed',
  ],
  [
    'a portal without derived credentials',
    { portal: portal({ derivedMobileSmartCredential: false }) },
    'request',
    null,
  ],
  ['as many devices as are allowed', { activeDevices: 5 }, 'device-limit', 'device_limit'],
  ['no registration', { registration: registration({ type: 'Off' }) }, 'registration-pin', null],
  [
    'a phone that is not registered',
    { phone: { platform: 'desktop', osVersion: null }, admission: admission(['desktop', 'platform_not_allowed']) },
    'platform',
    'platform_not_allowed',
  ],
  [
    'a phone that is too old',
    {
      registration: registration({ minimumVersion: { enabled: true } }),
      phone: { platform: 'ios', osVersion: '15.1' },
      admission: admission(['ios', 'os_too_old']),
    },
    'os-version',
    'os_too_old',
  ],
  [
    'an e-mail address that no certificate can carry',
    { person: { ...well.person, email: 'ada' } },
    'email',
    'profile_refused',
  ],
  ['a provider that is not enabled', { enabledProviders: ['entrust'] }, 'provider', null],
  [
    'a provider that is not to be had on the phone',
    {
      portal: portal({ provider: 'purebred', derivedMobileSmartCredential: false }),
      phone: { platform: 'android', osVersion: null },
      admission: admission(['android', null]),
    },
    'provider',
    null,
  ],
  ['no authority', { authority: null }, 'authority', 'authority_unknown'],
  ['an authority that may not sign before somebody looks', { frozen: true }, 'authority', 'signing_frozen'],
  ['an authority whose key is away', authority({ offline: true }), 'authority', 'issuer_unavailable'],
  ['an authority that has expired', authority({ notAfter: inDays(-1) }), 'authority', 'profile_refused'],
  ['a purpose without a policy', { derived: derived({ policies: { signing: [] } }) }, 'profiles', 'profile_refused'],
  [
    'passcode rules that nobody can meet',
    { wallet: wallet({ passcode: { type: 'numeric', minComplex: 1 } }) },
    'wallet',
    null,
  ],
];

for (const [title, changes, step, code] of failing)
  test(`with ${title} they stop at "${step}", and it says what to do`, () => {
    const result = decide({ ...well, ...changes });
    assert.equal(result.outcome, 'fails');
    assert.equal(result.failsAt, step);
    const failed = result.steps.find((one) => one.step === step);
    assert.equal(failed?.code, code);
    assert.ok(failed?.next && failed.link?.startsWith('/admin/') && failed.why !== '');
    simulation.parse(result);
  });

test("what fails leads to the very field of the setting that wins, whether it is the default or a group's", () => {
  const linkOf = (facts: Partial<Facts>, step: string) =>
    decide({ ...well, ...facts }).steps.find((each) => each.step === step)?.link;
  const none = { value: portalAuthenticationSetting.parse({}), settingId: 's' };
  const base = '/admin/user-settings/portal_authentication';
  const step = 'portal-authentication';
  assert.equal(linkOf({ portal: { ...none, from: 'Pilots' } }, step), `${base}/s#value.anchors`);
  assert.equal(linkOf({ portal: { ...none, from: 'Default' } }, step), `${base}/default#anchors`);
  assert.equal(linkOf({ portal: { ...none, from: 'Built-in', settingId: null } }, step), `${base}/default#anchors`);
});

test('with everything in order they can finish', () => {
  const result = decide(well);
  assert.deepEqual([result.outcome, result.failsAt], ['passes', null]);
  assert.ok(result.steps.every(({ next, link, code }) => next === null && link === null && code === null));
});

test('every step of the main job is judged, once and in its order', () => {
  assert.deepEqual(
    decide(well).steps.map(({ step }) => step),
    simulationSteps,
  );
});

const open: readonly [string, Partial<Facts>, SimulationStepName][] = [
  ['who never showed a card', { card: null }, 'card'],
  [
    'a phone of which nothing is known, where a minimum is set',
    { registration: registration({ minimumVersion: { enabled: true } }) },
    'os-version',
  ],
  [
    'an app configuration that names what is not published',
    { dangling: { appId: well.person.id, app: 'Email+', key: 'email_signing_certificate' } },
    'configurations',
  ],
  [
    'a configuration for a certificate that is not made',
    { derived: derived({ purposes: ['authentication'] }), ...identity('Signing') },
    'configurations',
  ],
  ['a CRL that is out of date', authority({ crlEnds: inDays(-1) }), 'status'],
];
for (const [title, changes, step] of open)
  test(`${title}: it is said that this is not known, and nothing is claimed to fail`, () => {
    const result = decide({ ...well, ...changes });
    assert.deepEqual([result.outcome, result.failsAt], ['unknown', null]);
    assert.equal(result.steps.find((one) => one.step === step)?.outcome, 'unknown');
  });

test('what another provider does is not known, and our own authority does not matter then', () => {
  const entrust = portal({ provider: 'entrust', selfServiceModuleUrl: 'https://ssm.agency.example:8448/SelfService' });
  const result = decide({ ...well, portal: entrust, authority: null });
  assert.deepEqual([result.outcome, result.failsAt], ['unknown', null]);
});

test('a configuration of another provider asks nothing of ours', () => {
  assert.equal(
    decide({ ...well, derived: derived({ purposes: ['authentication'] }), ...identity('Signing', 'purebred') }).outcome,
    'passes',
  );
});

test('all that fails shows at once, and the first is where they stop', () => {
  const result = decide({ ...well, activeDevices: 9, authority: null, ...card('certificate_expired') });
  assert.equal(result.failsAt, 'card');
  assert.deepEqual(
    result.steps.filter(({ outcome }) => outcome === 'fails').map(({ step }) => step),
    ['card', 'device-limit', 'authority'],
  );
});

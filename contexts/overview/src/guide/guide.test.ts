import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  derivedCredentialSetting,
  deviceRegistrationSetting,
  guide,
  portalAuthenticationSetting,
  type GuideTask,
  type GuideTaskName,
} from '@lanyard/contract';
import type { CatalogApp, PublishedConfiguration } from '../pg/guide.ts';
import type { GuideFacts } from './guide-facts.ts';
import { guideOf } from './guide.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const anchors = [{ name: 'Agency', certificate: 'PEM', upnSuffixes: [] }];
const bare: GuideFacts = {
  now: NOW,
  provider: 'lanyard',
  platform: 'ios',
  portals: [portalAuthenticationSetting.parse({})],
  registrations: [deviceRegistrationSetting.parse({ type: 'Off' })],
  derived: [derivedCredentialSetting.parse({})],
  enabledProviders: [],
  configurations: [],
  apps: [],
  anyOnIos: true,
  withoutClip: { count: 0, atLeast: false },
  people: { some: false, mail_since: null, mail_sent: false },
};
const published = (kind: string, value: object = {}, audience = 'all'): PublishedConfiguration => ({
  id: '00000000-0000-4000-8000-000000000001',
  kind,
  name: `The ${kind}`,
  audience,
  value: { ...value },
});
const app = (kind: CatalogApp['kind'], certificates = 0): CatalogApp => ({
  id: '00000000-0000-4000-8000-000000000002',
  kind,
  name: `An ${kind}`,
  app_connect: true,
  certificates,
});
const taskOf = (name: GuideTaskName, changes: Partial<GuideFacts> = {}): GuideTask => {
  const answer = guide.parse(guideOf({ ...bare, ...changes }));
  return answer.tasks.find(({ task }) => task === name) ?? assert.fail(`no task ${name}`);
};
const stateOf = (name: GuideTaskName, changes: Partial<GuideFacts> = {}): string => taskOf(name, changes).state;

test('ADM-018 the guide lists the nine steps of the set-up in their order', () => {
  const nine: readonly GuideTaskName[] = [
    'certificate-authentication',
    'provider-enabled',
    'self-service-url',
    'pin-registration',
    'identity-certificates',
    'app-catalog-clip',
    'appconnect-device',
    'derived-credential-app',
    'managed-apps',
  ];
  const listed = guideOf({ ...bare, provider: 'entrust' }).tasks.map(({ task }) => task);
  assert.deepEqual(
    listed.filter((task) => nine.includes(task)),
    nine,
  );
});

test('ADM-017 tasks that are only for Entrust are no tasks of a Purebred set-up', () => {
  for (const task of ['self-service-url', 'entrust-portal'] as const) {
    assert.equal(stateOf(task, { provider: 'purebred' }), 'not_applicable');
    assert.notEqual(stateOf(task, { provider: 'entrust' }), 'not_applicable');
  }
});

test('ADM-019 what is done elsewhere is listed by provider and platform, and nobody claims that it is done', () => {
  const outside = (changes: Partial<GuideFacts>): string[] =>
    guideOf({ ...bare, ...changes })
      .tasks.filter((task) => task.outside && task.state === 'cannot_tell')
      .map(({ task }) => task);
  assert.deepEqual(outside({ provider: 'entrust', platform: 'ios' }), ['entrust-portal', 'mail-server-certificates']);
  assert.deepEqual(outside({ provider: 'entrust', platform: 'android' }), [
    'entrust-portal',
    'mail-server-certificates',
  ]);
  assert.deepEqual(outside({ provider: 'purebred', platform: 'ios' }), ['mail-server-certificates', 'purebred-app']);
});

test('ADM-020, ADM-021 registration by PIN is required with Entrust and advised with others; certificates likewise', () => {
  assert.equal(taskOf('pin-registration', { provider: 'entrust' }).required, true);
  assert.equal(taskOf('pin-registration', { provider: 'purebred' }).required, false);
  assert.equal(taskOf('certificate-authentication', { provider: 'entrust' }).required, true);
  assert.equal(taskOf('certificate-authentication', { provider: 'other' }).required, false);
});

test('ADM-057 iOS devices with a credential and without the web clip are counted', () => {
  const lacking = taskOf('clip-reaches-devices', { withoutClip: { count: 3, atLeast: false } });
  assert.equal(lacking.state, 'not_done');
  assert.match(lacking.why, /^3 iOS device/);
  assert.equal(stateOf('clip-reaches-devices'), 'done');
  assert.equal(stateOf('clip-reaches-devices', { withoutClip: null }), 'cannot_tell');
  assert.equal(stateOf('clip-reaches-devices', { platform: 'android' }), 'not_applicable');
  assert.equal(stateOf('clip-reaches-devices', { anyOnIos: false }), 'cannot_tell', 'reached is not said of no device');
});

test('APP-034, APP-035 Web@Work on iOS needs a device passcode, by a new or an existing configuration', () => {
  const web = { apps: [app('web-at-work', 1)] };
  assert.equal(taskOf('device-passcode', web).required, true);
  assert.equal(taskOf('device-passcode').required, false);
  assert.equal(stateOf('device-passcode', web), 'not_done');
  assert.equal(
    stateOf('device-passcode', { configurations: [published('passcode', { required: false })] }),
    'not_done',
  );
  assert.equal(stateOf('device-passcode', { configurations: [published('passcode', { required: true })] }), 'done');
});

const steps: readonly [GuideTaskName, Partial<GuideFacts>][] = [
  ['certificate-authentication', { portals: [portalAuthenticationSetting.parse({ anchors })] }],
  ['provider-enabled', { enabledProviders: ['lanyard'] }],
  [
    'self-service-url',
    { portals: [portalAuthenticationSetting.parse({ anchors, derivedMobileSmartCredential: true })] },
  ],
  ['pin-registration', { registrations: [deviceRegistrationSetting.parse({})] }],
  ['identity-certificates', { configurations: [published('identity_certificate', { usage: 'Signing' }, 'none')] }],
  ['app-catalog-clip', { configurations: [published('app_catalog')] }],
  ['appconnect-device', { configurations: [published('appconnect_device_ios')] }],
  ['managed-apps', { apps: [app('email-plus', 2)] }],
  ['people', { people: { some: true, mail_since: null, mail_sent: true } }],
];
for (const [task, changes] of steps)
  test(`"${task}" is not done until it is, and then by itself`, () => {
    const before = taskOf(task);
    assert.equal(before.state, 'not_done');
    assert.ok(before.next && before.link?.startsWith('/admin/'));
    assert.deepEqual([stateOf(task, changes), taskOf(task, changes).next], ['done', null]);
  });

test('what is published for nobody, for the other platform or for another provider is not done', () => {
  assert.equal(stateOf('app-catalog-clip', { configurations: [published('app_catalog', {}, 'none')] }), 'not_done');
  assert.equal(stateOf('appconnect-device', { configurations: [published('appconnect_device_android')] }), 'not_done');
  const purebred = published('identity_certificate', { usage: 'Signing', provider: 'purebred' });
  assert.equal(stateOf('identity-certificates', { configurations: [purebred] }), 'not_done');
  assert.equal(stateOf('identity-certificates', { configurations: [purebred], provider: 'purebred' }), 'done');
});

test('ADM-011, ADM-013 the app that is missing is named by provider and platform', () => {
  assert.match(
    taskOf('derived-credential-app', { provider: 'entrust', platform: 'android' }).why,
    /PIV-D Manager \(Android AppConnect\)/,
  );
  assert.match(taskOf('derived-credential-app', { provider: 'purebred' }).why, /Purebred Registration/);
  assert.equal(stateOf('derived-credential-app', { provider: 'entrust', apps: [app('piv-d-manager')] }), 'done');
  const onAndroid = (...apps: CatalogApp[]) =>
    taskOf('derived-credential-app', { provider: 'entrust', platform: 'android', apps });
  const alone = onAndroid(app('piv-d-manager'));
  assert.deepEqual([alone.state, /and not the other; needed: Secure Apps Manager/.test(alone.why)], ['not_done', true]);
  assert.equal(onAndroid(app('piv-d-manager'), app('secure-apps-manager')).state, 'done');
});

test('ADM-012 a provider that is not to be had on the platform is said so', () => {
  const { supported, reason } = guideOf({ ...bare, provider: 'purebred', platform: 'android' });
  assert.equal(supported, false);
  assert.match(reason ?? '', /iOS only/);
});

test('mail that waits is told, and mail that was never sent is not called delivered', () => {
  const waits = { some: true, mail_since: new Date(NOW.getTime() - 3_600_000), mail_sent: true };
  assert.equal(stateOf('mail', { people: waits }), 'not_done');
  assert.equal(stateOf('mail'), 'cannot_tell');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingKinds, type SettingKind, type SettingValue } from '../settings.ts';
import { settingWarnings, type SettingContext } from './setting-warnings.ts';

const of = <K extends SettingKind>(kind: K, value: object): SettingValue<K> =>
  settingKinds[kind].parse(value) as SettingValue<K>;
const anchors = [{ name: 'Card CA', certificate: 'PEM' }];
const found = <K extends SettingKind>(kind: K, value: object, context: SettingContext = {}) =>
  Object.fromEntries(settingWarnings(kind, of(kind, value), context).map((w) => [w.code, w]));
const entrust = {
  provider: 'entrust',
  anchors,
  derivedMobileSmartCredential: true,
  selfServiceModuleUrl: 'https://ssm.example:8448/SelfService',
};

test('ADM-020 Entrust without registration by PIN is an error, with other providers advice', () => {
  const off = of('device_registration', { type: 'Off' });
  const severity = (portal: object) =>
    found('portal_authentication', portal, { registration: off })['registration_pin_off']?.severity;
  assert.equal(severity(entrust), 'error');
  assert.equal(
    severity({ anchors, derivedMobileSmartCredential: true }),
    'error',
    'the built-in issuer counts as Entrust',
  );
  assert.equal(severity({ anchors, provider: 'purebred' }), 'advice');
  const asked = found('device_registration', { type: 'Off' }, { portal: of('portal_authentication', entrust) });
  assert.deepEqual(
    [asked['registration_pin_off']?.severity, asked['registration_pin_off']?.field],
    ['error', 'type'],
    'the same from the other form, at its own field',
  );
});

test('ADM-021 Entrust without certificate authentication is an error, with other providers a warning', () => {
  const severity = (portal: object) => found('portal_authentication', portal)['certificate_sign_in_missing']?.severity;
  assert.equal(severity({ ...entrust, anchors: [] }), 'error');
  assert.equal(severity({ provider: 'purebred' }), 'warning');
  assert.equal(severity({ type: 'None', provider: 'purebred' }), 'warning');
  assert.equal(severity(entrust), undefined);
});

test('ADM-044 Entrust warns where people may not request a new PIN', () => {
  const context = { registration: of('device_registration', { allowNewPin: false }) };
  assert.equal(found('portal_authentication', entrust, context)['new_pin_not_allowed']?.severity, 'warning');
  const purebred = { anchors, provider: 'purebred' };
  assert.equal(found('portal_authentication', purebred, context)['new_pin_not_allowed'], undefined);
});

test('a provider that is not enabled and an issuer that ends soon are told', () => {
  const context = {
    enabledProviders: ['lanyard'],
    endingAnchors: [{ name: 'Card CA', notAfter: '2026-12-01T00:00:00.000Z' }],
  } as const;
  const codes = Object.keys(found('portal_authentication', entrust, context));
  assert.deepEqual(codes, ['provider_not_enabled', 'trusted_issuer_ends_soon']);
});

const cases: [SettingKind, object, string][] = [
  ['device_registration', { pinLength: 7 }, 'registration_pin_short'],
  ['device_registration', { pinMinutes: 1_441 }, 'registration_pin_long_lived'],
  ['device_registration', {}, 'minimum_version_off'],
  ['device_registration', { allowUnknownPlatform: true }, 'unknown_platform_allowed'],
  ['derived_credential', { windowMinutes: 11 }, 'activation_window_long'],
  ['derived_credential', { purposes: ['signing'] }, 'authentication_purpose_missing'],
  ['derived_credential', { policies: { signing: ['2.16.840.1.101.3.2.1.3.13'] } }, 'federal_policy_asserted'],
  ['derived_credential', { cascade: 'account' }, 'cascade_account'],
  ['wallet', { passcode: { type: 'numeric' } }, 'passcode_weak'],
  ['wallet', { passcode: { minLength: 4 } }, 'passcode_weak'],
  ['wallet', { pin: { minLength: 4 } }, 'pin_short'],
  ['wallet', { keyExport: true }, 'key_export_on'],
  ['wallet', { showPin: true }, 'show_pin_on'],
  ['wallet', { offlineOpening: true }, 'offline_opening_short_passcode'],
];
for (const [kind, value, code] of cases)
  test(`${kind} ${JSON.stringify(value)} gives ${code}`, () => {
    const warning = found(kind, value)[code];
    assert.ok(warning?.words && warning.next && warning.field);
  });

test('what is built in warns of nothing but the missing minimum version and the missing issuer', () => {
  const kinds = Object.keys(settingKinds) as SettingKind[];
  assert.deepEqual(
    kinds.flatMap((kind) => Object.keys(found(kind, {}))),
    ['certificate_sign_in_missing', 'minimum_version_off'],
  );
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Audience } from '../../admin/configurations/audience.ts';
import type { LintedConfiguration, LintInput } from './input.ts';
import { lintAll } from './lint.ts';
import {
  all,
  none,
  people,
  SPACE,
  PEM,
  setting,
  configuration,
  identity,
  app,
  sound,
  codes,
  withSettings,
  withConfigurations,
  withApps,
  ready,
} from './testing/sound.ts';

test('of a sound installation nothing is said', () => {
  assert.deepEqual(codes({}), []);
});

test('every finding names its object, says what is the matter, and what to do', () => {
  const findings = lintAll({
    ...sound(),
    enabledProviders: [],
    apps: [app({ audience: none }), app({ hasPackage: false })],
  });
  assert(findings.length >= 3);
  for (const { object, code, words, next } of findings) {
    assert(object.name.length > 0 && /^[a-z0-9_]+$/.test(code));
    assert(/[.…]$/.test(words) && /[.…]$/.test(next), `${words} / ${next}`);
  }
  assert.deepEqual(
    [...findings].sort((a, b) => 'eaw'.indexOf(a.severity.charAt(0)) - 'eaw'.indexOf(b.severity.charAt(0)))[0]
      ?.severity,
    'error',
  );
});

const anchor = (name: string, ...upnSuffixes: string[]) => ({ name, certificate: PEM, upnSuffixes });
const portal = (value: object) => withSettings(setting('portal_authentication', value));
const cases: readonly [string, Partial<LintInput>, readonly string[]][] = [
  [
    'ADM-021 no smart card opens the portal',
    portal({ derivedMobileSmartCredential: true }),
    ['error certificate_sign_in_missing'],
  ],
  [
    'ADM-020 the PIN is off that Entrust and the built-in issuer need',
    withSettings(setting('device_registration', { type: 'Off', minimumVersion: { enabled: true } })),
    ['error registration_pin_off', 'error registration_pin_off'],
  ],
  [
    'ADM-044 nobody may request a new PIN',
    withSettings(setting('device_registration', { allowNewPin: false, minimumVersion: { enabled: true } })),
    ['warning new_pin_not_allowed', 'warning new_pin_not_allowed'],
  ],
  [
    'a short registration PIN',
    withSettings(setting('device_registration', { pinLength: 4, minimumVersion: { enabled: true } })),
    ['warning registration_pin_short'],
  ],
  [
    'a registration PIN of a week',
    withSettings(setting('device_registration', { pinMinutes: 10_080, minimumVersion: { enabled: true } })),
    ['warning registration_pin_long_lived'],
  ],
  ['any version of the system', withSettings(setting('device_registration')), ['advice minimum_version_off']],
  [
    'any platform',
    withSettings(setting('device_registration', { allowUnknownPlatform: true, minimumVersion: { enabled: true } })),
    ['warning unknown_platform_allowed'],
  ],
  [
    'X-22 a long window',
    withSettings(setting('derived_credential', { windowMinutes: 30 })),
    ['warning activation_window_long'],
  ],
  [
    'X-01 a card that ends alone',
    withSettings(setting('derived_credential', { cascade: 'account' })),
    ['advice cascade_account'],
  ],
  [
    'a policy of the federal PKI',
    withSettings(setting('derived_credential', { policies: { signing: ['2.16.840.1.101.3.2.1.3.13'] } })),
    ['warning federal_policy_asserted'],
  ],
  [
    'no certificate to sign in with',
    withSettings(setting('derived_credential', { purposes: ['signing'] })),
    ['warning authentication_purpose_missing'],
  ],
  ['X-35 a PIN of four digits', withSettings(setting('wallet', { pin: { minLength: 4 } })), ['warning pin_short']],
  ['X-10 a PIN that is shown', withSettings(setting('wallet', { showPin: true })), ['warning show_pin_on']],
  ['keys that leave the wallet', withSettings(setting('wallet', { keyExport: true })), ['warning key_export_on']],
  [
    'a passcode of digits',
    withSettings(setting('wallet', { passcode: { type: 'numeric' } })),
    ['warning passcode_weak'],
  ],
  [
    'opening without the server by a short passcode',
    withSettings(setting('wallet', { offlineOpening: true })),
    ['warning offline_opening_short_passcode'],
  ],
  ['no provider', { enabledProviders: [] }, ['error no_provider', 'warning provider_not_enabled']],
  [
    'two issuers, one without suffixes',
    portal({ anchors: [anchor('A', 'a.example'), anchor('B')] }),
    ['error anchor_without_suffix'],
  ],
  [
    'two issuers for one suffix',
    portal({ anchors: [anchor('A', 'a.example'), anchor('B', 'A.example')] }),
    ['warning anchor_suffix_shared'],
  ],
  [
    'Entrust without its button',
    {
      ...portal({ anchors: [anchor('A')], provider: 'entrust' }),
      enabledProviders: ['entrust'],
      ...withApps(
        app({
          kind: 'piv-d-manager',
          source: 'store',
          configurations: [
            {
              value: {
                provider: 'entrust',
                pairs: [
                  { key: 'MI_CREDENTIAL_ACTIVATION_URL', value: '${pivdActivationLink}' },
                  { key: 'MI_CREDENTIAL_DEVICE_ID', value: '${deviceUDID}' },
                  { key: 'disable_analytics', value: 'True' },
                ],
              },
            },
          ],
        }),
      ),
    },
    ['warning entrust_button_off'],
  ],
  [
    'a Self Service Module URL that nothing uses',
    portal({ anchors: [anchor('A')], selfServiceModuleUrl: 'https://ssm.agency.example:8448/SelfService' }),
    ['advice ssm_url_unused'],
  ],
  ['a draft', withConfigurations(configuration('passcode', {}, { published: false })), ['advice configuration_draft']],
  [
    'an edit that was not published',
    withConfigurations(configuration('passcode', {}, { changed: true })),
    ['advice configuration_changed'],
  ],
  [
    'a configuration for nobody',
    withConfigurations(configuration('passcode', {}, { audience: none })),
    ['warning configuration_for_nobody'],
  ],
  ['ADM-049 an identity that no app names', withConfigurations(identity()), ['warning configuration_unnamed']],
  [
    'a distribution to somebody who left',
    { ...withConfigurations(configuration('passcode', {}, { audience: people(SPACE) })), gone: new Set([SPACE]) },
    ['warning audience_gone'],
  ],
  [
    'a variable of another product',
    withConfigurations(configuration('mail', { host: 'mail.agency.example', userName: '${userUid}' })),
    ['warning variable_unknown'],
  ],
  [
    'mail by way of Sentry',
    withConfigurations(configuration('mail', { host: 'sentry.agency.example' })),
    ['warning mail_host_is_sentry'],
  ],
  [
    'mail in clear',
    withConfigurations(configuration('mail', { host: 'mail.agency.example', ssl: false })),
    ['error mail_without_ssl'],
  ],
  [
    'a network whose CA is not named',
    withConfigurations(configuration('wifi', { ssid: 'Agency' })),
    ['warning policy_trusts_no_ca'],
  ],
  [
    'an enterprise network without identity',
    withConfigurations(configuration('wifi', { ssid: 'Agency', identity: 'none' })),
    ['warning policy_without_identity'],
  ],
  [
    'a CA that has expired',
    withConfigurations(configuration('certificate', { content: PEM }, { endsAt: '2026-12-31T00:00:00.000Z' })),
    ['error ca_expired'],
  ],
  [
    'a CA that ends soon',
    withConfigurations(configuration('certificate', { content: PEM }, { endsAt: '2027-02-01T00:00:00.000Z' })),
    ['warning ca_ends_soon'],
  ],
  ['an app for nobody', { apps: [app({ audience: none })] }, ['warning app_for_nobody']],
  ['an in-house app without package', withApps(app({ hasPackage: false })), ['error app_without_package']],
  [
    'an app that needs a configuration and has none',
    withApps(app({ kind: 'piv-d-manager' })),
    ['warning app_unconfigured'],
  ],
  [
    'another provider without its app',
    { ...portal({ anchors: [anchor('A')], provider: 'other', otherProviderId: SPACE }), enabledProviders: ['other'] },
    ['warning derived_credential_app_missing'],
  ],
];
for (const [what, more, expected] of cases)
  test(`lint: ${what}`, () => assert.deepEqual(codes(more).sort(), [...expected].sort()));

test('ADM-060 no Secure Apps Passcode', () =>
  assert.deepEqual(
    codes(withConfigurations(configuration('appconnect_device_ios', { passcode: { enabled: false } }))).sort(),
    ['error secure_apps_passcode_off'].sort(),
  ));
test('ADM-064 a Secure Apps Passcode of four digits', () =>
  assert.deepEqual(
    codes(
      withConfigurations(configuration('appconnect_device_android', { passcode: { type: '4-digit numeric' } })),
    ).sort(),
    ['warning secure_apps_passcode_weak'].sort(),
  ));
test('ADM-058, ADM-066 an AppConnect app without AppConnect Device configuration', () =>
  assert.deepEqual(
    codes(withApps(app({ appConnect: true }), app({ appConnect: true, platform: 'android' }))).sort(),
    ['error appconnect_device_missing', 'error appconnect_device_missing'].sort(),
  ));
test('ADM-057 apps and no App Catalog', () =>
  assert.deepEqual(codes({ configurations: [] }).sort(), ['warning app_catalog_missing'].sort()));
test('APP-034 Web@Work without a device passcode', () =>
  assert.deepEqual(codes(withApps(app({ kind: 'web-at-work' }))).sort(), ['error passcode_missing'].sort()));
test('PBR-002 Purebred without its app', () =>
  assert.deepEqual(
    codes({ ...portal({ anchors: [anchor('A')], provider: 'purebred' }), enabledProviders: ['purebred'] }).sort(),
    ['warning purebred_app_missing', 'warning piv_d_manager_missing'].sort(),
  ));

const browsing = (auth: LintedConfiguration, more: object = {}) => ({
  value: {
    pairs: [{ key: 'IdCertificate_1_host', value: 'a.example' }],
    certificates: [{ key: 'IdCertificate_1', configurationId: auth.id }],
    ...more,
  },
  names: [auth],
});
const web = (auth: LintedConfiguration, more: object = {}) =>
  app({ kind: 'web-at-work', source: 'store', appConnect: true, configurations: [browsing(auth, more)] });
const around = (auth: LintedConfiguration, more: Partial<LintInput> = {}): Partial<LintInput> => ({
  ...withConfigurations(auth, ...ready),
  ...withApps(web(auth)),
  ...more,
});

test('lint: an identity of any provider beside two providers, of one that is off, of a purpose nobody has, and one that is there twice', () => {
  assert.deepEqual(codes(around(identity())), []);
  const entrust = withApps(web(identity()));
  assert.ok(entrust);
  assert.deepEqual(codes(around(identity(), { enabledProviders: ['lanyard', 'other'] })), [
    'warning derived_credential_app_missing',
    'warning identity_two_providers',
  ]);
  assert.deepEqual(codes(around(identity('Authentication', {}, 'entrust'))), ['warning identity_provider_off']);
  const never = withSettings(setting('derived_credential', { purposes: ['signing'] }));
  assert.deepEqual(codes(around(identity(), never)), [
    'error identity_never_issued',
    'warning authentication_purpose_missing',
  ]);
  const [one, two] = [identity('Authentication', { name: 'One' }), identity('Authentication', { name: 'Two' })];
  assert.deepEqual(codes({ ...withConfigurations(one, two, ...ready), ...withApps(web(one), web(two)) }), [
    'advice identity_twice',
  ]);
});

test('lint: what the form says of an app configuration is said again, also after what it names has changed', () => {
  const auth = identity('Signing');
  assert.deepEqual(codes(around(auth)), ['error purpose_wrong']);
  const draft = identity('Authentication', { published: false });
  assert.deepEqual(codes(around(draft)), ['warning reference_draft', 'advice configuration_draft']);
  const [finding] = lintAll({ ...sound(), ...around(auth) });
  assert.deepEqual(
    [finding?.object.kind, finding?.object.name, finding?.field],
    ['app configuration', 'The app: Configuration', 'value.certificates.0.configurationId'],
  );
});

test('lint: configurations that nobody gets: after a wider one, apart from the app, for nobody', () => {
  const [a, b] = [randomUUID(), randomUUID()];
  const of = (...list: Audience[]) =>
    codes(withApps(app({ configurations: list.map((one, i) => ({ audience: one, name: `c${i}` })) })));
  assert.deepEqual(of(all, people(a)), ['warning app_configuration_never_wins']);
  assert.deepEqual(of(people(a, b), people(b)), ['warning app_configuration_never_wins']);
  assert.deepEqual(of(people(a), people(a, b), all), []);
  assert.deepEqual(of(none), ['warning app_configuration_for_nobody']);
  assert.deepEqual(codes(withApps(app({ audience: people(a), configurations: [{ audience: people(b) }] }))), [
    'advice app_configuration_apart',
  ]);
});

test('lint: PIV-D Manager that says nothing of its phone, reports to its maker, or writes feedback to nobody', () => {
  const link = { key: 'MI_CREDENTIAL_ACTIVATION_URL', value: '${pivdActivationLink}' };
  const id = { key: 'MI_CREDENTIAL_DEVICE_ID', value: '${deviceUDID}' };
  const quiet = { key: 'disable_analytics', value: 'True' };
  const of = (...pairs: object[]) =>
    codes(withApps(app({ kind: 'piv-d-manager', configurations: [{ value: { provider: 'entrust', pairs } }] })));
  assert.deepEqual(of(link, id, quiet), []);
  assert.deepEqual(of(link, quiet), ['advice device_id_unsaid']);
  assert.deepEqual(of(link, id), ['advice analytics_on']);
  const yes = { key: 'use_emailplus_application_for_feedback', value: 'Yes' };
  assert.deepEqual(of(link, id, quiet, yes), ['warning feedback_app_missing', 'advice feedback_without_address']);
});

test('lint: mail that is signed but cannot be read, or the other way round', () => {
  const [signing, ca] = [identity('Signing'), configuration('certificate', { content: PEM })];
  const value = {
    pairs: [{ key: 'email_exchange_host', value: 'mail.agency.example' }],
    certificates: [
      { key: 'email_signing_certificate', configurationId: signing.id },
      { key: 'email_certificate_1', configurationId: ca.id },
    ],
  };
  const mail = app({
    kind: 'email-plus',
    platform: 'android',
    appConnect: true,
    configurations: [{ value, names: [signing, ca] }],
  });
  assert.deepEqual(codes({ ...withConfigurations(signing, ca, ...ready), ...withApps(mail) }), ['advice smime_half']);
});

test('lint: Entrust on Android without its PIV-D Manager; certificates that no provider makes', () => {
  const android = app({ platform: 'android' });
  const manager = app({
    kind: 'piv-d-manager',
    configurations: [
      {
        value: {
          provider: 'entrust',
          pairs: [
            { key: 'MI_CREDENTIAL_ACTIVATION_URL', value: '${pivdActivationLink}' },
            { key: 'MI_CREDENTIAL_DEVICE_ID', value: '${deviceUDID}' },
            { key: 'disable_analytics', value: 'True' },
          ],
        },
      },
    ],
  });
  assert.deepEqual(codes({ ...withApps(android, manager), enabledProviders: ['lanyard', 'entrust'] }), [
    'warning piv_d_manager_android_missing',
  ]);
  const without = codes(around(identity(), { enabledProviders: [] }));
  assert(without.includes('error certificates_without_provider'));
});

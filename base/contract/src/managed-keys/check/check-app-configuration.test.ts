import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { keysFor } from '../known-keys.ts';
import type { Referable } from './subject.ts';
import { app, ca, check, docs, form, identity, mail, pivd, said, web } from './testing/check-written.ts';

test('ADM-073 for Entrust and the built-in issuer PIV-D Manager must have the activation link', () => {
  for (const provider of ['entrust', 'lanyard'] as const)
    for (const platform of ['ios', 'android'] as const) {
      assert.deepEqual(said(check(pivd(platform), { more: { provider } })), ['error key_missing']);
      const with_ = { MI_CREDENTIAL_ACTIVATION_URL: '${pivdActivationLink}' };
      assert.deepEqual(said(check(pivd(platform), { pairs: with_, more: { provider } })), []);
    }
  assert.deepEqual(said(check(pivd(), {})), ['warning provider_unsaid']);
});

test('ADM-077, ADM-084 values that the app compares letter by letter are checked letter by letter', () => {
  const pairs = (text: string) => ({ MI_CREDENTIAL_ENABLE_PUREBRED: text });
  assert.deepEqual(said(check(pivd(), { pairs: pairs('True'), more: { provider: 'purebred' } })), []);
  const [wrong] = check(pivd(), { pairs: pairs('true'), more: { provider: 'purebred' } });
  assert.deepEqual([wrong?.code, wrong?.next], ['value_not_a_choice', 'Write “True”, with this case.']);
  assert.deepEqual(said(check(pivd(), { pairs: { ...pairs('False') } })), ['advice value_off']);
  assert.deepEqual(said(check(pivd(), { pairs: { ...pairs('True'), disable_analytics: 'yes' } })), [
    'warning value_not_a_choice',
  ]);
  assert.deepEqual(said(check(pivd(), { more: { provider: 'purebred' } })), ['error key_missing']);
});

test('ADM-085, ADM-086 the feedback address is one, and Yes and No are written so', () => {
  const base = { MI_CREDENTIAL_ENABLE_PUREBRED: 'True' };
  assert.deepEqual(said(check(pivd(), { pairs: { ...base, feedback_email_address: 'the help desk' } })), [
    'warning value_not_address',
  ]);
  assert.deepEqual(
    said(
      check(pivd(), {
        pairs: {
          ...base,
          feedback_email_address: 'desk@agency.example',
          use_emailplus_application_for_feedback: 'Yes',
        },
      }),
    ),
    [],
  );
  assert.deepEqual(said(check(pivd(), { pairs: { ...base, use_emailplus_application_for_feedback: 'yes' } })), [
    'warning value_not_a_choice',
  ]);
});

test('ADM-074, ADM-075 the device identifier is a variable; the one of the SIM card is personal data', () => {
  const of = (text: string) =>
    said(
      check(pivd(), {
        pairs: { MI_CREDENTIAL_ACTIVATION_URL: '${pivdActivationLink}', MI_CREDENTIAL_DEVICE_ID: text },
      }),
    );
  assert.deepEqual(of('${deviceClientDeviceIdentifier}'), []);
  assert.deepEqual(of('${deviceUDID}'), []);
  assert.deepEqual(of('${deviceIMSI}'), ['advice variable_personal']);
  assert.deepEqual(of('the phone'), ['warning value_not_variable']);
  assert.deepEqual(of('${deviceUdid}'), ['warning variable_unknown']);
});

test('a variable that is none names the one that was meant', () => {
  const next = (text: string) => check(app(), { pairs: { user: text } })[0]?.next;
  assert.equal(next('${useremailaddress}'), 'Write ${userEmailAddress}.');
  assert.equal(next('${userUIDLocalpart}'), 'Write ${userUIDLocalPart}.');
  assert.equal(next('${userUID'), 'Write ${userUID}.');
  assert.match(next('$EMAIL$') ?? '', /variables that the help lists/);
});

test('ADM-072 a near miss is kept and warned of', () => {
  const findings = check(pivd(), {
    pairs: { mi_credential_activation_url: '${pivdActivationLink}' },
    more: { provider: 'entrust' },
  });
  assert.deepEqual(said(findings), ['warning key_near_miss', 'error key_missing']);
  assert.match(findings[0]?.next ?? '', /write “MI_CREDENTIAL_ACTIVATION_URL”/);
});

test('APP-049 a key with a certificate in the section of texts is refused, and the other way round', () => {
  const findings = check(web(), { pairs: { IdCertificate_1: 'Auth', IdCertificate_1_host: 'a.example' } });
  assert.deepEqual(said(findings), ['error key_wrong_section']);
  const other = check(web(), {
    certificates: { IdCertificate_1_host: identity('Authentication'), IdCertificate_1: identity('Authentication') },
  });
  assert.deepEqual(said(other), ['error key_wrong_section']);
});

test('APP-041, APP-046 IdCertificate_N takes an identity for Authentication and no other', () => {
  for (const each of [web(), web('android'), docs(), docs('android')]) {
    const with_ = (usage: 'Authentication' | 'Signing' | 'Encryption') =>
      said(
        check(each, {
          pairs: { IdCertificate_1_host: 'a.example' },
          certificates: { IdCertificate_1: identity(usage) },
        }),
      );
    assert.deepEqual(with_('Authentication'), []);
    assert.deepEqual(with_('Signing'), ['error purpose_wrong']);
    assert.deepEqual(with_('Encryption'), ['error purpose_wrong']);
  }
});

test('APP-056 MI_AC_CLIENT_CERT_N takes an identity for Authentication and no other', () => {
  const with_ = (usage: 'Authentication' | 'Signing') =>
    said(
      check(app(), {
        pairs: { MI_AC_CLIENT_CERT_4_RULE: '*.a.example' },
        certificates: { MI_AC_CLIENT_CERT_4: identity(usage) },
      }),
    );
  assert.deepEqual(with_('Authentication'), []);
  assert.deepEqual(with_('Signing'), ['error purpose_wrong']);
});

test('APP-043 a rule without its certificate, and a certificate without its rule, are warned of', () => {
  const findings = check(web(), {
    pairs: { IdCertificate_2_host: 'a.example' },
    certificates: { IdCertificate_3: identity('Authentication') },
  });
  assert.deepEqual(said(findings), ['warning key_unpaired', 'warning key_unpaired']);
  assert.match(findings[0]?.words ?? '', /“IdCertificate_2_host” does nothing without “IdCertificate_2”/);
});

test('ADM-014, ADM-015, APP-060, APP-066 an AppConnect app imported from the App Store is given no certificate, with the reason; one in house is', () => {
  const certificates = { vendorKey: identity('Signing') };
  const [refused] = check(app({ source: 'store' }), { certificates });
  assert.equal(refused?.code, 'app_from_store');
  assert.match(refused?.next ?? '', /in-house app/);
  assert.deepEqual(said(check(app(), { certificates })), []);
  for (const source of ['store', 'in-house'] as const)
    assert.deepEqual(said(check(app({ source, platform: 'android' }), { certificates })), []);
});

test('ADM-010, ADM-097 an app that is no AppConnect app is given no certificate', () => {
  assert.deepEqual(said(check(app({ appConnect: false }), { certificates: { key: identity('Signing') } })), [
    'error app_not_appconnect',
  ]);
});

test('APP-002 on Android Email+ has the providers of Android alone; elsewhere an impossible one is warned of', () => {
  const login = identity('Authentication', { provider: 'purebred' });
  const pairs = { email_exchange_host: 'mail.agency.example' };
  assert.deepEqual(said(check(mail('android'), { pairs, certificates: { email_login_certificate: login } })), [
    'error provider_not_on_platform',
  ]);
  const onWeb = check(web('android'), {
    pairs: { IdCertificate_1_host: 'a.example' },
    certificates: { IdCertificate_1: login },
  });
  assert.deepEqual(said(onWeb), ['warning provider_not_on_platform']);
  const onIos = check(web('ios'), {
    pairs: { IdCertificate_1_host: 'a.example' },
    certificates: { IdCertificate_1: login },
  });
  assert.deepEqual(said(onIos), []);
});

test('ADM-004, APP-001 on both platforms a certificate serves the mail server, signing, encryption and web sites', () => {
  const login = identity('Authentication');
  const certificates = {
    email_signing_certificate: identity('Signing'),
    email_encryption_certificate: identity('Encryption'),
    email_certificate_1: ca(),
  };
  const more = { emailPlus: form({ identityCertificateId: login.id }) };
  assert.deepEqual(said(check(mail('ios'), { certificates, more, references: [login] })), []);
  const pairs = { email_exchange_host: 'mail.agency.example' };
  const onAndroid = { ...certificates, email_login_certificate: login };
  assert.deepEqual(said(check(mail('android'), { pairs, certificates: onAndroid })), []);
  for (const platform of ['ios', 'android'] as const) {
    const browsing = { pairs: { IdCertificate_1_host: 'a.example' }, certificates: { IdCertificate_1: login } };
    assert.deepEqual(said(check(web(platform), browsing)), []);
  }
});

test('EPM-006 decryption is refused on Android and taken on iOS', () => {
  const certificates = { oldMail: identity('Decryption', { kind: 'client_provided_enrollment', provider: 'entrust' }) };
  assert.deepEqual(said(check(app({ platform: 'android' }), { certificates })), ['error purpose_ios_only']);
  assert.deepEqual(said(check(app(), { certificates })), []);
});

test('EPM-010, EPM-011, EPM-012, EPM-013 a key and an AppTunnel rule may name a client-provided enrollment; on Android the rule is in vain', () => {
  const enrolled = identity('Authentication', { kind: 'client_provided_enrollment', provider: 'entrust' });
  const tunnels = [{ host: '*.corp.example', gateway: 'sentry.agency.example:443', identityId: enrolled.id }];
  for (const each of [app(), web(), docs()])
    assert.deepEqual(said(check(each, { certificates: { vendorKey: enrolled }, more: { tunnels } })), []);
  const onAndroid = check(app({ platform: 'android' }), { more: { tunnels }, references: [enrolled] });
  assert.deepEqual(said(onAndroid), ['warning tunnel_not_on_android']);
});

test('what a key names must exist, be published, and be available in the app’s space', () => {
  const of = (more: Partial<Referable>) => said(check(app(), { certificates: { key: identity('Signing', more) } }));
  assert.deepEqual(of({ published: false }), ['warning reference_draft']);
  assert.deepEqual(of({ inSpace: false }), ['error reference_other_space']);
  const gone = check(app(), { more: { certificates: [{ key: 'key', configurationId: randomUUID() }] } });
  assert.deepEqual(said(gone), ['error reference_missing']);
});

test('APP-063 client certificate keys on Android, and keys of another app, are warned of', () => {
  const pairs = { MI_AC_CLIENT_CERT_1_RULE: 'a.example' };
  const certificates = { MI_AC_CLIENT_CERT_1: identity('Authentication') };
  assert.deepEqual(said(check(app({ platform: 'android' }), { pairs, certificates })), [
    'warning key_wrong_platform',
    'warning key_wrong_platform',
  ]);
  assert.deepEqual(said(check(web(), { pairs: { disable_analytics: 'True' } })), ['warning key_of_other_app']);
});

test('secrets, keys that stand twice, rules that never win and rules inside a tunnel are spoken of', () => {
  assert.deepEqual(said(check(app(), { pairs: { imapPassword: 'x' } })), ['warning secret_in_value']);
  const twice = check(app(), {
    more: {
      pairs: [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    },
  });
  assert.deepEqual(said(twice), ['error key_twice']);
  const auth = identity('Authentication');
  const rules = (one: string, two: string, tunnels: object[] = []) =>
    said(
      check(app(), {
        pairs: { MI_AC_CLIENT_CERT_1_RULE: one, MI_AC_CLIENT_CERT_2_RULE: two },
        certificates: { MI_AC_CLIENT_CERT_1: auth, MI_AC_CLIENT_CERT_2: auth },
        more: { tunnels },
      }),
    );
  assert.deepEqual(rules('*.corp.example', 'hr.corp.example/pay'), ['warning rule_never_wins']);
  assert.deepEqual(rules('hr.corp.example/pay', '*.corp.example'), []);
  assert.deepEqual(rules('hr.corp.example', '*.com'), ['warning rule_too_wide']);
  const tunnel = { host: 'hr.corp.example', gateway: 'sentry.agency.example', kind: 'http' };
  assert.deepEqual(rules('hr.corp.example', 'b.corp.example', [tunnel]), ['warning rule_in_tunnel']);
});

test('what a form begins with for each known key is without fault', () => {
  for (const platform of ['ios', 'android'] as const)
    for (const known of keysFor('piv-d-manager', platform)) {
      if (known.prefilled === undefined) continue;
      const findings = check(pivd(platform), { pairs: { [known.name]: known.prefilled } });
      assert.deepEqual(
        findings.filter(({ field }) => field.startsWith('pairs.0')),
        [],
        known.name,
      );
    }
});

test('ADM-012, PBR-001, OTH-001 an app configuration for a provider that the platform does not have is refused with the reason', () => {
  const pairs = { MI_CREDENTIAL_ACTIVATION_URL: '${pivdActivationLink}' };
  const findings = check(pivd('android'), { pairs, more: { provider: 'purebred' } });
  assert.deepEqual(said(findings), ['error provider_not_on_platform']);
  assert.match(findings[0]?.words ?? '', /supported on iOS only/);
});

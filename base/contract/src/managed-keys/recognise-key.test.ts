import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keysFor, knownKeys, prefilledPairs } from './known-keys.ts';
import { nameOf, recogniseKey } from './recognise-key.ts';

test('every key of the documents is recognised as written, with any number that it may carry', () => {
  for (const key of knownKeys) {
    for (const n of key.numbers ? [1, 2, 10] : [1]) {
      const found = recogniseKey(nameOf(key, n));
      assert.equal(found.is, 'known', nameOf(key, n));
      assert(found.is === 'known' && found.key === key && found.n === (key.numbers ? n : null));
    }
  }
});

test('ADM-072 a key in another case is no known key, and says which one was meant', () => {
  const cases: readonly [string, string][] = [
    ['mi_credential_activation_url', 'MI_CREDENTIAL_ACTIVATION_URL'],
    ['idCertificate_1_host', 'IdCertificate_1_host'],
    ['idCertificate_12', 'IdCertificate_12'],
    ['IdCertificate_2_Host', 'IdCertificate_2_host'],
    ['Email_Signing_Certificate', 'email_signing_certificate'],
    ['MI_AC_CLIENT_CERT_3_rule', 'MI_AC_CLIENT_CERT_3_RULE'],
  ];
  for (const [typed, meant] of cases) {
    const found = recogniseKey(typed);
    assert(found.is === 'near miss', typed);
    assert.equal(found.meant, meant);
  }
});

test('slips of the hand are near misses: letters, separators, blanks, a number forgotten', () => {
  const cases: readonly [string, string][] = [
    ['MI_CREDENTIAL_ACTIVATON_URL', 'MI_CREDENTIAL_ACTIVATION_URL'],
    ['MI-CREDENTIAL-DEVICE-ID', 'MI_CREDENTIAL_DEVICE_ID'],
    [' disable_analytics', 'disable_analytics'],
    ['disable_anlaytics', 'disable_analytics'],
    ['IdCertificate1_host', 'IdCertificate_1_host'],
    ['IdCertficate_2', 'IdCertificate_2'],
    ['email_certificate', 'email_certificate_1'],
    ['email_certificate_X', 'email_certificate_1'],
    ['email_encyption_certificate', 'email_encryption_certificate'],
  ];
  for (const [typed, meant] of cases) {
    const found = recogniseKey(typed);
    assert(found.is === 'near miss', `${typed} is ${found.is}`);
    assert.equal(found.meant, meant, typed);
  }
});

test('APP-026 email_certificate_0 and _11 are out of range; 1 to 10 are known', () => {
  for (const n of [0, 11, 99]) assert.equal(recogniseKey(`email_certificate_${n}`).is, 'out of range');
  for (let n = 1; n <= 10; n++) assert.equal(recogniseKey(`email_certificate_${n}`).is, 'known');
  assert.equal(recogniseKey('email_certificate_01').is, 'out of range');
});

test('APP-048, APP-064, APP-065 keys of a vendor’s own are left alone', () => {
  for (const key of [
    'serverUrl',
    'com.vendor.timeout',
    'allow_offline',
    'A',
    'theme-2',
    'email_signature',
    'proxy_host',
  ])
    assert.equal(recogniseKey(key).is, 'unknown', key);
});

test('whatever is typed gets an answer at once', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (typed) => void recogniseKey(typed)));
});

test('APP-063 MI_AC_CLIENT_CERT keys are offered on iOS only', () => {
  const offered = (platform: 'ios' | 'android') => keysFor('other', platform).map(({ name }) => name);
  assert.deepEqual(offered('ios'), ['MI_AC_CLIENT_CERT_N_RULE', 'MI_AC_CLIENT_CERT_N']);
  assert.deepEqual(offered('android'), []);
});

test('ADM-094, ADM-095 PIV-D Manager for Android has the two MI_CREDENTIAL keys; analytics and feedback exist on iOS', () => {
  const names = (platform: 'ios' | 'android') => keysFor('piv-d-manager', platform).map(({ name }) => name);
  assert.deepEqual(names('android'), ['MI_CREDENTIAL_ACTIVATION_URL', 'MI_CREDENTIAL_DEVICE_ID']);
  for (const key of ['disable_analytics', 'feedback_email_address', 'use_emailplus_application_for_feedback'])
    assert(names('ios').includes(key), key);
});

test('APP-030, ADM-094 a form begins with the usual values, of the provider that is chosen', () => {
  assert.deepEqual(prefilledPairs('email-plus', 'android', null), [
    { key: 'email_address', value: '${userEmailAddress}' },
    { key: 'email_exchange_username', value: '${userUID}' },
    { key: 'email_ssl_required', value: 'true' },
    { key: 'email_trust_all_certificates', value: 'false' },
  ]);
  const keys = (provider: 'entrust' | 'purebred') =>
    prefilledPairs('piv-d-manager', 'ios', provider).map(({ key }) => key);
  assert.deepEqual(keys('entrust'), ['MI_CREDENTIAL_ACTIVATION_URL', 'MI_CREDENTIAL_DEVICE_ID', 'disable_analytics']);
  assert.deepEqual(keys('purebred'), ['MI_CREDENTIAL_DEVICE_ID', 'MI_CREDENTIAL_ENABLE_PUREBRED', 'disable_analytics']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Referable } from './subject.ts';
import { ca, check, form, identity, mail, said, web } from './testing/check-written.ts';

test('APP-024, APP-025, APP-032, APP-068 Email+ signs with Signing and decrypts with Encryption; on Android the old slip is accepted with a warning', () => {
  const of = (platform: 'ios' | 'android', certificates: Record<string, Referable>) =>
    said(
      check(mail(platform), {
        certificates: { email_certificate_1: ca(), ...certificates },
        ...(platform === 'android'
          ? { pairs: { email_exchange_host: 'mail.agency.example' } }
          : { more: { emailPlus: form({ identityCertificateId: null }) } }),
      }),
    ).filter((line) => !line.endsWith('email_without_identity'));
  assert.deepEqual(of('ios', { email_signing_certificate: identity('Signing') }), []);
  assert.deepEqual(of('ios', { email_signing_certificate: identity('Encryption') }), ['error purpose_wrong']);
  assert.deepEqual(of('android', { email_signing_certificate: identity('Signing') }), []);
  assert.deepEqual(of('android', { email_signing_certificate: identity('Encryption') }), ['warning purpose_legacy']);
  for (const platform of ['ios', 'android'] as const) {
    assert.deepEqual(of(platform, { email_encryption_certificate: identity('Encryption') }), []);
    assert.deepEqual(of(platform, { email_encryption_certificate: identity('Signing') }), ['error purpose_wrong']);
  }
});

test('APP-005, APP-069 signing or encrypting without the CA certificates is refused', () => {
  const of = (key: string, usage: 'Signing' | 'Encryption') =>
    said(
      check(mail('android'), {
        pairs: { email_exchange_host: 'mail.agency.example' },
        certificates: { [key]: identity(usage) },
      }),
    );
  assert.deepEqual(of('email_signing_certificate', 'Signing'), ['error chain_missing']);
  assert.deepEqual(of('email_encryption_certificate', 'Encryption'), ['error chain_missing']);
});

test('APP-026 email_certificate_N takes a CA certificate, and N ends at 10', () => {
  const base = { email_exchange_host: 'mail.agency.example' };
  assert.deepEqual(said(check(mail('android'), { pairs: base, certificates: { email_certificate_10: ca() } })), []);
  assert.deepEqual(said(check(mail('android'), { pairs: base, certificates: { email_certificate_11: ca() } })), [
    'error key_out_of_range',
  ]);
  assert.deepEqual(
    said(check(mail('android'), { pairs: base, certificates: { email_certificate_1: identity('Signing') } })),
    ['error reference_not_ca'],
  );
  assert.deepEqual(
    said(check(web(), { pairs: { IdCertificate_1_host: 'a.example' }, certificates: { IdCertificate_1: ca() } })),
    ['error reference_not_identity'],
  );
});

test('APP-029, APP-031 Email+ for Android needs its Exchange host, and logs in with an identity for Authentication', () => {
  assert.deepEqual(said(check(mail('android'), {})), ['error key_missing']);
  const login = (usage: 'Authentication' | 'Signing') =>
    said(
      check(mail('android'), {
        pairs: { email_exchange_host: 'mail.agency.example' },
        certificates: { email_login_certificate: identity(usage) },
      }),
    );
  assert.deepEqual(login('Authentication'), []);
  assert.deepEqual(login('Signing'), ['error purpose_wrong']);
});

test('APP-014 the Exchange host is the server, not Standalone Sentry, and a full name', () => {
  const of = (text: string) => said(check(mail('android'), { pairs: { email_exchange_host: text } }));
  assert.deepEqual(of('sentry.agency.example'), ['warning host_is_sentry']);
  assert.deepEqual(of('mail'), ['warning host_not_full']);
  assert.deepEqual(of('https://mail.agency.example'), ['error host_invalid']);
  assert.deepEqual(of('mail.agency.example/owa'), ['error host_invalid']);
});

test('APP-013, APP-017, APP-020, APP-021, APP-022 each switch of the Email+ form that should stay as it is warns', () => {
  const of = (more: object, references: readonly Referable[] = []) =>
    said(check(mail('ios'), { more: { emailPlus: form(more) }, references }));
  const auth = identity('Authentication');
  const id = { identityCertificateId: auth.id };
  assert.deepEqual(of(id, [auth]), []);
  assert.deepEqual(of({ ...id, password: 'hunter2' }, [auth]), ['warning email_password']);
  assert.deepEqual(of({ ...id, sslRequired: false }, [auth]), ['warning email_without_ssl']);
  assert.deepEqual(of({ ...id, trustAllCertificates: true }, [auth]), ['warning email_trusts_all']);
  assert.deepEqual(of({ ...id, promptForPassword: true }, [auth]), ['warning email_prompts']);
  assert.deepEqual(of({ ...id, lotusNotesTraveler: true }, [auth]), ['warning email_lotus']);
});

test('APP-019 the Identity Certificate of Email+ for iOS has the purpose Authentication', () => {
  const signing = identity('Signing');
  const findings = check(mail('ios'), {
    more: { emailPlus: form({ identityCertificateId: signing.id }) },
    references: [signing],
  });
  assert.deepEqual(said(findings), ['error purpose_wrong']);
  assert.deepEqual(said(check(mail('ios'), {})), ['error email_form_missing']);
  assert.deepEqual(said(check(web(), { more: { emailPlus: form() } })), ['error email_form_elsewhere']);
});

test('Email+ for Android that trusts every certificate, or connects without SSL, is warned of', () => {
  const of = (key: string, text: string) =>
    said(check(mail('android'), { pairs: { email_exchange_host: 'mail.agency.example', [key]: text } }));
  assert.deepEqual(of('email_trust_all_certificates', 'true'), ['warning value_unwise']);
  assert.deepEqual(of('email_ssl_required', 'false'), ['warning value_unwise']);
  assert.deepEqual(of('email_ssl_required', 'true'), []);
});

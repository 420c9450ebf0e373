import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceCredential, Provider, Purpose } from '@lanyard/contract';
import { identityIn, reasonToWait } from './waits-for.ts';

const view = { serial: '01', subject: '', issuer: '', keystore: 'wallet', protection: 'software' } as const;
const dates = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2028-01-01T00:00:00.000Z' };
const holding = (provider: Provider, ...purposes: Purpose[]): DeviceCredential => ({
  id: provider,
  name: provider,
  provider,
  state: 'active',
  issuedAt: dates.notBefore,
  expiresAt: dates.notAfter,
  certificates: purposes.map((purpose) => ({ purpose, ...view, ...dates, sha256: `${provider} ${purpose}` })),
});
const enrollment = (purpose: string, provider: Provider) => ({ purpose, provider });

test('EPM-006 decryption of older mail is served on iOS and refused, with the reason, on Android', () => {
  const value = enrollment('Decryption', 'lanyard');
  const has = [holding('lanyard', 'authentication', 'decryption')];
  assert.equal(reasonToWait('client_provided_enrollment', value, 'ios', has), null);
  assert.match(reasonToWait('client_provided_enrollment', value, 'android', has) ?? '', /iOS only/);
});

test('ADM-012 a provider that a platform does not have is never waited for: the reason says what to choose', () => {
  const value = { usage: 'Signing', provider: 'purebred' };
  const has = [holding('purebred', 'signing')];
  assert.equal(reasonToWait('identity_certificate', value, 'ios', has), null);
  assert.match(reasonToWait('identity_certificate', value, 'android', has) ?? '', /supported on iOS only/);
});

test('what needs no certificate waits for nothing', () => {
  for (const [kind, value] of [
    ['passcode', {}],
    ['app_catalog', {}],
    ['appconnect_device_ios', {}],
    ['wifi', { ssid: 'guests', identity: 'none' }],
    ['mail', { host: 'mail.example', identity: 'none' }],
  ] as const)
    assert.equal(reasonToWait(kind, value, 'ios', []), null, kind);
});

test('ADM-105 an identity is named by the digest of its certificate, by purpose', () => {
  const has = [holding('lanyard', 'authentication', 'signing')];
  const derived = 'Derived PIV Credentials';
  const named = identityIn('mail', { host: 'mail.example', smimeSigning: derived }, has);
  assert.deepEqual(named.certificates, {
    authentication: { credentialId: 'lanyard', sha256: 'lanyard authentication' },
    signing: { credentialId: 'lanyard', sha256: 'lanyard signing' },
  });
  assert.deepEqual(identityIn('passcode', {}, has), {});
});

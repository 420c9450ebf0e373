import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceCredential } from './device.ts';
import { chooseIdentity } from './identity-choice.ts';

const certificate = (purpose: 'authentication' | 'signing', sha256: string) => ({
  purpose,
  serial: '01',
  subject: '',
  issuer: '',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  sha256,
  keystore: 'wallet' as const,
  protection: 'software' as const,
});
const credential = (id: string, more: Partial<DeviceCredential> = {}): DeviceCredential => ({
  id,
  name: id,
  provider: 'lanyard',
  state: 'active',
  issuedAt: '2026-02-01T00:00:00Z',
  expiresAt: '2027-01-01T00:00:00Z',
  certificates: [certificate('authentication', `${id}-auth`)],
  ...more,
});
const any = { purpose: 'authentication', provider: 'any' } as const;
const chosen = (all: readonly DeviceCredential[], wanted: Parameters<typeof chooseIdentity>[0] = any): string => {
  const found = chooseIdentity(wanted, all);
  return typeof found === 'string' ? found : found.certificate.sha256;
};

test('"any" means the newest active credential that has the purpose', () => {
  const all = [
    credential('old'),
    credential('new', { issuedAt: '2026-03-01T00:00:00Z', provider: 'purebred' }),
    credential('ended', { issuedAt: '2026-04-01T00:00:00Z', state: 'revoked' }),
    credential('signer', { issuedAt: '2026-05-01T00:00:00Z', certificates: [certificate('signing', 's')] }),
  ];
  assert.equal(chosen(all), 'new-auth');
  assert.equal(chosen(all, { purpose: 'signing', provider: 'any' }), 's');
});

test('a provider that is named is the only one asked', () => {
  const all = [credential('ours'), credential('theirs', { provider: 'purebred', issuedAt: '2026-06-01T00:00:00Z' })];
  assert.equal(chosen(all, { purpose: 'authentication', provider: 'lanyard' }), 'ours-auth');
  assert.equal(
    chosen(all, { purpose: 'authentication', provider: 'entrust' }),
    'waits until the derived credential is activated',
  );
});

test('MAA-011 where there is none, the reason says what it waits for', () => {
  assert.equal(chosen([]), 'waits until the derived credential is activated');
  assert.equal(chosen([credential('a', { state: 'issuing' })]), 'waits until the derived credential is activated');
  assert.match(chosen([credential('a', { state: 'suspended' })]), /no longer suspended/);
  assert.match(chosen([credential('a')], { purpose: 'encryption', provider: 'any' }), /a certificate for encryption/);
});

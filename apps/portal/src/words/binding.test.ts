import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CredentialView } from '@lanyard/contract';
import { boundCredential } from './binding.ts';

const credential = (id: string, facts: Partial<CredentialView> = {}): CredentialView => ({
  id,
  name: 'Work phone',
  provider: 'lanyard',
  state: 'active',
  deviceId: 'd1',
  issuedAt: '2026-05-03T12:00:00Z',
  expiresAt: '2029-05-03T12:00:00Z',
  certificates: [],
  ...facts,
});
const bound = { act: 'credential.bound', deviceId: 'd1', outcome: 'done', at: '2026-05-03T12:00:05Z' } as const;

test('an entry that bound a credential to a device offers to end exactly that one', () => {
  const other = credential('c2', { deviceId: 'd2' });
  assert.equal(boundCredential(bound, [other, credential('c1')])?.id, 'c1');
});

test('a credential that has ended is not offered again', () => {
  assert.equal(boundCredential(bound, [credential('c1', { state: 'revoked' })]), null);
});

test('an old entry does not offer to end the credential that came after it', () => {
  assert.equal(boundCredential(bound, [credential('c1', { issuedAt: '2026-06-01T09:00:00Z' })]), null);
});

test('a refused act and an act of another kind offer nothing', () => {
  assert.equal(boundCredential({ ...bound, outcome: 'refused' }, [credential('c1')]), null);
  assert.equal(boundCredential({ ...bound, act: 'device.registered' }, [credential('c1')]), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentialIsLive, credentialWord, systemWords } from './credential-words.ts';

const now = Date.parse('2026-05-03T12:00:00Z');

test('an active credential is active, and asks for attention in its last 30 days', () => {
  assert.deepEqual(credentialWord({ state: 'active', expiresAt: '2027-05-03T12:00:00Z' }, now), {
    word: 'Active',
    tone: 'active',
  });
  assert.deepEqual(credentialWord({ state: 'active', expiresAt: '2026-05-20T12:00:00Z' }, now), {
    word: 'Ends soon',
    tone: 'attention',
  });
});

test('an ended credential says how it ended, not that it ends soon', () => {
  assert.equal(credentialWord({ state: 'revoked', expiresAt: '2026-05-04T12:00:00Z' }, now).word, 'Revoked');
});

test('a suspended credential still counts as one that the person has', () => {
  assert.equal(credentialIsLive({ state: 'suspended' }), true);
  assert.equal(credentialIsLive({ state: 'replaced' }), false);
});

test('a device that did not name its system is not called "unknown"', () => {
  assert.equal(systemWords({ platform: 'unknown', osVersion: '' }), '');
  assert.equal(systemWords({ platform: 'android', osVersion: '16' }), 'Android 16');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SPACE, deviceGroupRule } from '@lanyard/contract';
import { claimedBy, keptScopes } from './device-scopes.ts';

const phone = { id: 'd', personId: 'p', platform: 'ios', osVersion: '17.2' } as const;
const STAFF = '11111111-1111-4111-8111-111111111111';
const group = (id: string, rule: object | null) => ({ id, rule: rule === null ? null : deviceGroupRule.parse(rule) });
const scopesWith = (rule: object | null, userGroups: readonly string[] = [], byHand: readonly string[] = []) =>
  keptScopes(phone, userGroups, byHand, [group('g', rule)]);

test('a device is in a group by every condition of its rule', () => {
  assert.deepEqual(scopesWith({ platforms: ['ios'], osFrom: '17', osBelow: '18' }), ['device-group:g']);
  assert.deepEqual(scopesWith({ platforms: ['android'] }), []);
  assert.deepEqual(scopesWith({ osFrom: '17.3' }), []);
  assert.deepEqual(scopesWith({ osBelow: '17.2' }), []);
  assert.deepEqual(scopesWith({ userGroups: [STAFF] }), []);
  assert.deepEqual(scopesWith({ userGroups: [STAFF] }, [STAFF]), ['device-group:g', `group:${STAFF}`]);
});

test('a rule without conditions takes every device; no rule takes none but those added by hand', () => {
  assert.deepEqual(scopesWith({}), ['device-group:g']);
  assert.deepEqual(scopesWith(null), []);
  assert.deepEqual(scopesWith(null, [], ['g']), ['device-group:g']);
  assert.deepEqual(scopesWith({ platforms: ['android'] }, [], ['g']), ['device-group:g']);
});

test('the first space that claims a device has it; none means the default', () => {
  const spaces = [
    { id: 'first', rule: { deviceGroups: ['g'], userGroups: [] } },
    { id: 'second', rule: { deviceGroups: [], userGroups: ['staff'] } },
  ];
  assert.equal(claimedBy(['device-group:g', 'group:staff'], spaces), 'first');
  assert.equal(claimedBy(['group:staff'], spaces), 'second');
  assert.equal(claimedBy(['group:g', 'device-group:staff'], spaces), DEFAULT_SPACE);
});

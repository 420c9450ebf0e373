import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Audience } from '@lanyard/contract';
import { audienceWords } from './audience-words.ts';

const nobody: Audience = { to: 'none', people: [], userGroups: [], devices: [], deviceGroups: [] };

test('an audience is said in a few words', () => {
  assert.equal(audienceWords({ ...nobody, to: 'all' }), 'all devices');
  assert.equal(audienceWords(nobody), 'no devices');
  assert.equal(audienceWords({ ...nobody, to: 'chosen' }), 'nobody yet');
  assert.equal(audienceWords({ ...nobody, to: 'chosen', people: ['a', 'b'], devices: ['c'] }), '2 people, 1 device');
});

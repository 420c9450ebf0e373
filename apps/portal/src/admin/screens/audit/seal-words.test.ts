import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealWords } from './seal-words.ts';

const now = '2026-11-22T12:00:00.000Z';
const state = { sealedPosition: 100, checkpointPosition: 100, unsealedSince: null };

test('what the sealer has just not come to is no cause for alarm, what waits for long is', () => {
  assert.equal(sealWords(state, now).tone, 'active');
  assert.equal(sealWords({ ...state, unsealedSince: '2026-11-22T11:59:30.000Z' }, now).tone, 'active');
  assert.equal(sealWords({ ...state, unsealedSince: '2026-11-22T11:54:00.000Z' }, now).tone, 'attention');
});

test('a checkpoint that is behind the seal is told', () => {
  assert.equal(sealWords({ ...state, checkpointPosition: 90 }, now).tone, 'waiting');
});

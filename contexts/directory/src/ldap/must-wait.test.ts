import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mustWait } from './must-wait.ts';

const cases: [gone: number, entries: number, active: number, waits: boolean, why: string][] = [
  [0, 0, 500, false, 'nobody ends'],
  [19, 481, 500, false, 'fewer than twenty'],
  [20, 480, 500, true, 'twenty, more than one in a hundred'],
  [20, 1_980, 2_000, false, 'twenty are just one in a hundred'],
  [21, 1_979, 2_000, true, 'one more'],
  [150, 19_850, 20_000, false, 'many, yet fewer than one in a hundred'],
  [3, 0, 3, true, 'the directory is empty'],
];
for (const [gone, entries, active, waits, why] of cases)
  test(`a sync that would end ${gone} of ${active} people ${waits ? 'waits for a person' : 'goes on'}: ${why}`, () => {
    assert.equal(mustWait(gone, entries, active) !== null, waits);
  });

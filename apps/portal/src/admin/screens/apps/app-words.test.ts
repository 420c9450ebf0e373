import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeWords } from './app-words.ts';

test('a size is read in the unit that fits it', () => {
  assert.deepEqual([0, 1_023, 1_024, 13_002_342, 3 * 1_024 ** 3].map(sizeWords), [
    '0 bytes',
    '1023 bytes',
    '1.0 KiB',
    '12.4 MiB',
    '3.0 GiB',
  ]);
});

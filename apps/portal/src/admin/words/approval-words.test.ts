import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureWords } from './approval-words.ts';

test('what could not be done is told in words with the way out, and by its code where that is no longer known', () => {
  assert.match(failureWords('last_administrator'), /^[A-Z].+\. .+\. \(last_administrator\)$/);
  assert.equal(failureWords('of_a_former_release'), 'of_a_former_release');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOlder } from './os-version.ts';

test('versions compare part by part as numbers', () => {
  assert.equal(isOlder('9.3', '16.0'), true);
  assert.equal(isOlder('16.10', '16.9'), false);
  assert.equal(isOlder('16', '16.0.0'), false);
  assert.equal(isOlder('16', '16.0.1'), true);
  assert.equal(isOlder('17.1.9', '17.2'), true);
});

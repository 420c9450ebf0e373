import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChoice } from './read-choice.ts';

const columns = [{ key: 'name' }, { key: 'state' }, { key: 'upn', extra: true }];

test('without a choice the usual columns are shown', () => {
  assert.deepEqual(readChoice(null, columns), ['name', 'state']);
  assert.deepEqual(readChoice('{broken', columns), ['name', 'state']);
  assert.deepEqual(readChoice('"name"', columns), ['name', 'state']);
});

test('a choice is kept in the order of the columns; the first always stays, and what is no more goes', () => {
  assert.deepEqual(readChoice('["upn","gone"]', columns), ['name', 'upn']);
});

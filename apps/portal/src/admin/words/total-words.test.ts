import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalWords } from './total-words.ts';

test('a list says how much of it is shown', () => {
  assert.equal(totalWords(3, { count: 3, atLeast: false }, 'people'), '3 people');
  assert.equal(totalWords(1, { count: 1, atLeast: false }, 'people'), '1 person');
  assert.equal(totalWords(1, { count: 1, atLeast: false }, 'user groups'), '1 user group');
  assert.equal(totalWords(1, { count: 1, atLeast: false }, 'authorities'), '1 authority');
  assert.equal(totalWords(50, { count: 1234, atLeast: false }, 'people'), '50 of 1,234 people');
  assert.equal(totalWords(50, { count: 10_000, atLeast: true }, 'people'), '50 of more than 10,000 people');
});

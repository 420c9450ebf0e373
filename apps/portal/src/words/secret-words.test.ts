import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretGroups, spelled } from './secret-words.ts';

test('SSP-015 a PIN is shown in groups that join to exactly the PIN', () => {
  assert.deepEqual(secretGroups('4F7K9QXM'), ['4F7K', '9QXM']);
  assert.deepEqual(secretGroups('123456'), ['123', '456']);
  for (const pin of ['1234', '12345', 'ABCDEFG', '4F7K9QXM', '12345678901'])
    assert.equal(secretGroups(pin).join(''), pin);
});

test('a secret with its own separators keeps them', () => {
  assert.deepEqual(secretGroups('ABCD-EFGH'), ['ABCD-EFGH']);
});

test('a screen reader gets the characters one by one', () => {
  assert.equal(spelled('4F7K'), '4 F 7 K');
});

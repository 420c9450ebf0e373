import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passkeyRefusal } from './passkey-words.ts';

test('what a browser throws is told apart: a closed question, a known passkey, an address without passkeys', () => {
  const names = ['NotAllowedError', 'AbortError', 'InvalidStateError', 'SecurityError', 'NotSupportedError'];
  assert.deepEqual(names.map(passkeyRefusal), ['closed', 'closed', 'known', 'impossible', 'impossible']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeLinkToken } from './link-token.ts';

const taken = (hash: string) => {
  const kept: string[] = [];
  const history = {
    replaceState: (_state: unknown, _title: string, path?: string | URL | null) => kept.push(String(path)),
  };
  return { token: takeLinkToken({ pathname: '/admin/first', hash }, history), kept };
};

test('the token of a link leaves the address', () => {
  const { token, kept } = taken(`#${'a-Z_9'.repeat(8)}abc`);
  assert.equal(token?.length, 43);
  assert.deepEqual(kept, ['/admin/first']);
});

test('half a token is none, and leaves the address all the same', () => {
  assert.deepEqual(taken('#abc'), { token: null, kept: ['/admin/first'] });
  assert.deepEqual(taken(''), { token: null, kept: [] });
});

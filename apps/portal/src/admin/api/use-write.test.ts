import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient } from '@tanstack/react-query';
import type { Write } from './use-write.ts';
import { isUnderWay } from './use-write.ts';

const putBack: Write = { method: 'POST', path: 'apps/1/versions/2/put-back', version: 3 };

test('a write is under way from its press to its answer, and only that one', async () => {
  const client = new QueryClient();
  const { promise: answer, resolve } = Promise.withResolvers<undefined>();
  assert.equal(isUnderWay(client, putBack), false);
  const done = client
    .getMutationCache()
    .build(client, { mutationFn: () => answer })
    .execute(putBack);
  assert.equal(isUnderWay(client, { ...putBack }), true);
  assert.equal(isUnderWay(client, { ...putBack, path: 'apps/1/versions/1/put-back' }), false);
  assert.equal(isUnderWay(client, { ...putBack, method: 'DELETE' }), false);
  assert.equal(isUnderWay(client, { ...putBack, body: { order: ['b', 'a'] } }), false);
  resolve(undefined);
  await done;
  assert.equal(isUnderWay(client, putBack), false);
});

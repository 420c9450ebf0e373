import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turns } from './turns.ts';

test('what concerns one name is done in the order asked for, whatever fails; other names wait for nothing', async () => {
  const inTurn = turns();
  const done: string[] = [];
  const { promise: slow, resolve } = Promise.withResolvers<void>();
  const first = inTurn('reader', async () => {
    await slow;
    done.push('first');
    throw new Error('away');
  });
  const second = inTurn('reader', async () => done.push('second'));
  await inTurn('other', async () => done.push('other'));
  resolve();
  await assert.rejects(first, /away/);
  await second;
  await inTurn('reader', async () => done.push('third'));
  assert.deepEqual(done, ['other', 'first', 'second', 'third']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedTogether } from './asked-together.ts';

/** Questions that are answered when the test says so, in the order in which they were asked. */
function questions() {
  const open: PromiseWithResolvers<number>[] = [];
  const ask = askedTogether(() => {
    const one = Promise.withResolvers<number>();
    open.push(one);
    return one.promise;
  });
  return { ask, open };
}

test('those who come while a question is under way share the next one, never that one', async () => {
  const { ask, open } = questions();
  const first = ask('a');
  const [second, third] = [ask('a'), ask('a')];
  assert.equal(open.length, 1);
  open[0]?.resolve(1);
  assert.equal(await first, 1);
  assert.equal(open.length, 2);
  const fourth = ask('a');
  open[1]?.resolve(2);
  assert.deepEqual(await Promise.all([second, third]), [2, 2]);
  assert.equal(open.length, 3);
  open[2]?.resolve(3);
  assert.equal(await fourth, 3);
});

test('a question that fails fails only for those who asked it', async () => {
  const { ask, open } = questions();
  const [first, second] = [ask('a'), ask('a')];
  open[0]?.reject(new Error('away'));
  await assert.rejects(first, /away/);
  open[1]?.resolve(2);
  assert.equal(await second, 2);
});

test('different things are asked at the same time', async () => {
  const { ask, open } = questions();
  const both = [ask('a'), ask('b')];
  open.forEach((one, i) => one.resolve(i));
  assert.deepEqual(await Promise.all(both), [0, 1]);
});

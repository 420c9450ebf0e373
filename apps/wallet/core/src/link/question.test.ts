import assert from 'node:assert/strict';
import { test } from 'node:test';
import { question } from './question.ts';
import { manualAfter } from './testing/manual-after.ts';

const asking = () => {
  const time = manualAfter();
  return { time, consent: question<{ readonly act: string }>(time.after, () => undefined) };
};

test('an answer to a question that was taken back does not answer the one that took its place', async () => {
  const { consent } = asking();
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
  const first = consent.ask({ act: 'sign-in' }, 1_000, gone);
  const shown = consent.asked;
  leave();
  assert.equal(await first, false);
  const second = consent.ask({ act: 'decrypt' }, 1_000);
  consent.answer(true, shown);
  assert.equal(consent.asked?.act, 'decrypt');
  consent.answer(true, consent.asked);
  assert.equal(await second, true);
});

test('whoever leaves after a question was answered takes nothing back from the next one', async () => {
  const { consent } = asking();
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
  const first = consent.ask({ act: 'sign-in' }, 1_000, gone);
  consent.answer(true);
  assert.equal(await first, true);
  const second = consent.ask({ act: 'sign' }, 1_000);
  leave();
  await gone;
  assert.equal(consent.asked?.act, 'sign');
  consent.answer(true);
  assert.equal(await second, true);
});

test('a question that nobody answers in its time is a no', async () => {
  const { consent, time } = asking();
  const answer = consent.ask({ act: 'sign' }, 1_000);
  time.pass(1_000);
  assert.deepEqual([await answer, consent.asked], [false, undefined]);
});

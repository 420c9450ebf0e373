import assert from 'node:assert/strict';
import { test } from 'node:test';
import { within } from './within.ts';

test('a call that hangs is given up, one that answers or fails is as it is', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const hanging = within(new Promise<never>(() => {}), 30_000);
  t.mock.timers.tick(30_000);
  await assert.rejects(hanging, { code: 'call_failed' });
  assert.equal(await within(Promise.resolve(7), 30_000), 7);
  await assert.rejects(within(Promise.reject(new Error('no')), 30_000), /no/);
});

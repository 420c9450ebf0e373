import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage, type Wallet } from '@lanyard/wallet/core';
import { createModel } from './model.ts';

test('one look at the desktops that fails is told, and the next one is taken', async () => {
  const looks: (() => Promise<unknown>)[] = [];
  let changed = (): void => undefined;
  const wallet = {
    overview: async () => ({}),
    desktops: {
      onChange: (listen: () => void) => void (changed = listen),
      state: () => looks.shift()?.(),
    },
  } as unknown as Wallet;
  const told: unknown[] = [];
  // The browser's; Node has none.
  globalThis.reportError = (error: unknown) => void told.push(error);
  looks.push(async () => 'at first');
  const model = await createModel(wallet, await platformKnown());
  const fault = new Error('the storage is gone');
  looks.push(() => Promise.reject(fault));
  changed();
  const shown = new Promise<void>((resolve) => void model.subscribe(resolve));
  looks.push(async () => 'later');
  changed();
  await shown;
  assert.deepEqual([model.get().desktops, told], ['later', [fault]]);
});

async function platformKnown() {
  const storage = memoryStorage();
  await storage.put('platform', 'ios');
  return storage;
}

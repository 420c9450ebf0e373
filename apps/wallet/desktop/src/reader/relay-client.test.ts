import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createInbox } from '@lanyard/wallet/core';
import { manualAfter } from '../../../core/src/link/testing/manual-after.ts';
import { connectToRelay } from './relay-client.ts';

test('a server that opens the way to the relay and then says nothing is given up after half a minute', async () => {
  const messages = createInbox<string>();
  const time = manualAfter();
  const opened = Promise.withResolvers<void>();
  const openSocket = async () => {
    opened.resolve();
    return { next: messages.next, send: () => assert.fail('said something'), close: () => messages.end() };
  };
  const reader = { serverUrl: 'https://wallet.test', name: 'Desk', relayKey: 'key', signHello: () => assert.fail() };
  const connecting = assert.rejects(connectToRelay(openSocket, reader, time.after), { code: 'offline' });
  await opened.promise;
  await new Promise<void>((turn) => void setImmediate(turn));
  assert.equal(messages.ended, false);
  time.pass(30_000);
  await connecting;
  assert.equal(messages.ended, true);
});

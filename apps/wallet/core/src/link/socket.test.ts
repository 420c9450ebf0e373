import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceApi } from '../device-api.ts';
import { relayCarrier } from './relay-carrier.ts';
import { socketOver, type WebSocketLike } from './socket.ts';
import { manualAfter } from './testing/manual-after.ts';

/** A connection whose other side is gone without a word: it opens, and nothing more ever comes. */
function silentSocket() {
  const self = { binaryType: '', readyState: 0, bufferedAmount: 0, sent: [] as unknown[], closed: false };
  const webSocket: WebSocketLike = Object.assign(self, {
    send: (data: unknown) => void self.sent.push(data),
    close: () => void (self.closed = true),
    addEventListener: (type: string, hear: (event: { readonly data: unknown }) => void) => {
      if (type === 'open') queueMicrotask(() => ((self.readyState = 1), hear({ data: undefined })));
    },
  });
  return { self, webSocket };
}

test('whoever listens on a socket that is closed here hears so at once, though the other side never answers', async () => {
  const { self, webSocket } = silentSocket();
  const socket = await socketOver(webSocket);
  const next = socket.next();
  socket.close();
  assert.equal(await next, undefined);
  assert.equal(self.closed, true);
});

test('a relay that says nothing to a ticket is given up', async () => {
  const { self, webSocket } = silentSocket();
  const time = manualAfter();
  const answer = async () => ({ ticket: 'ticket', expiresIn: 30 });
  const ports = {
    api: { call: answer } as unknown as DeviceApi,
    openSocket: () => socketOver(webSocket),
    serverUrl: 'https://wallet.test',
    after: time.after,
  };
  const meeting = assert.rejects(relayCarrier(ports, { purpose: 'connect', readerId: 'A'.repeat(43) }), {
    code: 'offline',
  });
  for (let turns = 0; turns < 10 && self.sent.length === 0; turns++) await Promise.resolve();
  time.pass(30_000);
  await meeting;
  assert.equal(self.closed, true);
});

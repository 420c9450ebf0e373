import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { nodeSocket } from './node-socket.ts';

test('a connection whose other side has gone without a word ends, so that another is made', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const socket = await nodeSocket(undefined, 20)(`ws://127.0.0.1:${port}`);
    assert.equal(await socket.next(), undefined);
  } finally {
    server.close();
  }
});

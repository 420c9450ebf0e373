import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WalletError } from '@lanyard/wallet/core';
import { explain } from './explain.ts';
import type { DeviceIo } from './io.ts';
import { nodeSocket } from './node-socket.ts';

const told = (error: unknown): string => {
  let said = '';
  // Nothing else of it is used.
  explain(error, { say: (text: string) => (said += text) } as unknown as DeviceIo);
  return said;
};

test('a server that speaks no WebSockets here is told apart from none', async () => {
  const server = createServer((_, answer) => answer.writeHead(404).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const error: unknown = await nodeSocket()(`ws://127.0.0.1:${port}/relay/reader`).catch((thrown: unknown) => thrown);
  server.close();
  assert.match(told(error), /could not be reached\. \(.*404\)[^]*offline/);
});

test('a server whose authority is not trusted leads to --ca', () => {
  const cause = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  assert.match(told(new WalletError('offline', {}, cause)), /\(self-signed certificate\)\n.*--ca FILE/);
});

import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { firstText, type Wire, wireOf } from './wire.ts';

let server: WebSocketServer;
let next: PromiseWithResolvers<Wire>;

before(async () => {
  next = Promise.withResolvers();
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => next.resolve(wireOf(socket)));
  await new Promise((listening) => server.once('listening', listening));
});
after(() => {
  for (const client of server.clients) client.terminate();
  server.close();
});

async function connected(): Promise<{ wire: Wire; client: WebSocket; closed: Promise<unknown> }> {
  next = Promise.withResolvers();
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const closed = new Promise((done) => client.on('close', done));
  await new Promise((open) => client.on('open', open));
  return { wire: await next.promise, client, closed };
}

test('who reads more slowly than others send is cut off, and holds no more of our memory than a megabyte', async () => {
  const { wire, client } = await connected();
  const ended = new Promise<void>((done) => wire.onClose(done));
  client.pause();
  let over = false;
  void ended.then(() => (over = true));
  let sent = 0;
  for (; !over && sent < 2_000; sent++) {
    wire.octets(new Uint8Array(60_000));
    await new Promise<void>((turn) => void setImmediate(turn));
  }
  await ended;
  assert.ok(sent < 2_000);
});

test('what comes before anybody listens, or of the wrong kind, ends the wire', async () => {
  const early = await connected();
  early.client.send('nobody asked');
  await early.closed;
  const wrong = await connected();
  wrong.wire.onOctets(() => assert.fail('text is no octets'));
  wrong.client.send('text');
  await wrong.closed;
});

test('a first text is waited for, once; a wire that ends before gives none', async () => {
  const one = await connected();
  const first = firstText(one.wire, 60_000);
  one.client.send('hello');
  assert.equal(await first, 'hello');
  one.client.send('a second one');
  await one.closed;
  const none = await connected();
  const never = firstText(none.wire, 60_000);
  none.client.close();
  assert.equal(await never, null);
});

test('who asks late for the end of a wire hears of it all the same', async () => {
  const { wire, client, closed } = await connected();
  const ended = new Promise<void>((done) => wire.onClose(done));
  client.close();
  await Promise.all([ended, closed]);
  let heard = false;
  wire.onClose(() => (heard = true));
  assert.equal(heard, true);
});

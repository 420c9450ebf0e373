import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { type Bytes, toHex } from '@lanyard/pki';
import { type CardPlace, vpcdPlace } from './vpcd-place.ts';

let vpcd: Server;
let place: CardPlace;
const faults: unknown[] = [];
const heard: string[] = [];
/** What a command takes. */
let working: Promise<void> | undefined;
const ATR = Uint8Array.of(0x3b, 0x80, 0x01, 0x81);
const card = {
  atr: ATR,
  transmit: async (octets: Bytes) => {
    heard.push(toHex(octets));
    if (octets[1] === 0xee) throw new Error('the phone went away');
    await working;
    return Uint8Array.of(0x90, 0x00);
  },
  reset: () => void heard.push('reset'),
};

before(async () => {
  vpcd = createServer().listen(0, '127.0.0.1');
  await once(vpcd, 'listening');
  place = vpcdPlace({ port: (vpcd.address() as AddressInfo).port, failed: (error) => void faults.push(error) });
});
after(() => {
  place.remove();
  vpcd.close();
});

async function attached(): Promise<Socket> {
  const [socket] = (await once(vpcd, 'connection')) as [Socket];
  return socket;
}

async function ask(socket: Socket, hex: string): Promise<string> {
  socket.write(Buffer.from(hex, 'hex'));
  const [octets] = (await once(socket, 'data')) as [Buffer];
  return octets.toString('hex');
}

test('a real pcscd has the card while it is inserted: its answer to reset, commands, resets', async () => {
  const coming = attached();
  place.insert(card);
  const socket = await coming;
  assert.equal(await ask(socket, '000104'), '00043b800181');
  // A reset, and a command whose second half comes later.
  socket.write(Buffer.from('000102000400a4', 'hex'));
  assert.equal(await ask(socket, '0400'), '00029000');
  assert.deepEqual(heard, ['reset', '00a40400']);
  const left = once(socket, 'close');
  place.remove();
  await left;
  assert.deepEqual(heard.slice(2), ['reset']);
});

test('a card that fails leaves pcscd, which has no word for it, and is back at once', async () => {
  const coming = attached();
  place.insert(card);
  const socket = await coming;
  const [left, back] = [once(socket, 'close'), attached()];
  socket.write(Buffer.from('000400ee0000', 'hex'));
  await left;
  assert.deepEqual(faults.map(String), ['Error: the phone went away']);
  assert.equal(await ask(await back, '000104'), '00043b800181');
});

test('what a command opened that was under way when pcscd went is closed when it is done, and what came after it is not done', async () => {
  place.remove();
  const coming = attached();
  place.insert(card);
  const socket = await coming;
  const { promise, resolve } = Promise.withResolvers<void>();
  working = promise;
  heard.length = 0;
  socket.write(Buffer.from('000400200080000400870000', 'hex'));
  while (heard.length === 0) await new Promise((next) => setImmediate(next));
  const back = attached();
  socket.destroy();
  await back;
  assert.deepEqual(heard, ['00200080']);
  resolve();
  while (heard.length === 1) await new Promise((next) => setImmediate(next));
  assert.deepEqual(heard, ['00200080', 'reset']);
});

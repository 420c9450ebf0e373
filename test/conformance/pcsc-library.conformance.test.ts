// The PC/SC library that every program uses, call by call, against our reader.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SLOT } from '@lanyard/piv';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import type { Slot } from '../../apps/wallet/desktop/src/reader/slot.ts';
import { needs } from '../needs.ts';
import { ATR, type Desktop, desktop, type SoftwareCard, softwareCard } from './piv-card.ts';
import { NEW_READERS, place, readerState, SCARD, scard, valueOf } from './pcsc-library.ts';

const skip = needs(`${LIBRARIES}/libpcsclite.so.1`);
const READER = 'Lanyard 00 00';
const SELECT = Buffer.from('00a4040009a00000030800001000', 'hex');
let on: Desktop;
let slot: Slot;
let card: SoftwareCard;

before(async () => {
  if (skip !== false) return;
  on = await desktop();
  // The library reads it when a context is made.
  process.env['PCSCLITE_CSOCK_NAME'] = on.socket;
  card = await softwareCard(new Map([[SLOT.authentication, 'ec-p256']]));
  slot = on.server.addReader(READER);
  slot.insert(card);
});
after(async () => {
  delete process.env['PCSCLITE_CSOCK_NAME'];
  await on?.[Symbol.asyncDispose]();
});

async function context(): Promise<number> {
  const made = place();
  assert.equal(await scard('SCardEstablishContext', 2, null, null, made), 0);
  return valueOf(made);
}

async function connect(to: number, share: number = SCARD.shared): Promise<{ result: number; handle: number }> {
  const handle = place();
  const result = await scard('SCardConnect', to, READER, share, SCARD.anyProtocol, handle, place());
  return { result, handle: valueOf(handle) };
}

async function transmit(handle: number): Promise<number> {
  const [answer, length, protocol] = [Buffer.alloc(300), place(300), Buffer.alloc(16)];
  protocol.writeUInt8(2, 0);
  protocol.writeUInt8(16, 8);
  return scard('SCardTransmit', handle, protocol, SELECT, SELECT.length, null, answer, length);
}

test('a program waits for readers that are plugged in, and is told', { skip }, async () => {
  const own = await context();
  const waited = readerState(NEW_READERS);
  const waiting = scard('SCardGetStatusChange', own, SCARD.forever, waited.octets, 1);
  await listens();
  on.server.addReader('Second 00 00');
  assert.equal(await waiting, 0);
  assert.ok(waited.event() & SCARD.changed);
  const [names, length] = [Buffer.alloc(200), place(200)];
  assert.equal(await scard('SCardListReaders', own, null, names, length), 0);
  assert.equal(names.subarray(0, valueOf(length)).toString(), `${READER}\0Second 00 00\0\0`);
  on.server.removeReader('Second 00 00');
  await scard('SCardReleaseContext', own);
});

test('a card’s coming and going is told once it happens; without it the wait ends at its time', { skip }, async () => {
  const own = await context();
  const first = readerState(READER);
  assert.equal(await scard('SCardGetStatusChange', own, 0, first.octets, 1), 0);
  assert.ok(first.event() & SCARD.present);
  const unchanged = readerState(READER, first.event());
  assert.equal(await scard('SCardGetStatusChange', own, 30, unchanged.octets, 1), SCARD.timeout);
  const second = readerState(READER, first.event());
  const waiting = scard('SCardGetStatusChange', own, SCARD.forever, second.octets, 1);
  await listens();
  slot.remove();
  assert.equal(await waiting, 0);
  assert.ok(second.event() & SCARD.empty);
  slot.insert(card);
  await scard('SCardReleaseContext', own);
});

test('SCardCancel ends a wait of another thread', { skip }, async () => {
  const own = await context();
  const state = readerState(NEW_READERS);
  const waiting = scard('SCardGetStatusChange', own, SCARD.forever, state.octets, 1);
  let ended: number | undefined;
  void waiting.then((result) => (ended = result));
  // A cancel that comes before the wait cancels nothing.
  while (ended === undefined) {
    await listens();
    assert.equal(await scard('SCardCancel', own), 0);
  }
  assert.equal(ended, SCARD.cancelled);
  await scard('SCardReleaseContext', own);
});

test('exclusive use, transactions that wait, and a reset of which the other is told', { skip }, async () => {
  const [one, two] = [await context(), await context()];
  const { handle: first } = await connect(one);
  assert.equal((await connect(two, SCARD.exclusive)).result, SCARD.sharingViolation);
  const { handle: second, result } = await connect(two);
  assert.deepEqual([result, await transmit(second)], [0, 0]);
  const order: string[] = [];
  assert.equal(await scard('SCardBeginTransaction', first), 0);
  const turn = scard('SCardBeginTransaction', second).then((rv) => (order.push('second'), rv));
  assert.equal(await transmit(first), 0);
  order.push('first');
  assert.equal(await scard('SCardEndTransaction', first, SCARD.resetCard), 0);
  assert.equal(await turn, SCARD.reset);
  assert.deepEqual(order, ['first', 'second']);
  assert.equal(await transmit(second), SCARD.reset);
  assert.equal(await scard('SCardReconnect', second, SCARD.shared, SCARD.anyProtocol, SCARD.leave, place()), 0);
  assert.equal(await transmit(second), 0);
  for (const handle of [first, second]) assert.equal(await scard('SCardDisconnect', handle, SCARD.leave), 0);
  for (const own of [one, two]) await scard('SCardReleaseContext', own);
});

test('attributes: their length, their octets, a buffer too small, and one that no reader has', { skip }, async () => {
  const own = await context();
  const { handle } = await connect(own);
  const ask = async (id: number, room: number) => {
    const [octets, length] = [Buffer.alloc(300), place(room)];
    const result = await scard('SCardGetAttrib', handle, id, octets, length);
    return { result, value: octets.subarray(0, valueOf(length)) };
  };
  const length = place();
  assert.equal(await scard('SCardGetAttrib', handle, 0x00090303, null, length), 0);
  assert.equal(valueOf(length), ATR.length);
  assert.deepEqual(Uint8Array.from((await ask(0x00090303, 264)).value), Uint8Array.from(ATR));
  assert.equal((await ask(0x00010100, 264)).value.toString(), 'Lanyard\0');
  assert.equal((await ask(0x00090303, 3)).result, SCARD.insufficientBuffer);
  assert.equal((await ask(0x00090999, 264)).result, SCARD.unsupported);
  await scard('SCardReleaseContext', own);
});

test('a card that leaves, and a reader that ends: each call gets an error at once', { skip }, async () => {
  const own = await context();
  const { handle } = await connect(own);
  slot.remove();
  assert.equal(await transmit(handle), SCARD.removed);
  const state = readerState(NEW_READERS);
  const waiting = scard('SCardGetStatusChange', own, SCARD.forever, state.octets, 1);
  await listens();
  await on.server.close();
  assert.notEqual(await waiting, 0);
  assert.notEqual(await transmit(handle), 0);
});

/** Gives a call on another thread the time of other calls to come to the reader; no test needs that it has. */
async function listens(): Promise<void> {
  await scard('SCardReleaseContext', await context());
}

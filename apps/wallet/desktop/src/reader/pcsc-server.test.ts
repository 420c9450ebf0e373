import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { type Bytes, toHex } from '@lanyard/pki';
import type { InsertedCard } from './inserted-card.ts';
import { COMMAND, DISPOSITION, RESULT, SHARE } from './pcsc-codes.ts';
import { type PcscServer, startPcscServer } from './pcsc-server.ts';
import type { Slot } from './slot.ts';
import { emptyStruct } from './struct.ts';
import { pcscClient, type PcscClient } from './testing/pcsc-client.ts';

const NAME = 'Reader 00 00';
const APDU = Uint8Array.of(0, 0xa4, 4, 0);
const random = (count: number): Bytes => new Uint8Array(randomBytes(count));

let folder: string;
let path: string;
let server: PcscServer;
let slot: Slot;
let faults: unknown[];
let clients: PcscClient[];
let card: TestCard;

interface TestCard extends InsertedCard {
  readonly heard: string[];
  answer: () => Promise<Bytes>;
}

const ok = async (): Promise<Bytes> => Uint8Array.of(0x90, 0);

function testCard(): TestCard {
  const made: TestCard = {
    atr: Uint8Array.of(0x3b, 0x80, 0x01, 0x81),
    heard: [],
    answer: ok,
    transmit: (octets) => {
      made.heard.push(toHex(octets));
      return made.answer();
    },
    reset: () => void made.heard.push('reset'),
  };
  return made;
}

const start = () => startPcscServer({ path, random, failed: (error) => void faults.push(error) });
const client = async (): Promise<PcscClient> => {
  const made = await pcscClient(path);
  clients.push(made);
  return made;
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lanyard-pcsc-'));
  path = join(folder, 'own', 'pcscd.comm');
  [faults, clients, card] = [[], [], testCard()];
  server = await start();
  slot = server.addReader(NAME);
  slot.insert(card);
});
afterEach(async () => {
  await Promise.all(clients.map((one) => one.close()));
  await server.close();
  rmSync(folder, { recursive: true });
});

test('the socket is its owner’s alone', () => {
  assert.deepEqual([statSync(path).mode & 0o777, statSync(join(folder, 'own')).mode & 0o777], [0o600, 0o700]);
});

test('a client of another protocol is told which one is spoken here', async () => {
  const one = await client();
  const answer = await one.ask(COMMAND.version, (body) => body.set(0, 4).set(4, 5));
  assert.deepEqual([answer.get(0), answer.get(4), answer.get(8)], [4, 4, RESULT.serviceStopped]);
});

test('BLE-041 every reader is listed, with its card’s answer to reset, and no more once it is gone', async () => {
  const one = await client();
  server.addReader('Second 00 00');
  const table = await one.ask(COMMAND.readersState);
  assert.deepEqual([table.text(0, 128), table.text(184, 128), table.text(368, 128)], [NAME, 'Second 00 00', '']);
  assert.deepEqual([table.get(176), table.octets[140], table.get(132), table.get(184 + 132)], [4, 0x3b, 0x74, 0x02]);
  server.removeReader(NAME);
  assert.equal((await one.ask(COMMAND.readersState)).text(0, 128), 'Second 00 00');
  assert.equal((await one.connect(NAME)).result, RESULT.unknownReader);
});

test('a command goes to the card and its answer comes back, or the client hears that its buffer is too small', async () => {
  const one = await client();
  const { card: handle, result, protocol } = await one.connect(NAME);
  assert.deepEqual([result, protocol], [RESULT.success, 2]);
  assert.deepEqual(await one.transmit(handle, APDU), { result: RESULT.success, answer: Uint8Array.of(0x90, 0) });
  assert.equal((await one.transmit(handle, APDU, 1)).result, RESULT.insufficientBuffer);
  assert.equal((await one.transmit(handle + 1, APDU)).result, RESULT.invalidHandle);
  assert.deepEqual(card.heard, ['00a40400', '00a40400']);
});

test('a handle of another client is no handle', async () => {
  const [one, two] = [await client(), await client()];
  const { card: handle } = await one.connect(NAME);
  assert.equal((await two.transmit(handle, APDU)).result, RESULT.invalidHandle);
  assert.equal(await two.plain(COMMAND.disconnect, handle), RESULT.invalidHandle);
});

test('exclusive use shuts others out, and waits for them to be gone', async () => {
  const [one, two] = [await client(), await client()];
  const { card: first } = await one.connect(NAME);
  assert.equal((await two.connect(NAME, SHARE.exclusive)).result, RESULT.sharingViolation);
  await one.plain(COMMAND.disconnect, first);
  const { card: second, result } = await two.connect(NAME, SHARE.exclusive);
  assert.equal(result, RESULT.success);
  assert.equal((await one.ask(COMMAND.readersState)).get(136), 0xffffffff);
  assert.equal((await one.connect(NAME)).result, RESULT.sharingViolation);
  await two.plain(COMMAND.disconnect, second);
  assert.equal((await one.connect(NAME)).result, RESULT.success);
});

test('a transaction keeps the others waiting, nested ones end together, and each has its turn', async () => {
  const [one, two] = [await client(), await client()];
  const [{ card: first }, { card: second }] = [await one.connect(NAME), await two.connect(NAME)];
  for (let depth = 0; depth < 2; depth++)
    assert.equal(await one.plain(COMMAND.beginTransaction, first), RESULT.success);
  const order: string[] = [];
  const waiting = two.transmit(second, Uint8Array.of(2, 2, 2, 2)).then(() => order.push('two'));
  for (let depth = 0; depth < 2; depth++) {
    await one.transmit(first, Uint8Array.of(1, 1, 1, 1));
    order.push('one');
    assert.equal(await one.plain(COMMAND.endTransaction, first), RESULT.success);
  }
  await waiting;
  assert.deepEqual(order, ['one', 'one', 'two']);
  assert.deepEqual(card.heard, ['01010101', '01010101', '02020202']);
  assert.equal(await one.plain(COMMAND.endTransaction, first), RESULT.notTransacted);
});

test('of many who wait for a transaction one has it at a time', async () => {
  const waiting = await Promise.all(Array.from({ length: 6 }, client));
  const handles = await Promise.all(waiting.map(async (one) => (await one.connect(NAME)).card));
  const first = waiting[0] ?? assert.fail('no client');
  const from = async (one: PcscClient, i: number): Promise<void> => {
    const handle = handles[i] ?? assert.fail('no handle');
    assert.equal(await one.plain(COMMAND.beginTransaction, handle), RESULT.success);
    for (let part = 0; part < 3; part++) await one.transmit(handle, Uint8Array.of(i, i, i, part));
    assert.equal(await one.plain(COMMAND.endTransaction, handle), RESULT.success);
  };
  await first.plain(COMMAND.beginTransaction, handles[0] ?? 0);
  const all = waiting.map(from);
  await first.plain(COMMAND.endTransaction, handles[0] ?? 0);
  await Promise.all(all);
  const owners = card.heard.map((octets) => octets.slice(0, 2));
  assert.deepEqual(
    owners.filter((owner, i) => owner !== owners[i - 1]),
    [...new Set(owners)],
    'no command of one stands between those of another',
  );
});

test('a client that dies in its transaction lets the next one in, and leaves no PIN behind once it was the last', async () => {
  const [one, two] = [await client(), await client()];
  const [{ card: first }, { card: second }] = [await one.connect(NAME), await two.connect(NAME)];
  await one.plain(COMMAND.beginTransaction, first);
  const turn = two.plain(COMMAND.beginTransaction, second);
  await one.close();
  assert.equal(await turn, RESULT.cardWasReset);
  await two.close();
  await until(() => slot.sharing() === 0 && card.heard.length === 2);
  assert.deepEqual(card.heard, ['reset', 'reset']);
});

test('whoever else is connected hears of a reset, and goes on after reconnecting', async () => {
  const [one, two] = [await client(), await client()];
  const [{ card: first }, { card: second }] = [await one.connect(NAME), await two.connect(NAME)];
  assert.equal(await one.plain(COMMAND.beginTransaction, first), RESULT.success);
  assert.equal(await one.plain(COMMAND.endTransaction, first, DISPOSITION.reset), RESULT.success);
  assert.equal(await two.plain(COMMAND.status, second), RESULT.cardWasReset);
  assert.equal((await two.transmit(second, APDU)).result, RESULT.cardWasReset);
  const again = await two.ask(COMMAND.reconnect, (body) => body.set(0, second).set(4, SHARE.shared).set(8, 3));
  assert.deepEqual([again.get(16), again.get(20)], [2, RESULT.success]);
  assert.equal((await two.transmit(second, APDU)).result, RESULT.success);
  assert.deepEqual(card.heard, ['reset', '00a40400']);
});

test('a card that is taken away in the middle of a command is said to be gone, at once', async () => {
  const one = await client();
  const { card: handle } = await one.connect(NAME);
  const [asked, late, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<Bytes>(), card];
  card.answer = () => {
    asked.resolve();
    return late.promise;
  };
  const answer = one.transmit(handle, APDU);
  await asked.promise;
  slot.remove();
  assert.equal((await answer).result, RESULT.cardWasRemoved);
  assert.equal(await one.plain(COMMAND.status, handle), RESULT.cardWasRemoved);
  assert.equal((await one.connect(NAME)).result, RESULT.noCard);
  late.resolve(await ok());
  await until(() => gone.heard.length === 3);
  assert.deepEqual(gone.heard, ['00a40400', 'reset', 'reset'], 'what it opened after it had left is closed again');
  card = testCard();
  slot.insert(card);
  assert.equal((await one.transmit((await one.connect(NAME)).card, APDU)).result, RESULT.success);
});

test('a card that fails gives an error and not an answer, and works again afterwards', async () => {
  const one = await client();
  const { card: handle } = await one.connect(NAME);
  card.answer = () => Promise.reject(new Error('the phone went away'));
  assert.equal((await one.transmit(handle, APDU)).result, RESULT.notTransacted);
  assert.deepEqual(faults.map(String), ['Error: the phone went away']);
  card.answer = ok;
  assert.equal((await one.transmit(handle, APDU)).result, RESULT.success);
});

test('whoever waits for a change is told of it once, and whoever stops waiting is not', async () => {
  const [one, two] = [await client(), await client()];
  for (const waiter of [one, two]) await waiter.ask(COMMAND.waitForChange);
  assert.equal((await two.ask(COMMAND.stopWaiting)).get(4), RESULT.success);
  slot.remove();
  assert.equal((await one.read(8)).get(4), RESULT.success);
  const [before, after] = [
    (await one.ask(COMMAND.readersState)).get(128),
    (await two.ask(COMMAND.readersState)).get(128),
  ];
  assert.deepEqual([before, after], [2, 2], 'no stray octets stood before the table');
});

test('another thread’s cancel ends the waiting', async () => {
  const [one, two] = [await client(), await client()];
  await one.ask(COMMAND.waitForChange);
  assert.equal((await two.ask(COMMAND.cancel, (body) => body.set(0, one.context))).get(4), RESULT.success);
  assert.equal((await one.read(8)).get(4), RESULT.cancelled);
  assert.equal((await two.ask(COMMAND.cancel, (body) => body.set(0, 1))).get(4), RESULT.invalidHandle);
});

test('attributes are given as far as the reader has them; a list of features is asked for and is empty', async () => {
  const one = await client();
  const { card: handle } = await one.connect(NAME);
  const attribute = async (id: number) =>
    one.ask(COMMAND.getAttribute, (body) => body.set(0, handle).set(4, id).set(272, 264));
  const atr = await attribute(0x00090303);
  assert.deepEqual([atr.get(276), toHex(atr.octets.slice(8, 8 + atr.get(272)))], [RESULT.success, toHex(card.atr)]);
  assert.equal((await attribute(0x7fff0003)).text(8, 264), NAME);
  assert.equal((await attribute(0x00090999)).get(276), RESULT.unsupported);
  const control = (code: number) => one.ask(COMMAND.control, (body) => body.set(0, handle).set(4, code).set(12, 264));
  const features = await control(0x42000d48);
  assert.deepEqual([features.get(16), features.get(20)], [0, RESULT.success]);
  assert.equal((await control(0x42000001)).get(20), RESULT.unsupported);
});

test('what is no message closes its connection, and nobody else’s', async () => {
  const one = await client();
  const { card: handle } = await one.connect(NAME);
  const broken = [
    emptyStruct(8).set(0, 5).set(4, COMMAND.status).octets,
    emptyStruct(8).set(0, 0).set(4, 999).octets,
    emptyStruct(40).set(0, 32).set(4, COMMAND.transmit).set(20, 65_549).octets,
    new Uint8Array(randomBytes(200_000)),
  ];
  for (const octets of broken) {
    const hostile = createConnection(path);
    hostile.on('error', () => undefined);
    const closed = new Promise((resolve) => hostile.on('close', resolve));
    hostile.write(octets);
    await closed;
  }
  assert.equal((await one.transmit(handle, APDU)).result, RESULT.success);
});

test('a message that comes octet by octet is understood', async () => {
  const one = await client();
  one.socket.setNoDelay(true);
  const octets = emptyStruct(8).set(0, 0).set(4, COMMAND.readersState).octets;
  for (const octet of octets) one.socket.write(Uint8Array.of(octet));
  assert.equal((await one.read(184 * 16)).text(0, 128), NAME);
});

test('the socket of a process that is gone is taken over, that of a living one and a file are not', async () => {
  await assert.rejects(start(), { code: 'socket_busy', message: /Another process answers/ });
  const file = join(folder, 'letter');
  writeFileSync(file, 'Dear Ada');
  await assert.rejects(startPcscServer({ path: file, random, failed: () => undefined }), { code: 'socket_busy' });
  assert.equal(statSync(file).size, 8);
  const left = join(folder, 'left');
  spawnSync(process.execPath, [
    '-e',
    `net.createServer().listen(${JSON.stringify(left)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]);
  assert.ok(statSync(left).isSocket());
  await (await startPcscServer({ path: left, random, failed: () => undefined })).close();
});

/** Lets the server's own turns of the event loop pass. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !isSo(); turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(isSo());
}

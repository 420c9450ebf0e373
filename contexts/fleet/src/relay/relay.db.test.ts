import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { LONGEST_RELAYED } from '@lanyard/contract';
import { createHttp, createLog, masterKey, minutes } from '@lanyard/kernel';
import { orderAt } from './node-link.ts';
import {
  openWay,
  pairedDesk,
  processOf,
  type Process,
  Socket,
  TestReader,
  waitingDesk,
} from '../testing/relay-world.ts';
import type { Answer, TestDevice } from '../testing/test-device.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let here: Process;
let there: Process;

before(async () => {
  world = await fleetWorld();
  here = await processOf(world);
  there = await processOf(world);
});
after(async () => {
  await here[Symbol.asyncDispose]();
  await there[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  world.clock.advance(minutes(11)); // every window of tries is a new one
  world.set('wallet', {});
});

const ticket = (phone: TestDevice, input: object): Promise<Answer> =>
  phone.call('POST', '/device/relay/tickets', input);
const find = (phone: TestDevice, word: string): Promise<Answer> =>
  phone.call('POST', '/device/desktops/find', { word });

/** Nodes are seen by the clock that the test moves. */
async function beat(): Promise<void> {
  await world.rows('update fleet.relay_node set seen_at = $1', [world.clock.now()]);
}

const waiting = (at: Process = here) => waitingDesk(world, at);
const paired = (at: Process = here) => pairedDesk(world, at);

const connect = async (phone: TestDevice, reader: TestReader, at: Process = here) => {
  const { body } = await ticket(phone, { purpose: 'connect', readerId: reader.readerId });
  return openWay(at.url, body['ticket']);
};

test('BLE-008 a desktop that waits is found by the word that it shows, and by no other, once', async () => {
  const phone = await world.registered();
  const { reader, word } = await waiting();
  const found = await find(phone, word);
  assert.deepEqual(found.body['desktops'], [
    {
      readerId: reader.readerId,
      name: 'Desk',
      waitsUntil: new Date(world.clock.now().getTime() + minutes(5)).toISOString(),
    },
  ]);
  const other = word === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA';
  assert.deepEqual((await find(phone, other)).body['desktops'], []);
  world.clock.advance(minutes(5) + 1);
  await beat();
  assert.deepEqual((await find(phone, word)).body['desktops'], []);
  reader.close();
});

test('words are guessed ten times in ten minutes at the most, and are not kept in clear', async () => {
  const phone = await world.registered();
  const { reader, word } = await waiting();
  const [row] = await world.rows<{ word_mac: Buffer }>('select word_mac from fleet.reader where id = $1', [
    reader.readerId,
  ]);
  assert.equal(row?.word_mac.length, 32);
  assert.ok(!row.word_mac.toString('latin1').includes(word));
  for (let n = 0; n < 10; n++) assert.equal((await find(phone, '000000')).status, 200);
  assert.equal((await find(phone, word)).body['code'], 'relay_limited');
  reader.close();
});

test('a reader proves its key on this server’s challenge: another key, or another server’s name, is refused', async () => {
  for (const wrong of [{ signWith: generateKeyPairSync('ed25519').privateKey }, { origin: 'https://other.example' }]) {
    const reader = new TestReader(here.url);
    assert.deepEqual(await reader.greet(wrong), { type: 'refused', code: 'relay_reader_refused' });
    assert.equal(await reader.next(), undefined, 'and the connection is closed');
  }
});

test('BLE-047 a desktop is paired when its reader says so of the phone that was led to it, and the log tells', async () => {
  const { phone, reader } = await paired();
  const { body } = await phone.call('GET', '/device/desktops');
  const [desktop] = body['desktops'] as Record<string, unknown>[];
  assert.deepEqual(
    [desktop?.['readerId'], desktop?.['name'], desktop?.['online'], desktop?.['connected']],
    [reader.readerId, 'Desk', true, false],
  );
  const acts = await world.rows<{ act: string }>('select act from kernel.audit where object = $1', [reader.readerId]);
  assert.deepEqual(acts, [{ act: 'desktop.paired' }]);
  reader.close();
});

test('BLE-019 one phone a desktop: another is refused until the first is forgotten', async () => {
  const { reader } = await paired();
  const other = await world.registered();
  const word = await reader.wait();
  const input = { purpose: 'pair', readerId: reader.readerId, word };
  assert.equal((await ticket(other, input)).body['code'], 'desktop_taken');
  await reader.send({ type: 'forget' });
  assert.equal((await reader.expect('pairing')).pairing, null);
  assert.equal((await ticket(other, input)).status, 200);
  reader.close();
});

test('a pairing is offered five handshakes in two minutes; a word that is not the reader’s is none', async () => {
  const phone = await world.registered();
  const { reader, word } = await waiting();
  const { readerId } = reader;
  const wrong = await ticket(phone, { purpose: 'pair', readerId, word: '000000' });
  assert.equal(wrong.body['code'], 'desktop_not_waiting');
  for (let n = 0; n < 5; n++) assert.equal((await ticket(phone, { purpose: 'pair', readerId, word })).status, 200);
  assert.equal((await ticket(phone, { purpose: 'pair', readerId, word })).body['code'], 'relay_limited');
  reader.close();
});

test('octets go both ways, whole and in order, to the session that they are for, and to nobody when it has ended', async () => {
  const { phone, reader } = await paired();
  const { way, said } = await connect(phone, reader);
  assert.equal(said, 'open');
  const { session, purpose, deviceName } = await reader.expect('call');
  assert.deepEqual([purpose, deviceName], ['connect', 'My phone']);
  for (const text of ['one', 'two', 'x'.repeat(60_000)]) {
    await way.send(Buffer.from(text));
    assert.deepEqual(await reader.octets(), { session, octets: text });
    await reader.sendTo(session, text);
    assert.equal(String(await way.next()), text);
  }
  await reader.sendTo(session + 1, 'for nobody');
  way.close();
  assert.equal((await reader.expect('closed')).session, session);
  await reader.sendTo(session, 'too late');
  reader.close();
});

test('a message longer than a sealed one can be ends the way', async () => {
  const { phone, reader } = await paired();
  const { way } = await connect(phone, reader);
  await reader.expect('call');
  await way.send(Buffer.alloc(LONGEST_RELAYED + 1));
  assert.equal(await way.next(), undefined);
  await reader.expect('closed');
  reader.close();
});

test('a ticket opens one way, once, within 30 seconds; text instead of octets ends it', async () => {
  const { phone, reader } = await paired();
  const { body } = await ticket(phone, { purpose: 'connect', readerId: reader.readerId });
  const [first, second] = await Promise.all([openWay(here.url, body['ticket']), openWay(there.url, body['ticket'])]);
  assert.deepEqual([first.said, second.said].toSorted(), ['open', 'relay_ticket_invalid']);
  const late = await ticket(phone, { purpose: 'connect', readerId: reader.readerId });
  world.clock.advance(30_000);
  assert.equal((await openWay(here.url, late.body['ticket'])).said, 'relay_ticket_invalid');
  const { way } = first.said === 'open' ? first : second;
  await way.send({ ticket: 'again' });
  assert.equal(await way.next(), undefined);
  reader.close();
});

test('a wallet that comes to one process is led to the reader’s connection at the other', async () => {
  const { phone, reader } = await paired(there);
  const { way, said } = await connect(phone, reader, here);
  assert.equal(said, 'open');
  const { session } = await reader.expect('call');
  await way.send(Buffer.from('through two processes'));
  assert.deepEqual(await reader.octets(), { session, octets: 'through two processes' });
  await reader.sendTo(session, 'and back');
  assert.equal(String(await way.next()), 'and back');
  const connected = async () => {
    const { body } = await phone.call('GET', '/device/desktops');
    return (body['desktops'] as { connected: boolean }[])[0]?.connected;
  };
  // It is noted beside the way, not before it.
  for (let n = 0; n < 50 && (await connected()) !== true; n++);
  assert.equal(await connected(), true);
  reader.close();
  assert.equal(await way.next(), undefined, 'the reader’s end is the way’s end');
});

test('strangers who reach the processes’ own listener are led nowhere', async () => {
  const { phone, reader } = await paired();
  const [node] = await world.rows<{ address: string }>(
    'select n.address from fleet.relay_node n join fleet.reader r on r.node_id = n.id where r.id = $1',
    [reader.readerId],
  );
  const stranger = new Socket(`${(node?.address ?? '').replace('http', 'ws')}/relay/node`);
  const order = {
    type: 'attach',
    at: world.clock.now().getTime(),
    readerId: reader.readerId,
    deviceId: phone.deviceId,
  };
  const body = JSON.stringify({ ...order, deviceName: 'Phone', personId: phone.deviceId, purpose: 'connect' });
  await stranger.send({ body, mac: Buffer.alloc(32).toString('base64url') });
  assert.equal(await stranger.next(), undefined);
  reader.close();
});

test('a reader that is away, or whose process died, is said to be away; it may come back at another process', async () => {
  const { phone, reader } = await paired(there);
  const input = { purpose: 'connect', readerId: reader.readerId };
  const { body } = await ticket(phone, input);
  world.clock.advance(minutes(1));
  await world.rows('update fleet.relay_ticket set expires_at = $1', [new Date(world.clock.now().getTime() + 1_000)]);
  assert.equal((await openWay(here.url, body['ticket'])).said, 'desktop_away');
  assert.equal((await ticket(phone, input)).body['code'], 'desktop_away');
  await beat();
  const again = new TestReader(here.url, reader.keys);
  const welcome = await again.greet();
  assert.deepEqual(welcome.type === 'welcome' && welcome.pairing?.deviceId, phone.deviceId);
  reader.close();
  assert.equal((await connect(phone, again, there)).said, 'open');
  await again.expect('call');
  again.close();
});

const unpaired = {
  'the phone': async (phone: TestDevice, readerId: string) =>
    assert.equal((await phone.call('DELETE', `/device/desktops/${readerId}`)).status, 204),
  'an administrator': async (phone: TestDevice, readerId: string) => {
    const url = `/api/admin/devices/${phone.deviceId}/desktops/${readerId}`;
    assert.equal((await world.admin.inject({ method: 'DELETE', url })).statusCode, 204);
  },
  'the end of the device': async (phone: TestDevice) =>
    void (await world.db.tx((tx) => world.fleet.markLost(tx, phone.deviceId))),
};
for (const [who, end] of Object.entries(unpaired))
  test(`BLE-020, BLE-022 forgotten by ${who}, the way between them is cut at once, and none is opened any more`, async () => {
    const { phone, reader } = await paired(there);
    const { way } = await connect(phone, reader);
    await reader.expect('call');
    const spare = await ticket(phone, { purpose: 'connect', readerId: reader.readerId });
    await end(phone, reader.readerId);
    assert.match((await openWay(here.url, spare.body['ticket'])).said, /desktop_not_paired|device_unknown/);
    await here.work();
    assert.equal(await way.next(), undefined);
    await reader.expect('closed');
    assert.equal((await reader.expect('pairing')).pairing, null);
    const acts = await world.rows<{ act: string; name: string }>(
      `select act, details ->> 'name' as name from kernel.audit where object = $1 order by id`,
      [reader.readerId],
    );
    assert.deepEqual(acts, [
      { act: 'desktop.paired', name: 'Desk' },
      { act: 'desktop.unpaired', name: 'Desk' },
    ]);
    reader.close();
  });

test('a person forgets a desktop at the portal, of their own only', async () => {
  const { phone, reader } = await paired();
  const portal = await createHttp({ log: createLog('silent'), guard: async () => caller });
  world.fleet.routes.portal(portal);
  const [{ person_id: personId } = { person_id: '' }] = await world.rows<{ person_id: string }>(
    'select person_id from fleet.device where id = $1',
    [phone.deviceId],
  );
  if (world.caller.kind !== 'session') assert.fail();
  const stranger = { ...world.caller, spaces: [] };
  let caller = stranger;
  const url = `/api/me/desktops/${reader.readerId}`;
  assert.equal((await portal.inject({ method: 'DELETE', url })).statusCode, 404);
  caller = { ...stranger, personId };
  assert.equal((await portal.inject({ url: '/api/me/desktops' })).json<{ desktops: object[] }>().desktops.length, 1);
  assert.equal((await portal.inject({ method: 'DELETE', url })).statusCode, 204);
  assert.equal((await portal.inject({ url: '/api/me/desktops' })).json<{ desktops: object[] }>().desktops.length, 0);
  await portal.close();
  reader.close();
});

test('where the organisation forbids the relay, no ticket is given', async () => {
  const { phone, reader } = await paired();
  world.set('wallet', { desktops: { relay: 'forbidden' } });
  const answer = await ticket(phone, { purpose: 'connect', readerId: reader.readerId });
  assert.deepEqual([answer.status, answer.body['code']], [403, 'relay_forbidden']);
  reader.close();
});

test('a device of which nobody knows, or a desktop that is another’s, gets no ticket', async () => {
  const { reader } = await paired();
  const other = await world.registered();
  const answer = await ticket(other, { purpose: 'connect', readerId: reader.readerId });
  assert.equal(answer.body['code'], 'desktop_not_paired');
  reader.close();
});

test('an order from another process that was sent before the pairing ended opens no way after', async () => {
  const { phone, reader } = await paired(there);
  const [node] = await world.rows<{ address: string }>(
    'select n.address from fleet.relay_node n join fleet.reader r on r.node_id = n.id where r.id = $1',
    [reader.readerId],
  );
  await phone.call('DELETE', `/device/desktops/${reader.readerId}`);
  await here.work();
  assert.equal((await reader.expect('pairing')).pairing, null);
  const order = { type: 'attach', at: world.clock.now().getTime(), readerId: reader.readerId } as const;
  const call = { deviceId: phone.deviceId, deviceName: 'Phone', personId: randomUUID(), purpose: 'connect' } as const;
  const nodeKey = masterKey(new Uint8Array(32).fill(7)).derive('relay node');
  const wire = await orderAt(String(node?.address), nodeKey, { ...order, ...call });
  wire?.onText(() => undefined);
  await new Promise<void>((ended) => wire?.onClose(ended));
  reader.close();
});

test('a process that could not look at a pairing again is told once more', async () => {
  const { phone, reader } = await paired(there);
  const deaf = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  deaf.on('connection', (socket) => socket.on('message', () => socket.close()));
  await once(deaf, 'listening');
  const address = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
  const id = randomUUID();
  await world.rows('insert into fleet.relay_node (id, address, seen_at) values ($1, $2, $3)', [
    id,
    address,
    world.clock.now(),
  ]);
  await world.rows('update fleet.reader set node_id = $1 where id = $2', [id, reader.readerId]);
  await phone.call('DELETE', `/device/desktops/${reader.readerId}`);
  await assert.rejects(here.work());
  deaf.close();
  reader.close();
});

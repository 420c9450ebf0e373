import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hours, minutes } from '@lanyard/kernel';
import { type Call, createHub } from './hub.ts';
import type { Wire } from './wire.ts';

/** A wire whose other end is the test. */
function wire() {
  const closing: (() => void)[] = [];
  const texts: object[] = [];
  const sent: Buffer[] = [];
  let hear: (octets: Buffer) => void = () => assert.fail('nobody listens');
  let closed = false;
  const self = {
    texts,
    sent,
    closed: () => closed,
    octetsCome: (octets: Uint8Array) => hear(Buffer.from(octets)),
    text: (message: object) => void texts.push(message),
    octets: (message: Uint8Array) => void sent.push(Buffer.from(message)),
    onText: () => undefined,
    onOctets: (next: (octets: Buffer) => void) => void (hear = next),
    onClose: (next: () => void) => (closed ? next() : void closing.push(next)),
    close: () => {
      if (closed) return;
      closed = true;
      for (const each of closing) each();
    },
  };
  return self satisfies Wire & typeof self;
}

const call = (more: Partial<Call> = {}): Call => ({
  readerId: 'reader',
  deviceId: 'device',
  deviceName: 'Phone',
  personId: 'person',
  purpose: 'connect',
  ...more,
});

function hubWithReader(readerId = 'reader') {
  const time = { now: 0 };
  const told: string[] = [];
  const hub = createHub({
    now: () => time.now,
    connected: (id, connected) => void told.push(`${id} ${connected ? 'on' : 'off'}`),
  });
  const reader = wire();
  const here = hub.add(readerId, 'first', reader);
  return { time, told, hub, reader, here };
}

test('a way that pairs ends after three minutes however busy, one that connects after twelve idle hours', () => {
  const { time, hub, reader, told } = hubWithReader();
  const [pairing, connecting] = [wire(), wire()];
  assert.ok(hub.attach(call({ purpose: 'pair' }), pairing));
  assert.ok(hub.attach(call(), connecting));
  time.now = minutes(3) + 1;
  pairing.octetsCome(Uint8Array.of(1));
  connecting.octetsCome(Uint8Array.of(1));
  hub.sweep();
  assert.deepEqual([pairing.closed(), connecting.closed()], [true, false]);
  time.now += hours(12);
  hub.sweep();
  assert.equal(connecting.closed(), false);
  time.now += 1;
  hub.sweep();
  assert.equal(connecting.closed(), true);
  assert.deepEqual(told, ['reader on', 'reader off']);
  assert.deepEqual(reader.texts.slice(-2), [
    { type: 'closed', session: 1 },
    { type: 'closed', session: 2 },
  ]);
});

test('one person has twenty ways through a process at the most, and gets them back when they end', () => {
  const { hub } = hubWithReader('reader 0');
  for (let n = 1; n < 21; n++) hub.add(`reader ${n}`, `connection ${n}`, wire());
  const ways = Array.from({ length: 20 }, (_, n) => ({ way: wire(), readerId: `reader ${n}` }));
  for (const { way, readerId } of ways) assert.ok(hub.attach(call({ readerId }), way));
  assert.equal(hub.attach(call({ readerId: 'reader 20' }), wire()), false);
  assert.ok(hub.attach(call({ readerId: 'reader 20', personId: 'another' }), wire()));
  ways[0]?.way.close();
  assert.ok(hub.attach(call({ readerId: 'reader 20' }), wire()));
});

test('a wallet that is gone before its way is opened keeps no place of its person, and is not said to be connected', () => {
  const { hub, told, reader } = hubWithReader();
  for (let n = 0; n < 21; n++) {
    const way = wire();
    way.close();
    assert.ok(hub.attach(call(), way), `after ${n}`);
  }
  assert.deepEqual(told.slice(-2), ['reader on', 'reader off']);
  assert.deepEqual(reader.texts.at(-1), { type: 'closed', session: 21 });
});

test('a reader has four ways at the most: a fifth ends the oldest', () => {
  const { hub } = hubWithReader();
  const ways = Array.from({ length: 5 }, () => wire());
  for (const way of ways) assert.ok(hub.attach(call(), way));
  assert.deepEqual(
    ways.map((way) => way.closed()),
    [true, false, false, false, false],
  );
});

test('a second connection of a reader takes the place of the first, whose end then changes nothing', () => {
  const { hub, reader } = hubWithReader();
  const way = wire();
  hub.attach(call(), way);
  const second = wire();
  hub.add('reader', 'second', second);
  assert.deepEqual([reader.closed(), way.closed()], [true, true]);
  hub.remove('reader', 'first');
  assert.ok(hub.attach(call(), wire()));
  assert.deepEqual(second.texts.at(-1), {
    type: 'call',
    session: 1,
    purpose: 'connect',
    deviceId: 'device',
    deviceName: 'Phone',
  });
});

test('octets for a session that is none, or too short to name one, go nowhere', () => {
  const { hub, reader } = hubWithReader();
  const way = wire();
  hub.attach(call(), way);
  for (const octets of [[], [0, 0, 0], [0, 0, 0, 2, 9], [0, 0, 0, 0]]) reader.octetsCome(Uint8Array.from(octets));
  assert.equal(way.sent.length, 0);
  reader.octetsCome(Uint8Array.of(0, 0, 0, 1, 7));
  assert.deepEqual(way.sent, [Buffer.of(7)]);
});

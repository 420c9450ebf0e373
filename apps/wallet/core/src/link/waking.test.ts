import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceApi } from '../device-api.ts';
import { WalletError } from '../errors.ts';
import { memoryStorage } from '../memory-storage.ts';
import { randomBytes } from '../testing/bench.ts';
import { desktopRecords } from './desktop-record.ts';
import type { Desktops } from './desktops.ts';
import { type DesktopDouble, eventually, relayBench } from './testing/relay-double.ts';
import type { PushPort } from './push-port.ts';
import { createWaking } from './waking.ts';

/** A system with notifications, whose holder allows them or not. */
function system() {
  const self = { permission: 'ask' as 'ask' | 'granted' | 'denied', asks: true, network: true, subscribed: false };
  const port: PushPort = {
    state: async () => (self.permission === 'denied' ? 'denied' : 'possible'),
    allow: async () => {
      if (self.permission === 'ask') self.permission = self.asks ? 'granted' : 'denied';
      return self.permission === 'granted';
    },
    subscribe: async () => {
      if (!self.network) throw new WalletError('waking_unavailable');
      self.subscribed = true;
      return { endpoint: 'https://push.example.org/1', p256dh: 'A'.repeat(87), auth: 'A'.repeat(22) };
    },
    unsubscribe: async () => void (self.subscribed = false),
  };
  return { self, port };
}

async function phone() {
  const bench = await relayBench();
  const { self, port } = system();
  const desk = bench.addDesktop('Desk');
  const desktops = bench.open({ system: port });
  await desktops.pair({ readerId: desk.readerId, name: desk.name, word: 'K7Q4M2' });
  return { ...bench, self, desk, desktops };
}

async function connect(desktops: Desktops, { readerId }: DesktopDouble, how: 'connect' | 'wake' = 'connect') {
  const connecting = desktops[how](readerId);
  await eventually(async () => (await desktops.state()).confirm !== undefined);
  desktops.answerConfirm(true);
  await connecting;
}

const stateOf = async (desktops: Desktops) => (await desktops.state()).waking;

test('nobody is asked for notifications until they turn waking on, and what they say is shown', async () => {
  const { desktops, desk, push, self } = await phone();
  await connect(desktops, desk);
  assert.deepEqual([self.permission, await stateOf(desktops)], ['ask', { state: 'off', trouble: undefined }]);
  await desktops.setWaking(true);
  assert.deepEqual([push.mayWake, (await stateOf(desktops)).state], [desk.readerId, 'on']);
  await desktops.setWaking(false);
  assert.deepEqual([push.mayWake, self.subscribed, (await stateOf(desktops)).state], [null, false, 'off']);
  const refusing = await phone();
  refusing.self.asks = false;
  await assert.rejects(refusing.desktops.setWaking(true), { code: 'waking_denied' });
  assert.equal((await stateOf(refusing.desktops)).state, 'denied');
  assert.equal((await stateOf((await relayBench()).open())).state, 'unsupported');
});

test('the desktop that is connected may wake the phone, the one before no more, and none after "Disconnect"', async () => {
  const { desktops, desk, push, addDesktop } = await phone();
  const other = addDesktop('Other');
  await desktops.setWaking(true);
  assert.equal(push.mayWake, null, 'being paired is not enough');
  await connect(desktops, desk);
  await eventually(() => push.mayWake === desk.readerId);
  await desktops.pair({ readerId: other.readerId, name: other.name, word: 'K7Q4M2' });
  await connect(desktops, other);
  await eventually(() => push.mayWake === other.readerId);
  desktops.stop();
  assert.equal(push.mayWake, other.readerId, 'a wallet that is closed is what it is for');
  await desktops.wake(other.readerId);
  await desktops.disconnect();
  assert.equal(push.mayWake, null);
});

test('where the organisation or the system refuses, turning it on says so; a connection stands without it', async () => {
  const { desktops, desk, push, self } = await phone();
  push.allowed = false;
  await assert.rejects(desktops.setWaking(true), { code: 'wake_forbidden' });
  push.allowed = true;
  self.network = false;
  await assert.rejects(desktops.setWaking(true), { code: 'waking_unavailable' });
  assert.equal((await stateOf(desktops)).state, 'off');
  self.network = true;
  await desktops.setWaking(true);
  self.network = false;
  await connect(desktops, desk);
  await eventually(async () => (await stateOf(desktops)).trouble?.code === 'waking_unavailable');
  assert.equal((await desktops.state()).desktops[0]?.state, 'connected');
});

test('a holder who follows the call is connected: without a number within ten minutes in an open wallet, else with one', async () => {
  const { desktops, desk, time } = await phone();
  await connect(desktops, desk);
  await eventually(() => desk.inserted !== undefined);
  const { inserted } = desk;
  await desktops.wake(desk.readerId);
  assert.equal(desk.numbers.length, 2);
  assert.equal(desk.inserted, inserted, 'the card stayed in the reader');
  desktops.stop();
  time.pass(11 * 60_000);
  await connect(desktops, desk, 'wake');
  assert.equal((await desktops.state()).desktops[0]?.state, 'connected');
  assert.equal(desk.inserted, inserted);
});

test('a desktop that is connected while its holder turns waking off may not wake the phone', async () => {
  const calls: string[] = [];
  const api = {
    call: async ({ method }: { readonly method: string }) => {
      calls.push(method);
      return { allowed: true, applicationServerKey: 'key' };
    },
  } as unknown as DeviceApi;
  const records = desktopRecords(memoryStorage(), randomBytes);
  await records.setHabits({ last: 'desk', wake: true });
  const waking = createWaking({ api, push: system().port, records }, () => undefined);
  await Promise.all([waking.turnOff(), waking.mayWake('desk')]);
  assert.deepEqual(calls, ['DELETE']);
});

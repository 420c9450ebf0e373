import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, SLOT } from '@lanyard/piv';
import { PIN, randomBytes } from '../testing/bench.ts';
import type { Desktops } from './desktops.ts';
import { createReconnection } from './reconnection.ts';
import { manualAfter } from './testing/manual-after.ts';
import { type DesktopDouble, eventually, relayBench } from './testing/relay-double.ts';

/** A phone that is paired with a desktop and may connect to it. */
async function paired() {
  const bench = await relayBench();
  const desk = bench.addDesktop('Desk');
  const desktops = bench.open({ radio: false });
  await desktops.pair({ readerId: desk.readerId, name: desk.name, word: 'K7Q4M2' });
  await desktops.start();
  const connect = async (): Promise<void> => {
    const connecting = desktops.connect(desk.readerId);
    await eventually(async () => (await desktops.state()).confirm !== undefined);
    desktops.answerConfirm(true);
    await connecting;
  };
  return { ...bench, desk, desktops, connect };
}

const ENDINGS: readonly (readonly [string, (desktops: Desktops, readerId: string) => unknown])[] = [
  ['Disconnect', (desktops) => desktops.disconnect()],
  ['Forget', (desktops, readerId) => desktops.forget(readerId)],
  ['closing the wallet', (desktops) => desktops.stop()],
];

for (const [name, end] of ENDINGS)
  test(`${name} ends a connection that is only just asked for`, async () => {
    const { desktops, desk, tickets } = await paired();
    const before = tickets.length;
    const connecting = assert.rejects(desktops.connect(desk.readerId), { code: 'connection_refused' });
    await end(desktops, desk.readerId);
    await connecting;
    assert.equal(tickets.length, before);
    assert.ok((await desktops.state()).desktops.every(({ state }) => state === 'paired'));
  });

test('BLE-038 Disconnect in the moment of connecting does not come back by itself', async () => {
  const { desktops, desk, bench, connect } = await paired();
  const { storage } = bench;
  const { put } = storage;
  let ending: Promise<void> | undefined;
  storage.put = async (key, value) => {
    if (key === 'desktops') ending ??= desktops.disconnect();
    await put(key, value);
  };
  await connect();
  await (ending ?? assert.fail('nothing was kept'));
  await eventually(() => desk.ended !== undefined);
  assert.equal((await storage.get<{ last?: string }>('desktop-habits'))?.last, undefined);
  assert.equal((await desktops.state()).desktops[0]?.state, 'paired');
});

test('a pairing that is cancelled before it began, or while its desktop is being chosen, does not begin', async () => {
  const { desktops, desk, open, bluetooth, tickets } = await paired();
  const before = tickets.length;
  const choice = { readerId: desk.readerId, name: desk.name, word: 'K7Q4M2' };
  const cancelled = assert.rejects(desktops.pair(choice), { code: 'pairing_cancelled' });
  desktops.cancelPairing();
  await cancelled;
  assert.equal(tickets.length, before);
  const near = open();
  const { choose } = bluetooth;
  bluetooth.chosen = desk.readerId;
  bluetooth.choose = async () => {
    near.stop();
    return choose();
  };
  await assert.rejects(near.pairNearby(), { code: 'pairing_cancelled' });
});

for (const [name, leave] of [
  ['is out of reach', (desk) => desk.way?.close()],
  ['has taken the power of its card', (desk) => desk.inserted?.reset()],
] as const satisfies readonly (readonly [string, (desk: DesktopDouble) => void])[])
  test(`a holder is not asked any more for a desktop that ${name}, and nothing is signed for it`, async () => {
    const { desktops, desk, bench, connect } = await paired();
    const { desired } = bench.server;
    const policy = { ...desired.wallet, desktops: { ...desired.wallet.desktops, confirmUses: true } };
    bench.server.desired = { ...desired, wallet: policy };
    await connect();
    await eventually(() => desk.inserted !== undefined);
    const host = hostOf((octets) => (desk.inserted ?? assert.fail()).transmit(octets));
    await host.verify(PIN.secret);
    const refused = assert.rejects(host.sign(SLOT.authentication, 'ec-p256', randomBytes(32)));
    await eventually(async () => (await desktops.state()).consent !== undefined);
    leave(desk);
    await eventually(async () => (await desktops.state()).consent === undefined);
    await refused;
    assert.deepEqual(
      (await desktops.state()).uses.filter(({ act, outcome }) => act === 'sign-in' && outcome === 'done'),
      [],
    );
  });

test('of two desktops that are wanted at once the later is connected', async () => {
  const { desktops, desk, addDesktop } = await paired();
  const other = addDesktop('Other');
  await desktops.pair({ readerId: other.readerId, name: other.name, word: 'K7Q4M2' });
  const first = assert.rejects(desktops.connect(desk.readerId), { code: 'connection_refused' });
  const second = desktops.connect(other.readerId);
  await first;
  await eventually(async () => (await desktops.state()).confirm !== undefined);
  assert.equal((await desktops.state()).confirm?.name, 'Other');
  desktops.answerConfirm(true);
  await second;
});

test('a try that is taken back while it is being looked up is not made', async () => {
  const time = manualAfter();
  const opened: string[] = [];
  const records = { habits: async () => ({ autoReconnect: true, last: 'desk' }) };
  const reconnection = createReconnection(
    { records, after: time.after, failed: (error) => assert.fail(String(error)) },
    { open: async (readerId) => void opened.push(readerId), busy: () => false },
  );
  reconnection.resume();
  const waiting = reconnection.later(0);
  reconnection.cancel();
  await waiting;
  time.pass(3_600_000);
  assert.deepEqual(opened, []);
  await reconnection.later(0);
  time.pass(3_600_000);
  assert.deepEqual(opened, ['desk']);
});

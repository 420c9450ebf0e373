import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, SLOT } from '@lanyard/piv';
import { PIN, randomBytes } from '../testing/bench.ts';
import type { Desktops } from './desktops.ts';
import { makeNoiseKeys } from './noise.ts';
import { type DesktopDouble, eventually, relayBench } from './testing/relay-double.ts';

/** A phone with a radio, near a desktop that waits. */
async function nearDesktop() {
  const bench = await relayBench();
  const desk = bench.addDesktop('Desk');
  bench.bluetooth.chosen = desk.readerId;
  const desktops = bench.open();
  return { ...bench, desk, desktops };
}

async function pairedNear() {
  const bench = await nearDesktop();
  await bench.desktops.pairNearby();
  return bench;
}

async function connectedNear() {
  const bench = await pairedNear();
  await connect(bench.desktops, bench.desk);
  return bench;
}

async function connect(desktops: Desktops, desk: DesktopDouble): Promise<void> {
  await desktops.connect(desk.readerId);
  await eventually(() => desk.inserted !== undefined);
}

const viewOf = async (desktops: Desktops, { readerId }: DesktopDouble) =>
  (await desktops.state()).desktops.find((desktop) => desktop.readerId === readerId);
const stateOf = async (desktops: Desktops, desk: DesktopDouble) => (await viewOf(desktops, desk))?.state;

test('BLE-008, BLE-010, BLE-043, BLE-047 a desktop chosen near by is paired by the code; its consent is told to the server', async () => {
  const { desktops, desk, paired, asked, bluetooth } = await nearDesktop();
  const codes: (string | undefined)[] = [];
  desktops.onChange(() => void desktops.state().then(({ pairing }) => codes.push(pairing?.code)));
  assert.deepEqual(await desktops.pairNearby(), { readerId: desk.readerId, name: 'Desk' });
  assert.ok(codes.some((code) => /^\d{6}$/.test(code ?? '')));
  assert.deepEqual([await stateOf(desktops, desk), (await viewOf(desktops, desk))?.over], ['paired', 'bluetooth']);
  assert.deepEqual([...paired], [desk.readerId]);
  assert.deepEqual(
    asked.filter((call) => /tickets|find/.test(call)),
    [],
    'the relay had no part in it',
  );
  assert.equal(bluetooth.widened(), 244);
});

test('a wrong code near by is followed by a new one; five end it, and nothing is kept here or told to the server', async () => {
  const { desktops, desk, paired, bluetooth } = await nearDesktop();
  desk.type = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  await assert.rejects(desktops.pairNearby(), { code: 'pairing_tries_spent' });
  assert.deepEqual([(await desktops.state()).desktops, [...paired], bluetooth.lists()], [[], [], 1]);
});

test('a pairing that the server does not take is none, on either side', async () => {
  const { desktops, desk, refusals } = await nearDesktop();
  for (const code of ['desktop_taken', 'offline']) {
    refusals.code = code;
    await assert.rejects(desktops.pairNearby(), { code });
    assert.deepEqual([(await desktops.state()).desktops, desk.pinned], [[], undefined]);
  }
});

test('BLE-033, BLE-037 a connection near by needs no number; the card is the desktop’s, and each use is told', async () => {
  const { desktops, desk } = await pairedNear();
  assert.equal(desk.inserted, undefined);
  await connect(desktops, desk);
  assert.deepEqual([await stateOf(desktops, desk), desk.numbers], ['connected', []]);
  const host = hostOf((octets) => (desk.inserted ?? assert.fail()).transmit(octets));
  await host.verify(PIN.secret);
  await host.sign(SLOT.authentication, 'ec-p256', randomBytes(32));
  const { uses } = await desktops.state();
  assert.deepEqual(
    uses.map(({ act, outcome }) => [act, outcome]),
    [
      ['sign-in', 'done'],
      ['pin', 'done'],
    ],
  );
});

test('a desktop paired over the relay is connected near by once it is chosen, and by itself afterwards', async () => {
  const { desktops, desk, bluetooth } = await nearDesktop();
  await desktops.pair({ readerId: desk.readerId, name: 'Desk', word: 'K7Q4M2' });
  await desktops.connect(desk.readerId, 'bluetooth');
  assert.deepEqual([bluetooth.lists(), (await viewOf(desktops, desk))?.over], [1, 'bluetooth']);
  await desktops.connect(desk.readerId);
  assert.equal(bluetooth.lists(), 1, 'the browser remembers it');
});

test('a connection that was lost near by is a new one over the relay: its number is compared', async () => {
  const { desktops, desk } = await connectedNear();
  desk.way?.close();
  await eventually(async () => (await stateOf(desktops, desk)) === 'paired');
  const connecting = desktops.connect(desk.readerId, 'relay');
  await eventually(async () => (await desktops.state()).confirm !== undefined);
  assert.equal(desk.numbers.length, 1);
  desktops.answerConfirm(false);
  await assert.rejects(connecting, { code: 'connection_refused' });
});

test('another desktop than the one that is meant, or one in its place, is not connected', async () => {
  const { desktops, desk, addDesktop, bluetooth } = await pairedNear();
  bluetooth.forgetful = true;
  bluetooth.chosen = addDesktop('Other').readerId;
  await assert.rejects(desktops.connect(desk.readerId), { code: 'desktop_other_chosen' });
  bluetooth.chosen = desk.readerId;
  desk.keys = makeNoiseKeys(randomBytes);
  await assert.rejects(desktops.connect(desk.readerId), { code: 'desktop_key_changed' });
  assert.equal(await stateOf(desktops, desk), 'paired');
});

test('BLE-034 a desktop connected near by drops the one over the relay, which is paired again', async () => {
  const { desktops, desk, addDesktop } = await connectedNear();
  const other = addDesktop('Other');
  await desktops.pair({ readerId: other.readerId, name: 'Other', word: 'K7Q4M2' });
  const connecting = desktops.connect(other.readerId);
  await eventually(async () => (await desktops.state()).confirm !== undefined);
  desktops.answerConfirm(true);
  await connecting;
  assert.deepEqual([await stateOf(desktops, desk), await stateOf(desktops, other)], ['paired', 'connected']);
  await connect(desktops, desk);
  assert.deepEqual([await stateOf(desktops, desk), await stateOf(desktops, other)], ['connected', 'paired']);
});

test('BLE-023, BLE-024 a desktop that was out of reach, or off, is connected again when it is back', async () => {
  const { desktops, desk, time } = await connectedNear();
  desk.online = false;
  desk.way?.close();
  await eventually(async () => (await stateOf(desktops, desk)) === 'paired');
  await eventually(async () => (time.pass(1_000), (await desktops.state()).trouble?.error.code === 'desktop_not_near'));
  desk.online = true;
  await eventually(async () => (time.pass(300_000), (await stateOf(desktops, desk)) === 'connected'));
});

test('BLE-025 airplane mode ends the connection; out of it again the phone reconnects at once', async () => {
  const { desktops, desk, time, bluetooth } = await connectedNear();
  bluetooth.turn('off');
  desk.way?.close();
  await eventually(async () => (await stateOf(desktops, desk)) === 'paired');
  await eventually(async () => (time.pass(1_000), (await desktops.state()).trouble?.error.code === 'bluetooth_off'));
  for (let tries = 0; tries < 20; tries++) time.pass(300_000);
  assert.equal((await desktops.state()).ways.bluetooth, 'off');
  bluetooth.turn('ready');
  await eventually(async () => (time.pass(1_000), (await stateOf(desktops, desk)) === 'connected'));
});

test('BLE-026 only the desktop connected last is reconnected to, near by as over the relay', async () => {
  const { desktops, desk, addDesktop, bluetooth, open, time } = await connectedNear();
  const other = addDesktop('Other');
  bluetooth.chosen = other.readerId;
  await desktops.pairNearby();
  await connect(desktops, other);
  desktops.stop();
  const again = open();
  await again.start();
  await eventually(async () => (time.pass(1_000), (await stateOf(again, other)) === 'connected'));
  assert.deepEqual([await stateOf(again, other), await stateOf(again, desk)], ['connected', 'paired']);
});

test('BLE-027, BLE-038 disconnected or forgotten by hand, a desktop near by is not reconnected to', async () => {
  for (const end of ['disconnect', 'forget'] as const) {
    const { desktops, desk, time, bluetooth, paired } = await connectedNear();
    await (end === 'forget' ? desktops.forget(desk.readerId) : desktops.disconnect());
    await eventually(() => desk.inserted === undefined);
    await desktops.start();
    bluetooth.turn('ready');
    time.pass(3_600_000);
    await new Promise<void>((turn) => void setTimeout(turn, 0));
    assert.equal(desk.inserted, undefined);
    assert.equal(paired.has(desk.readerId), end === 'disconnect');
  }
});

test('where the browser forgets what was chosen, a tap is needed: the phone says so and does not try by itself', async () => {
  const { desktops, desk, time, bluetooth } = await connectedNear();
  bluetooth.forgetful = true;
  desk.way?.close();
  await eventually(
    async () => (time.pass(1_000), (await desktops.state()).trouble?.error.code === 'bluetooth_tap_needed'),
  );
  time.pass(3_600_000);
  assert.deepEqual([await stateOf(desktops, desk), bluetooth.lists()], ['paired', 1]);
  await connect(desktops, desk);
  assert.equal(bluetooth.lists(), 2);
});

test('BLE-007, BLE-031, BLE-045 a phone without Bluetooth, or with it off, is told so with a way out; nothing is asked', async () => {
  const { desktops, bluetooth, open } = await nearDesktop();
  bluetooth.turn('off');
  await assert.rejects(desktops.pairNearby(), { code: 'bluetooth_off' });
  bluetooth.turn('missing');
  await assert.rejects(desktops.pairNearby(), { code: 'bluetooth_missing' });
  const without = open({ radio: false });
  assert.equal((await without.state()).ways.bluetooth, 'missing');
  await assert.rejects(without.pairNearby(), { code: 'bluetooth_missing' });
  assert.equal(bluetooth.lists(), 0);
});

test('a holder who chooses nothing, and a desktop that wants no phone, make clean errors', async () => {
  const { desktops, desk, bluetooth } = await nearDesktop();
  bluetooth.chosen = undefined;
  await assert.rejects(desktops.pairNearby(), { code: 'no_desktop_chosen' });
  bluetooth.chosen = desk.readerId;
  bluetooth.refuses = 'busy';
  await assert.rejects(desktops.pairNearby(), { code: 'desktop_busy' });
  assert.deepEqual((await desktops.state()).desktops, []);
});

test('the organisation may forbid either way: Bluetooth ends at the check-in, and without the relay it is the way', async () => {
  const { desktops, desk, bench, bluetooth } = await connectedNear();
  const { wallet } = bench.server.desired;
  const set = (change: Partial<typeof wallet.desktops>) => {
    bench.server.desired = {
      ...bench.server.desired,
      wallet: { ...wallet, desktops: { ...wallet.desktops, ...change } },
    };
  };
  set({ bluetooth: 'forbidden' });
  await desktops.afterCheckIn();
  await eventually(() => desk.inserted === undefined);
  assert.deepEqual((await desktops.state()).ways, { relay: 'ready', bluetooth: 'forbidden' });
  await assert.rejects(desktops.pairNearby(), { code: 'bluetooth_forbidden' });
  await assert.rejects(desktops.connect(desk.readerId, 'bluetooth'), { code: 'bluetooth_forbidden' });
  set({ relay: 'forbidden' });
  await connect(desktops, desk);
  assert.deepEqual([await stateOf(desktops, desk), bluetooth.lists()], ['connected', 1]);
});

test('BLE-020, BLE-022 forgotten at the portal, a desktop near by loses the card at the next check-in, and hears why', async () => {
  const { desktops, desk, paired } = await connectedNear();
  paired.clear();
  await desktops.afterCheckIn();
  await eventually(() => desk.inserted === undefined);
  assert.deepEqual((await desktops.state()).desktops, []);
  await eventually(() => desk.ended === 'forgotten');
});

test('a server that is away or says no at the check-in changes nothing; a pairing made meanwhile stays', async () => {
  const { desktops, desk, refusals, addDesktop, bluetooth } = await connectedNear();
  for (const code of ['offline', 'relay_limited']) {
    refusals.code = code;
    await desktops.afterCheckIn();
    assert.equal(await stateOf(desktops, desk), 'connected');
  }
  refusals.code = undefined;
  const other = addDesktop('Other');
  bluetooth.chosen = other.readerId;
  await Promise.all([desktops.pairNearby(), desktops.afterCheckIn(), desktops.afterCheckIn()]);
  assert.equal(await stateOf(desktops, other), 'paired');
});

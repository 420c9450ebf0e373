import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf, SLOT } from '@lanyard/piv';
import { PIN, randomBytes } from '../testing/bench.ts';
import type { Desktops } from './desktops.ts';
import { makeNoiseKeys } from './noise.ts';
import { type DesktopDouble, eventually, relayBench } from './testing/relay-double.ts';

const WORD = 'K7Q4M2';

async function withDesktop() {
  const bench = await relayBench();
  const desk = bench.addDesktop('Desk');
  const desktops = bench.open({ radio: false });
  return { ...bench, desk, desktops };
}

const pair = (desktops: Desktops, { readerId, name }: DesktopDouble) =>
  desktops.pair({ readerId, name, word: WORD.toLowerCase() });
const stateOf = async (desktops: Desktops, { readerId }: DesktopDouble) =>
  (await desktops.state()).desktops.find((desktop) => desktop.readerId === readerId)?.state;

/** Connects, with a holder who compares the numbers. */
async function connect(desktops: Desktops, desk: DesktopDouble): Promise<void> {
  const connecting = desktops.connect(desk.readerId);
  await compare(desktops, desk);
  await connecting;
  await eventually(() => desk.inserted !== undefined);
}

async function compare(desktops: Desktops, desk: DesktopDouble): Promise<void> {
  await eventually(async () => (await desktops.state()).confirm !== undefined);
  const { confirm } = await desktops.state();
  await eventually(() => desk.numbers.length > 0);
  assert.deepEqual([confirm?.name, confirm?.number], [desk.name, desk.numbers.at(-1)]);
  desktops.answerConfirm(true);
}

test('BLE-008, BLE-010, BLE-047 a desktop is found by its word, shows up as paired once the code was typed there', async () => {
  const { desktops, desk } = await withDesktop();
  assert.deepEqual(
    (await desktops.find(' k7q 4m2 ')).map(({ name }) => name),
    ['Desk'],
  );
  assert.deepEqual(await desktops.find('too short'), []);
  const codes: (string | undefined)[] = [];
  desktops.onChange(() => void desktops.state().then(({ pairing }) => codes.push(pairing?.code)));
  await pair(desktops, desk);
  assert.equal(await stateOf(desktops, desk), 'paired');
  assert.ok(codes.some((code) => /^\d{6}$/.test(code ?? '')));
  assert.equal((await desktops.state()).pairing, undefined);
});

test('a wrong code shows a new one, five times; then the pairing has failed and may be begun again', async () => {
  const { desktops, desk, tickets } = await withDesktop();
  const typed = new Set<string>();
  desk.type = (code) => (typed.add(code), String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
  await assert.rejects(pair(desktops, desk), { code: 'pairing_tries_spent' });
  assert.equal(tickets.length, 5);
  assert.equal(typed.size, 5, 'every handshake has a code of its own');
  assert.deepEqual((await desktops.state()).desktops, []);
  desk.type = (code) => code;
  await pair(desktops, desk);
  assert.equal(await stateOf(desktops, desk), 'paired');
});

test('BLE-011 a code that nobody types ends after two minutes, and a holder may cancel before', async () => {
  const { desktops, desk, time } = await withDesktop();
  let asked = false;
  desk.type = () => ((asked = true), new Promise(() => undefined) as never);
  const pairing = assert.rejects(pair(desktops, desk), { code: 'pairing_timed_out' });
  await eventually(() => asked);
  time.pass(120_000);
  await pairing;
  const cancelled = assert.rejects(pair(desktops, desk), { code: 'pairing_cancelled' });
  await eventually(async () => (await desktops.state()).pairing !== undefined);
  desktops.cancelPairing();
  await cancelled;
});

test('BLE-033, BLE-035, BLE-037 a paired desktop has the card only once its holder confirmed the number', async () => {
  const { desktops, desk } = await withDesktop();
  await pair(desktops, desk);
  const connecting = desktops.connect(desk.readerId);
  await eventually(async () => (await desktops.state()).confirm !== undefined);
  assert.deepEqual([await stateOf(desktops, desk), desk.inserted], ['connecting', undefined]);
  desktops.answerConfirm(false);
  await assert.rejects(connecting, { code: 'connection_refused' });
  assert.deepEqual([await stateOf(desktops, desk), desk.inserted], ['paired', undefined]);
  await connect(desktops, desk);
  assert.equal(await stateOf(desktops, desk), 'connected');
  const host = hostOf((octets) => (desk.inserted ?? assert.fail()).transmit(octets));
  await host.verify(PIN.secret);
  await host.sign(SLOT.authentication, 'ec-p256', randomBytes(32));
  const { uses } = await desktops.state();
  assert.deepEqual(
    uses.map(({ desktop, act, outcome }) => [desktop, act, outcome]),
    [
      ['Desk', 'sign-in', 'done'],
      ['Desk', 'pin', 'done'],
    ],
  );
});

test('BLE-034 connecting another desktop drops the first, which is paired again', async () => {
  const { desktops, desk, addDesktop } = await withDesktop();
  const other = addDesktop('Other');
  await pair(desktops, desk);
  await pair(desktops, other);
  await connect(desktops, desk);
  await connect(desktops, other);
  assert.deepEqual([await stateOf(desktops, desk), await stateOf(desktops, other)], ['paired', 'connected']);
  await eventually(() => desk.inserted === undefined);
});

test('BLE-038 Disconnect takes the card away and does not come back by itself', async () => {
  const { desktops, desk, time, tickets } = await withDesktop();
  await pair(desktops, desk);
  await connect(desktops, desk);
  await desktops.disconnect();
  await eventually(() => desk.inserted === undefined);
  assert.equal(await stateOf(desktops, desk), 'paired');
  const before = tickets.length;
  await desktops.start();
  time.pass(3_600_000);
  assert.equal(tickets.length, before);
});

test('BLE-023, BLE-025 a connection that was lost comes back by itself, by default, without a new number', async () => {
  const { desktops, desk, time } = await withDesktop();
  await pair(desktops, desk);
  await connect(desktops, desk);
  assert.equal((await desktops.state()).autoReconnect, true);
  desk.way?.close();
  await eventually(async () => (await stateOf(desktops, desk)) === 'paired');
  const before = desk.numbers.length;
  await eventually(async () => (time.pass(1_000), (await stateOf(desktops, desk)) === 'connected'));
  assert.equal(desk.numbers.length, before + 1);
  assert.equal((await desktops.state()).confirm, undefined);
});

test('BLE-024 a desktop that was off is found again when it is back; after ten minutes its number is compared again', async () => {
  const { desktops, desk, time } = await withDesktop();
  await pair(desktops, desk);
  await connect(desktops, desk);
  desk.online = false;
  desk.way?.close();
  await eventually(async () => (await stateOf(desktops, desk)) === 'paired');
  await eventually(async () => (time.pass(1_000), (await desktops.state()).trouble !== undefined));
  time.pass(600_000);
  await eventually(async () => (await desktops.state()).trouble !== undefined);
  desk.online = true;
  await eventually(async () => (time.pass(300_000), (await stateOf(desktops, desk)) === 'connecting'));
  await compare(desktops, desk);
  await eventually(async () => (await stateOf(desktops, desk)) === 'connected');
});

test('BLE-028, BLE-029 with automatic reconnection off a lost connection stays lost', async () => {
  const { desktops, desk, time, tickets } = await withDesktop();
  await pair(desktops, desk);
  await desktops.setAutoReconnect(false);
  await connect(desktops, desk);
  desk.way?.close();
  await eventually(async () => (await stateOf(desktops, desk)) === 'paired');
  const before = tickets.length;
  time.pass(3_600_000);
  await desktops.start();
  time.pass(3_600_000);
  assert.equal(tickets.length, before);
});

test('BLE-026 only the desktop connected last is reconnected to when the wallet opens again', async () => {
  const { desktops, desk, addDesktop, open, time, tickets } = await withDesktop();
  const other = addDesktop('Other');
  await pair(desktops, desk);
  await pair(desktops, other);
  await connect(desktops, desk);
  await connect(desktops, other);
  desktops.stop();
  const again = open();
  await again.start();
  const before = tickets.length;
  time.pass(1_000);
  await compare(again, other);
  await eventually(async () => (await stateOf(again, other)) === 'connected');
  assert.deepEqual(
    tickets.slice(before).map(({ readerId }) => readerId),
    [other.readerId],
  );
});

test('BLE-020, BLE-027 a forgotten desktop is gone from the list and from the server, and is not reconnected to', async () => {
  const { desktops, desk, paired, time, tickets } = await withDesktop();
  await pair(desktops, desk);
  await connect(desktops, desk);
  await desktops.forget(desk.readerId);
  assert.deepEqual([(await desktops.state()).desktops, [...paired]], [[], []]);
  await eventually(() => desk.inserted === undefined);
  const before = tickets.length;
  await desktops.start();
  time.pass(3_600_000);
  assert.equal(tickets.length, before);
});

test('a desktop forgotten while the server was away is forgotten there later; one forgotten elsewhere goes here', async () => {
  const { desktops, desk, paired, refusals, addDesktop } = await withDesktop();
  const other = addDesktop('Other');
  await pair(desktops, desk);
  await pair(desktops, other);
  refusals.code = 'offline';
  await assert.rejects(desktops.forget(desk.readerId), { code: 'offline' });
  assert.equal(await stateOf(desktops, desk), undefined);
  refusals.code = undefined;
  await desktops.start();
  assert.deepEqual([...paired], [other.readerId]);
  paired.clear();
  await desktops.start();
  assert.deepEqual((await desktops.state()).desktops, []);
});

test('a desktop with another key than the one that was paired is refused by name, and not tried again', async () => {
  const { desktops, desk, time, tickets } = await withDesktop();
  await pair(desktops, desk);
  desk.keys = makeNoiseKeys(randomBytes);
  await assert.rejects(desktops.connect(desk.readerId), { code: 'desktop_key_changed' });
  assert.equal((await desktops.state()).trouble?.error.code, 'desktop_key_changed');
  const before = tickets.length;
  time.pass(3_600_000);
  assert.equal(tickets.length, before);
});

test('where the organisation forbids the relay, or has the holder asked, so it is', async () => {
  const { desktops, desk, bench } = await withDesktop();
  const { wallet } = bench.server.desired;
  const set = (change: Partial<typeof wallet.desktops>) => {
    bench.server.desired = {
      ...bench.server.desired,
      wallet: { ...wallet, desktops: { ...wallet.desktops, ...change } },
    };
  };
  await pair(desktops, desk);
  await connect(desktops, desk);
  set({ relay: 'forbidden' });
  await desktops.afterCheckIn();
  await eventually(() => desk.inserted === undefined);
  assert.equal(await stateOf(desktops, desk), 'paired');
  await assert.rejects(desktops.connect(desk.readerId), { code: 'relay_forbidden' });
  set({ confirmUses: true });
  await connect(desktops, desk);
  const host = hostOf((octets) => (desk.inserted ?? assert.fail()).transmit(octets));
  await host.verify(PIN.secret);
  const refused = assert.rejects(host.sign(SLOT.authentication, 'ec-p256', randomBytes(32)), { sw: 0x6982 });
  await eventually(async () => (await desktops.state()).consent !== undefined);
  assert.deepEqual((await desktops.state()).consent, { name: 'Desk', act: 'sign-in' });
  desktops.answerConsent(false);
  await refused;
  const sign = () => host.sign(SLOT.authentication, 'ec-p256', randomBytes(32));
  await assert.rejects(sign(), { sw: 0x6982 }, 'a program that tries again at once has its answer already');
  assert.equal((await desktops.state()).consent, undefined);
});

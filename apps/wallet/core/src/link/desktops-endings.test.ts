import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LanyardWalletError } from '../errors.ts';
import { eventually, relayBench } from './testing/relay-double.ts';

/** A phone, and a desktop that it is paired with over the relay, whose numbers its holder finds right. */
async function pairedDesk() {
  const bench = await relayBench();
  const desk = bench.addDesktop('Desk');
  const desktops = bench.open({ radio: false });
  desktops.onChange(() => desktops.answerConfirm(true));
  const pair = () => desktops.pair({ readerId: desk.readerId, name: desk.name, word: 'K7Q4M2' });
  const stateNow = async () =>
    (await desktops.state()).desktops.find((known) => known.readerId === desk.readerId)?.state;
  const trouble = async () => (await desktops.state()).trouble;
  const setRelay = (relay: 'allowed' | 'forbidden') => {
    const { desired } = bench.bench.server;
    const { wallet } = desired;
    bench.bench.server.desired = { ...desired, wallet: { ...wallet, desktops: { ...wallet.desktops, relay } } };
  };
  await pair();
  return { ...bench, desk, desktops, pair, stateNow, trouble, setRelay };
}

async function connectedDesk() {
  const paired = await pairedDesk();
  await paired.desktops.connect(paired.desk.readerId);
  await eventually(() => paired.desk.inserted !== undefined);
  return paired;
}

test('BLE-022 what was forgotten elsewhere goes at the next check-in; without a paired desktop nobody is asked', async () => {
  const { desktops, desk, paired, asked, refusals } = await pairedDesk();
  const questions = () => asked.filter((call) => call === 'GET /device/desktops').length;
  refusals.code = 'offline';
  await desktops.afterCheckIn();
  assert.deepEqual([(await desktops.state()).desktops.map(({ name }) => name), questions()], [[desk.name], 1]);
  refusals.code = undefined;
  paired.clear();
  await desktops.afterCheckIn();
  assert.deepEqual([(await desktops.state()).desktops, questions()], [[], 2]);
  await desktops.afterCheckIn();
  assert.equal(questions(), 2);
});

test('BLE-022 a connected desktop that was forgotten elsewhere is named', async () => {
  const { desktops, desk, paired, trouble } = await connectedDesk();
  paired.clear();
  await desktops.afterCheckIn();
  await eventually(() => desk.ended === 'forgotten');
  const { name, error } = (await trouble()) ?? assert.fail();
  assert.deepEqual([name, error.code], ['Desk', 'desktop_forgotten']);
});

test('BLE-022 a desktop that was forgotten while it was out of reach is named when it is tried again', async () => {
  const { desktops, desk, paired, time, trouble } = await connectedDesk();
  paired.clear();
  desk.way?.close();
  await eventually(async () => (time.pass(1_000), (await trouble()) !== undefined));
  const { name, error, again } = (await trouble()) ?? assert.fail();
  assert.deepEqual([name, error.code, again], ['Desk', 'desktop_forgotten', undefined]);
  assert.deepEqual((await desktops.state()).desktops, []);
});

test('BLE-024 a desktop out of reach is tried again after a minute at the most, and the wallet says when', async () => {
  const { desk, time, trouble, stateNow } = await connectedDesk();
  desk.online = false;
  desk.way?.close();
  await eventually(async () => (await stateNow()) === 'paired');
  let told: LanyardWalletError | undefined;
  for (const [waited, next] of [1, 2, 5, 15, 30, 60, 60].map((wait, n, all) => [wait, all[n + 1] ?? 60] as const)) {
    await eventually(async () => {
      time.pass(waited * 1_000);
      const now = await trouble();
      return now?.error !== told && now?.again !== undefined;
    });
    const now = (await trouble()) ?? assert.fail();
    assert.deepEqual([now.name, now.again], ['Desk', next * 1_000]);
    told = now.error;
  }
  desk.online = true;
  await eventually(async () => (time.pass(60_000), (await stateNow()) === 'connected'));
  assert.equal(await trouble(), undefined);
});

test('where the network is forbidden while a desktop is connected both sides hear why; allowed again, the phone says so no more', async () => {
  const { desktops, desk, setRelay, trouble, stateNow } = await connectedDesk();
  setRelay('forbidden');
  await desktops.afterCheckIn();
  await eventually(() => desk.ended === 'forbidden' && desk.inserted === undefined);
  const { name, error } = (await trouble()) ?? assert.fail();
  assert.deepEqual([name, error.code, await stateNow()], ['Desk', 'relay_forbidden', 'paired']);
  await desktops.afterCheckIn();
  assert.equal((await trouble())?.error.code, 'relay_forbidden');
  setRelay('allowed');
  await desktops.afterCheckIn();
  assert.equal(await trouble(), undefined);
});

test('a desktop that ends while it is paired has broken the pairing off: nothing is kept, and it may be begun again', async () => {
  const { desktops, desk, pair } = await pairedDesk();
  await desktops.forget(desk.readerId);
  desk.type = () => {
    throw new Error('Ctrl-C');
  };
  await assert.rejects(pair(), { code: 'pairing_broken' });
  assert.deepEqual((await desktops.state()).desktops, []);
  desk.type = (code) => code;
  await pair();
  assert.equal((await desktops.state()).desktops.length, 1);
});

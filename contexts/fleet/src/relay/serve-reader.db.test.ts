import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { FromRelayToReader } from '@lanyard/contract';
import { executeSql, isUniqueViolation, minutes } from '@lanyard/kernel';
import { noteWaiting } from '../pg/readers.ts';
import { openWay, processOf, type Process, waitingDesk } from '../testing/relay-world.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let here: Process;

before(async () => {
  world = await fleetWorld();
  here = await processOf(world);
});
after(async () => {
  await here[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const somebodyWaits = async (): Promise<boolean> =>
  (
    await world.rows(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' limit 1`,
    )
  ).length > 0;

test('a reader that goes while it is noted as waiting is noted as gone, not as here', async () => {
  const { reader } = await waitingDesk(world, here);
  const found = 'select node_id is not null as here, word_mac is not null as waits from fleet.reader where id = $1';
  const noted = async (how = found) => (await world.rows<{ here: boolean; waits: boolean }>(how, [reader.readerId]))[0];
  assert.deepEqual(await noted(), { here: true, waits: true });
  let locked: ReturnType<typeof noted> | undefined;
  await world.db.tx(async (row) => {
    await world.db.tx(async (tries) => {
      const key = `relay:wait:reader:${reader.readerId}`;
      await executeSql(tries, 'select 1 from kernel.attempt where key = $1 for update', [key]);
      await reader.send({ type: 'wait' });
      while (!(await somebodyWaits()));
      reader.close();
      assert.equal(await reader.next(), undefined);
      // Long enough for its end to be noted, were it noted at once.
      for (let n = 0; n < 50 && (await noted())?.here === true; n++);
      await executeSql(row, `${found} for update`, [reader.readerId]);
    });
    while (!(await somebodyWaits()));
    // In line behind what is noted of its waiting.
    locked = noted(`${found} for update`);
  });
  await locked;
  for (let n = 0; n < 500 && (await noted())?.here === true; n++);
  assert.deepEqual(await noted(), { here: false, waits: false });
});

test('a word that is over is free for another desktop; one that is not is refused to it', async () => {
  await waitingDesk(world, here);
  const [node] = await world.rows<{ id: string }>('select id from fleet.relay_node limit 1');
  const { mac, now } = { mac: randomBytes(32), now: world.clock.now() };
  const until = new Date(now.getTime() + minutes(5));
  const waits = (readerId: string, at: Date) =>
    noteWaiting(
      world.db.pool,
      { readerId, name: 'Desk', nodeId: String(node?.id), connectionId: randomUUID() },
      { mac, until },
      at,
    );
  await waits('one', now);
  await assert.rejects(waits('another', until), (error) => isUniqueViolation(error, 'reader_word'));
  await waits('another', new Date(until.getTime() + 1));
  const rows = await world.rows('select id from fleet.reader where word_mac = $1', [mac]);
  assert.deepEqual(rows, [{ id: 'another' }]);
});

test('a device that ends while it is paired is not paired', async () => {
  const phone = await world.registered();
  const { reader, word } = await waitingDesk(world, here);
  const { body } = await phone.call('POST', '/device/relay/tickets', {
    purpose: 'pair',
    readerId: reader.readerId,
    word,
  });
  const { way } = await openWay(here.url, body['ticket']);
  const { session } = await reader.expect('call');
  let answer: FromRelayToReader | undefined;
  let heard: Promise<unknown> | undefined;
  await world.db.tx(async (tx) => {
    await world.fleet.markLost(tx, phone.deviceId);
    await reader.send({ type: 'paired', session });
    heard = reader.hear().then((message) => (answer = message));
    while (answer === undefined && !(await somebodyWaits()));
  });
  await heard;
  assert.deepEqual(answer, { type: 'refused', code: 'device_unknown' });
  assert.deepEqual(await world.rows('select 1 from fleet.pairing where reader_id = $1', [reader.readerId]), []);
  way.close();
  reader.close();
});

test('a reader that says more than is done for it is cut off', async () => {
  const { reader } = await waitingDesk(world, here);
  let over = false;
  await world.db.tx(async (tx) => {
    const key = `relay:wait:reader:${reader.readerId}`;
    await executeSql(tx, 'select 1 from kernel.attempt where key = $1 for update', [key]);
    await reader.send({ type: 'wait' });
    while (!(await somebodyWaits()));
    for (let n = 0; n < 100; n++) await reader.send({ type: 'close', session: n + 1 });
    void reader.next().then((message) => (over = message === undefined));
    for (let n = 0; n < 500 && !over; n++) await world.rows('select 1');
  });
  assert.equal(over, true);
});

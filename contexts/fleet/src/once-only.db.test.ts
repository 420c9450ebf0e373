import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isLanyardError, LanyardError, masterKey, seconds } from '@lanyard/kernel';
import { onceOnly } from './once-only.ts';
import { fleetWorld, type World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await fleetWorld();
});
after(() => world[Symbol.asyncDispose]());

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();
const parts = () => ({ db: world.db, clock: world.clock, masterKey: masterKey(new Uint8Array(32).fill(1)) });
const coded = (code: string) => (error: unknown) => isLanyardError(error) && error.code === code;

test('a call runs once: its twin waits for nothing and is told to come again, later calls get the answer', async () => {
  const call = { owner: 'device', key: randomUUID() };
  let runs = 0;
  let go = (): void => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  let began = (): void => {};
  const running = new Promise<void>((resolve) => (began = resolve));
  const work = async (): Promise<number> => {
    began();
    await gate;
    return ++runs;
  };
  const first = onceOnly(parts(), call, digest('a'), work);
  await running;
  await assert.rejects(onceOnly(parts(), call, digest('a'), work), coded('conflict'));
  go();
  assert.equal(await first, 1);
  assert.equal(await onceOnly(parts(), call, digest('a'), work), 1);
  assert.equal(runs, 1);
});

test('a call whose process died is taken over after a minute, by one of its repetitions', async () => {
  const call = { owner: 'device', key: randomUUID() };
  await world.rows(
    `insert into fleet.device_call (owner, key, digest, state, started_at) values ($1, $2, $3, 'running', $4)`,
    [call.owner, call.key, digest('a'), world.clock.now()],
  );
  await assert.rejects(
    onceOnly(parts(), call, digest('a'), async () => 1),
    coded('conflict'),
  );
  world.clock.advance(seconds(60));
  const answers = await Promise.allSettled([1, 2, 3].map((n) => onceOnly(parts(), call, digest('a'), async () => n)));
  const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  assert.ok(given.length >= 1);
  assert.equal(new Set(given).size, 1);
});

test('a refusal that cost a try is remembered; any other may be tried again', async () => {
  const call = { owner: 'device', key: randomUUID() };
  await assert.rejects(
    onceOnly(parts(), call, digest('a'), async () => Promise.reject(new LanyardError('database_unavailable'))),
    coded('database_unavailable'),
  );
  await assert.rejects(
    onceOnly(parts(), call, digest('a'), async () =>
      Promise.reject(new LanyardError('vault_secret_wrong', { triesLeft: 4 })),
    ),
    coded('vault_secret_wrong'),
  );
  await assert.rejects(
    onceOnly(parts(), call, digest('a'), async () => 1),
    (error) => isLanyardError(error, 'vault_secret_wrong') && error.details['triesLeft'] === 4,
  );
});

test('two owners may use one key', async () => {
  const key = randomUUID();
  assert.equal(await onceOnly(parts(), { owner: 'a', key }, digest('a'), async () => 1), 1);
  assert.equal(await onceOnly(parts(), { owner: 'b', key }, digest('b'), async () => 2), 2);
});

import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { isLanyardError, LanyardError, masterKey } from '@lanyard/kernel';
import { onceOnly } from './once-only.ts';
import { fleetWorld, type World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await fleetWorld();
});
after(() => world[Symbol.asyncDispose]());

const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();
/** Waiting is what moves the clock. */
const parts = (wait = async (ms: number): Promise<void> => world.clock.advance(ms)) => ({
  db: world.db,
  clock: world.clock,
  masterKey: masterKey(new Uint8Array(32).fill(1)),
  wait,
});
const coded = (code: string) => (error: unknown) => isLanyardError(error) && error.code === code;

test('a call runs once: its twin waits for its answer, and later calls get it too', async () => {
  const call = { owner: 'device', key: randomUUID() };
  const gate = Promise.withResolvers<void>();
  const began = Promise.withResolvers<void>();
  let runs = 0;
  const work = async (): Promise<number> => {
    began.resolve();
    await gate.promise;
    return ++runs;
  };
  const first = onceOnly(parts(), call, digest('a'), work);
  await began.promise;
  const untilFirstEnds = async (): Promise<void> => {
    gate.resolve();
    await first;
  };
  assert.equal(await onceOnly(parts(untilFirstEnds), call, digest('a'), work), 1);
  assert.equal(await onceOnly(parts(), call, digest('a'), work), 1);
  assert.equal(runs, 1);
});

test('a call whose process died is taken over after its lease, by one of its repetitions', async () => {
  const call = { owner: 'device', key: randomUUID() };
  const died = world.clock.now();
  await world.rows(
    `insert into fleet.device_call (owner, key, digest, state, started_at) values ($1, $2, $3, 'running', $4)`,
    [call.owner, call.key, digest('a'), died],
  );
  let runs = 0;
  const work = async (): Promise<number> => ++runs;
  const answers = await Promise.all([1, 2, 3].map(() => onceOnly(parts(), call, digest('a'), work)));
  assert.deepEqual(answers, [1, 1, 1]);
  assert.equal(runs, 1);
  assert.ok(world.clock.now().getTime() - died.getTime() >= 5_000);
});

test('a call that was taken over does not forget what its twin has done', async () => {
  const call = { owner: 'device', key: randomUUID() };
  const late = Promise.withResolvers<number>();
  const began = Promise.withResolvers<void>();
  const slow = onceOnly(parts(), call, digest('a'), () => (began.resolve(), late.promise));
  await began.promise;
  assert.equal(await onceOnly(parts(), call, digest('a'), async () => 1), 1);
  late.reject(new Error('the connection broke'));
  await assert.rejects(slow);
  assert.equal(await onceOnly(parts(), call, digest('a'), async () => 2), 1);
});

test('a twin of a call that never ends gives up', async () => {
  const call = { owner: 'device', key: randomUUID() };
  await world.rows(
    `insert into fleet.device_call (owner, key, digest, state, started_at) values ($1, $2, $3, 'running', $4)`,
    [call.owner, call.key, digest('a'), world.clock.now()],
  );
  const standing = parts(async () => {});
  await assert.rejects(
    onceOnly(standing, call, digest('a'), async () => 1),
    coded('conflict'),
  );
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

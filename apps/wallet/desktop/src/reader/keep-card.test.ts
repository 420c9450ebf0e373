import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Readable } from 'node:stream';
import { activated, randomBytes } from '../../../core/src/testing/bench.ts';
import type { DeviceIo } from '../io.ts';
import { keepCard } from './keep-card.ts';
import { createSlot } from './slot.ts';

/** Runs until `hear` says so; it is told of everything that a person would read. */
async function keep(hear: (text: string, end: () => void) => void) {
  const bench = await activated();
  const ending = new AbortController();
  const said: string[] = [];
  const slot = createSlot(
    'Reader',
    () => undefined,
    (error) => assert.fail(String(error)),
  );
  const say = (text: string): void => {
    said.push(text.trim());
    hear(text, () => ending.abort());
  };
  const io: DeviceIo = {
    stdin: Readable.from([]),
    out: say,
    say,
    env: {},
    clock: () => bench.time.now,
    random: randomBytes,
    signal: ending.signal,
  };
  const running = (): Promise<void> =>
    keepCard({ wallet: bench.wallet, slot, io, seconds: 0, started: () => say('started') });
  return { bench, slot, said, running };
}

test('a credential that ends takes its card out of the reader at the next check-in', async () => {
  const { bench, slot, said, running } = await keep((text, end) => {
    if (text.includes('empty')) end();
  });
  const [credential] = bench.server.credentials;
  if (credential !== undefined) credential.state = 'revoked';
  bench.server.desired = { ...bench.server.desired, generation: 'later' };
  await running();
  assert.deepEqual(said, [
    'The card is in the reader.',
    'started',
    'There is no active credential: the reader is empty.',
  ]);
  assert.deepEqual([slot.card(), slot.events()], [undefined, 2]);
});

test('a server that is away for a while changes nothing about the card', async () => {
  let tries = 0;
  const { bench, slot, running } = await keep((text, end) => {
    if (!text.includes('could not be reached')) return;
    tries += 1;
    if (tries === 3) end();
  });
  bench.server.setOffline(true);
  await running();
  assert.ok(slot.card());
  assert.equal(slot.events(), 1);
});

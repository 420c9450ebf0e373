import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { makeNoiseKeys } from '@lanyard/wallet/core';
import { carrierPair } from '../../../core/src/link/testing/carrier-pair.ts';
import { manualAfter } from '../../../core/src/link/testing/manual-after.ts';
import { randomBytes } from '../../../core/src/testing/bench.ts';
import { pairReader } from './pair-reader.ts';
import type { ReaderHome } from './reader-home.ts';

test('BLE-011 a phone that comes and says nothing is sent away after two minutes, and the pairing ends', async () => {
  const [phone, way] = carrierPair();
  const time = manualAfter();
  const reached = Promise.withResolvers<void>();
  const io = {
    stdin: new PassThrough(),
    out: () => undefined,
    say: () => undefined,
    env: {},
    clock: time.now,
    random: randomBytes,
    after: time.after,
  };
  // Only what is used before a phone has proved the code.
  const home = { readerId: 'reader', link: makeNoiseKeys(randomBytes) } as unknown as ReaderHome;
  const call = { way, deviceId: 'device', register: () => assert.fail('registered') };
  const pairing = pairReader({ home, io, nextCall: async () => (reached.resolve(), call) });
  const ended = assert.rejects(pairing, { code: 'pairing_timed_out' });
  await reached.promise;
  await new Promise<void>((turn) => void setImmediate(turn));
  let over = false;
  void ended.then(() => (over = true));
  time.pass(119_999);
  await new Promise<void>((turn) => void setImmediate(turn));
  assert.equal(over, false);
  time.pass(1);
  await ended;
  assert.throws(() => phone.send(Uint8Array.of(0)), { code: 'link_broken' });
});

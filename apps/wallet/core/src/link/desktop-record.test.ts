import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../memory-storage.ts';
import { randomBytes } from '../testing/bench.ts';
import type { CardUse } from './card-use.ts';
import { desktopRecords, type PairedRecord } from './desktop-record.ts';

const desktop = (readerId: string): PairedRecord => ({
  readerId,
  name: readerId,
  key: new Uint8Array(32),
  pairedAt: 0,
});
const use = (at: number): CardUse => ({ at, readerId: 'desk', desktop: 'Desk', act: 'pin', outcome: 'done' });

test('two changes at once are both kept', async () => {
  const records = desktopRecords(memoryStorage(), randomBytes);
  await Promise.all([records.put(desktop('desk')), records.put(desktop('other')), records.remove('desk')]);
  assert.deepEqual(
    (await records.list()).map(({ readerId }) => readerId),
    ['other'],
  );
  await Promise.all([records.addUse(use(1)), records.addUse(use(2))]);
  assert.deepEqual(
    (await records.uses()).map(({ at }) => at),
    [2, 1],
  );
  await Promise.all([records.setHabits({ autoReconnect: false }), records.setHabits({ last: 'other' })]);
  assert.deepEqual(await records.habits(), { autoReconnect: false, last: 'other' });
});

test('whoever asks for the own keys at the same time gets the same ones', async () => {
  const records = desktopRecords(memoryStorage(), randomBytes);
  const [one, other] = await Promise.all([records.ownKeys(), records.ownKeys()]);
  assert.deepEqual(one.publicKey, other.publicKey);
});

test('what is said anew of a desktop that was forgotten meanwhile does not bring it back', async () => {
  const records = desktopRecords(memoryStorage(), randomBytes);
  await records.put(desktop('desk'));
  await Promise.all([records.remove('desk'), records.renew({ ...desktop('desk'), lastConnectedAt: 1 })]);
  assert.deepEqual(await records.list(), []);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { executeSql } from '@lanyard/kernel';
import { choose } from './choose.ts';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { seedInstallation } from '../testing/seed.ts';
import { World } from '../testing/world.ts';

const ALL = { spaces: null, most: 1_000 };
let world: World;
before(async () => {
  world = await World.open();
  const now = world.clock.now();
  const counts = { people: 50, devices: 60, certificates: 10, audit: 1 };
  await seedInstallation(world.db, { ...counts, authority: 'derived', der: await seedCertificate(now), now });
});
after(() => world.close());

const ids = async (sql: string): Promise<string[]> =>
  ((await executeSql(world.db.pool, sql)).rows as { id: string }[]).map(({ id }) => id).toSorted();
const found = async (...asked: Parameters<typeof choose> extends [unknown, ...infer Rest] ? Rest : never) =>
  (await choose(world, ...asked)).map(({ id }) => id).toSorted();

test('a filter chooses what its list shows, on all of its pages', async () => {
  const active = await ids(`select id from credentials.credential where state = 'active'`);
  assert.deepEqual(await found('credentials', { filter: { state: 'active' } }, ALL), active);
  assert.ok(active.length > 0);
});

test('a filter whose name is mistyped chooses nothing', async () => {
  await assert.rejects(found('devices', { filter: { sate: 'lost' } }, ALL), { code: 'input_invalid' });
});

test('ids choose those that are there', async () => {
  const [first = ''] = await ids('select id from fleet.device');
  const choice = { ids: [first, '00000000-0000-4000-8000-000000000000'] };
  assert.deepEqual(await found('devices', choice, ALL), [first]);
});

test('what lies in no space of the caller is not chosen, by whichever way', async () => {
  const limits = { ...ALL, spaces: ['00000000-0000-4000-8000-0000000000aa'] };
  for (const area of ['devices', 'credentials', 'requests'] as const)
    assert.deepEqual(await found(area, { filter: {} }, limits), []);
});

test('one more than the most says that there are more', async () => {
  assert.equal((await found('devices', { filter: {} }, { spaces: null, most: 7 })).length, 8);
});

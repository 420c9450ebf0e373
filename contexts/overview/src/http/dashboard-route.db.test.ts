import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Dashboard, ListPage } from '@lanyard/contract';
import { executeSql, foldTally, seconds } from '@lanyard/kernel';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { seededId, seedInstallation } from '../testing/seed.ts';
import { World } from '../testing/world.ts';

let world: World;
before(async () => {
  world = await World.open();
  const now = world.clock.now();
  const counts = { people: 100, devices: 120, certificates: 600, audit: 50 };
  await seedInstallation(world.db, { ...counts, authority: 'derived', der: await seedCertificate(now), now });
});
after(() => world.close());

const run = (text: string, values: readonly unknown[] = []) => executeSql(world.db.pool, text, values);
/** Read anew: the last reading is older than it is kept. */
async function read(): Promise<Dashboard> {
  world.clock.advance(seconds(6));
  const { status, body, text } = await world.get<Dashboard>('/api/admin/dashboard');
  assert.equal(status, 200, text);
  return body;
}
/** The list that a number links to says the same. */
async function listed(link: string): Promise<number> {
  const { body } = await world.get<ListPage<unknown>>(link.replace('/admin/', '/api/admin/'));
  return body.total.count;
}

test('every count is the count of the list that it leads to', async () => {
  const { credentials, devices, expiring, quiet } = await read();
  for (const { count, link } of [...credentials, ...devices, ...expiring, ...quiet])
    assert.equal(count, await listed(link), link);
  assert.equal(credentials.find(({ state }) => state === 'replaced')?.count, 80);
  assert.ok((expiring.at(-1)?.count ?? 0) > 0 && quiet.every(({ count }) => count > 0));
});

test('a change of state moves from one count to the other, before and after the changes were added up', async () => {
  const count = async () => (await read()).credentials.find(({ state }) => state === 'suspended')?.count;
  const ten = `select id from credentials.credential where state = 'active' order by id limit 10`;
  await run(`update credentials.credential set state = 'suspended' where id in (${ten})`);
  assert.equal(await count(), 10);
  await foldTally(world.db.pool, 'credentials');
  assert.equal(await count(), 10);
  await run(`update fleet.device set state = 'retired' where name = 'Phone 1'`);
  const { devices } = await read();
  for (const { count: n, link } of devices) assert.equal(n, await listed(link), link);
});

test('a request counts on its day, for each step that it comes to', async () => {
  const now = world.clock.now();
  const add = (n: number, withRegistration: boolean) =>
    run(
      `insert into credentials.request (id, person_id, primary_id, name, provider, state, wrong_limit, with_registration, created_at, expires_at)
        values (${seededId('new', '$1::text')}, ${seededId('person', '$1::text')}, ${seededId('primary', '$1::text')}, 'x', 'lanyard', 'pending', 5, $2, $3, $3)`,
      [String(n), withRegistration, now],
    );
  const before = (await read()).funnel.days.at(-1);
  for (const [n, withRegistration] of [
    [3, true],
    [4, true],
    [5, false],
  ] as const)
    await add(n, withRegistration);
  await run(
    `insert into fleet.registration_pin (id, person_id, request_id, hash, state, created_at, expires_at)
      values (gen_random_uuid(), gen_random_uuid(), ${seededId('new', "'3'")}, '', 'open', $1, $1)`,
    [now],
  );
  await run(`update fleet.registration_pin set state = 'used'`);
  const accepted = `update credentials.request set state = 'activating', credential_id = gen_random_uuid() where id = `;
  await run(accepted + seededId('new', "'3'"));
  await run(`update credentials.request set state = 'activated' where id = ${seededId('new', "'3'")}`);
  await run(`update credentials.request set state = 'expired' where id = ${seededId('new', "'4'")}`);
  const { days } = (await read()).funnel;
  const today = days.at(-1);
  assert.ok(today && before);
  assert.equal(days.length, 30);
  assert.equal(today.day, '2026-11-22');
  const gained = (['requested', 'registered', 'accepted', 'activated'] as const).map(
    (step) => today[step] - before[step],
  );
  assert.deepEqual(gained, [3, 2, 1, 1]);
});

test('what the audit log has not chained yet is told, and since when', async () => {
  const { audit } = await read();
  assert.equal(audit.sealedPosition, 0);
  assert.ok(audit.unsealedSince);
});

test('mail that did not leave is counted', async () => {
  await run(
    `insert into notices.notice (id, person_id, kind, facts, created_at) values (gen_random_uuid(), gen_random_uuid(), 'invitation', '{}', $1)`,
    [world.clock.now()],
  );
  const { outbox } = await read();
  assert.deepEqual([outbox.undeliveredNotices, outbox.atLeast], [1, false]);
});

test('those who look within five seconds share one reading', async () => {
  const { at } = await read();
  world.clock.advance(seconds(4));
  assert.equal((await world.get<Dashboard>('/api/admin/dashboard')).body.at, at);
  world.clock.advance(seconds(2));
  assert.notEqual((await world.get<Dashboard>('/api/admin/dashboard')).body.at, at);
});

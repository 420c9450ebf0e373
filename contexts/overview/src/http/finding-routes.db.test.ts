import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DeviceRow, ListPage, Problem, SearchAnswer, TimelineItem, TimelinePage } from '@lanyard/contract';
import { executeSql, recordAudit, type AuditEntry } from '@lanyard/kernel';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { seedInstallation } from '../testing/seed.ts';
import { World } from '../testing/world.ts';

let world: World;
let device: DeviceRow;
let personId: string;

before(async () => {
  world = await World.open();
  const now = world.clock.now();
  const counts = { people: 60, devices: 60, certificates: 60, audit: 0 };
  await seedInstallation(world.db, { ...counts, authority: 'derived', der: await seedCertificate(now), now });
  const { body } = await world.get<ListPage<DeviceRow>>('/api/admin/devices?q=Phone 31');
  const [found] = body.items;
  assert.ok(found?.person);
  [device, personId] = [found, found.person.id];
});
after(() => world.close());

const search = async (q: string): Promise<SearchAnswer> =>
  (await world.get<SearchAnswer>(`/api/admin/search?q=${encodeURIComponent(q)}`)).body;

const happened = (entry: Omit<AuditEntry, 'actor' | 'outcome'> & Partial<AuditEntry>, minutesAgo: number) =>
  recordAudit(
    world.db.pool,
    { actor: { kind: 'device', deviceId: device.id, personId }, outcome: 'done', ...entry },
    new Date(world.clock.now().getTime() - minutesAgo * 60_000),
  );

test('a person is found by user name, e-mail or name, whatever the case', async () => {
  for (const q of ['PERSON.000031', 'person.000031@agency', 'given31 sur']) {
    const { hits } = await search(q);
    assert.deepEqual(
      hits.map(({ kind, link }) => [kind, link]),
      [['person', `/admin/people/${personId}`]],
      q,
    );
  }
});

test('a device is found by name and by id, and says whose it is', async () => {
  for (const q of ['phone 31', device.id]) {
    const [hit] = (await search(q)).hits;
    assert.equal(hit?.kind, 'device');
    assert.match(hit?.detail ?? '', /Surname31/);
  }
});

test('a serial number leads to its certificate, and that of a card to the card', async () => {
  const { rows } = await executeSql(world.db.pool, `select serial from issuer.certificate limit 1`);
  const { serial } = rows[0] as { serial: string };
  const [hit] = (await search(serial.toUpperCase().replace(/(..)(?=.)/g, '$1:'))).hits;
  assert.deepEqual([hit?.kind, hit?.link], ['certificate', `/admin/certificates?q=${serial}`]);
  const cards = await executeSql(world.db.pool, `select serial from credentials.primary_credential limit 1`);
  const card = cards.rows[0] as { serial: string };
  assert.equal((await search(card.serial)).hits[0]?.kind, 'card');
});

test('groups are found, and where there are more of a kind than are shown it is said', async () => {
  assert.equal((await search('group 7')).hits[0]?.title, 'Group 7');
  const { hits, more } = await search('person.');
  assert.equal(hits.filter(({ kind }) => kind === 'person').length, 5);
  assert.deepEqual(more, ['person']);
});

test('wild cards are looked for as they are', async () => {
  assert.deepEqual((await search('%')).hits, []);
  assert.deepEqual((await search('per_on')).hits, []);
});

test('the timeline tells what happened, why it matters and what helps, newest first', async () => {
  await happened({ act: 'request.created', personId, actor: { kind: 'person', personId } }, 30);
  await happened(
    {
      act: 'device.registered',
      outcome: 'refused',
      actor: { kind: 'stranger', source: '192.0.2.7' },
      details: { userName: 'Person.000031' },
    },
    25,
  );
  await happened({ act: 'request.activating', outcome: 'refused', personId, details: { triesLeft: 2 } }, 20);
  await executeSql(
    world.db.pool,
    `insert into notices.notice (id, person_id, kind, facts, created_at) values (gen_random_uuid(), $1, 'device.registered', '{}', $2)`,
    [personId, new Date(world.clock.now().getTime() - 15 * 60_000)],
  );
  const { body } = await world.get<TimelinePage>(`/api/admin/people/${personId}/timeline`);
  const shown = body.items.map(({ act, tone, by }) => [act, tone, by]);
  assert.deepEqual(shown, [
    ['device.registered', 'attention', 'the system (notices)'],
    ['request.activating', 'attention', 'a device of Given31 Surname31'],
    ['device.registered', 'attention', 'somebody unknown at 192.0.2.7'],
    ['request.created', 'good', 'Given31 Surname31'],
  ]);
  assert.match(body.items[1]?.sentence ?? '', /2 tries are left/);
  assert.match(body.items[1]?.cure ?? '', /More time/);
  assert.match(body.items[2]?.sentence ?? '', /could not be registered/);
});

test('a timeline is read to its end, page by page, without a row twice', async () => {
  for (let n = 12; n > 0; n--) {
    await happened({ act: 'session.opened', personId, actor: { kind: 'person', personId } }, 2 * n - 16);
    await executeSql(
      world.db.pool,
      `insert into notices.notice (id, person_id, kind, facts, created_at, delivered_at)
        values (gen_random_uuid(), $1, 'credential.bound', '{}', $2, $2)`,
      [personId, new Date(world.clock.now().getTime() - (2 * n - 17) * 60_000)],
    );
  }
  const all: TimelineItem[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { body }: { body: TimelinePage } = await world.get<TimelinePage>(
      `/api/admin/people/${personId}/timeline?limit=5${next === '' ? '' : `&after=${next}`}`,
    );
    all.push(...body.items);
    next = body.next;
  }
  assert.equal(all.length, 28);
  assert.equal(new Set(all.map(({ id }) => id)).size, 28);
  const times = all.map(({ at }) => at);
  assert.deepEqual(times, times.toSorted().toReversed());
});

test('a device has its own timeline', async () => {
  await happened({ act: 'vault.way-destroyed', personId, deviceId: device.id, details: { way: 'pin' } }, 1);
  const { body } = await world.get<TimelinePage>(`/api/admin/devices/${device.id}/timeline`);
  assert.equal(body.items[0]?.tone, 'ended');
  assert.match(body.items[0]?.sentence ?? '', /PIN was closed for good/);
});

test('timelines of nobody, and of people outside of the spaces of the caller, are not there', async () => {
  const nobody = '00000000-0000-4000-8000-0000000000ff';
  const { body } = await world.get<Problem>(`/api/admin/people/${nobody}/timeline`);
  assert.deepEqual([body.status, body.code], [404, 'not_found']);
  world.spaces = [nobody];
  try {
    assert.equal((await world.get(`/api/admin/people/${personId}/timeline`)).status, 404);
    assert.equal((await world.get(`/api/admin/devices/${device.id}/timeline`)).status, 404);
    assert.deepEqual((await search('person.000031')).hits, []);
  } finally {
    world.spaces = null;
  }
});

test('a program finds what its scopes let it read, whatever the roles of who made it', async () => {
  world.scopes = ['overview.read', 'devices.read'];
  try {
    assert.deepEqual((await search('person.000031')).hits, []);
    assert.equal((await search('Phone 31')).hits[0]?.kind, 'device');
  } finally {
    world.scopes = null;
  }
});

test('a cursor of another list is refused', async () => {
  const { body } = await world.get<Problem>(`/api/admin/people/${personId}/timeline?after=abc`);
  assert.equal(body.code, 'input_invalid');
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  AuditRow,
  CertificateRow,
  CredentialRow,
  DeviceRow,
  ListPage,
  PrimaryRow,
  Problem,
  RequestRow,
} from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { seedInstallation } from '../testing/seed.ts';
import { World } from '../testing/world.ts';

let world: World;
before(async () => {
  world = await World.open();
  const now = world.clock.now();
  const counts = { people: 200, devices: 240, certificates: 900, audit: 400 };
  await seedInstallation(world.db, { ...counts, authority: 'derived', der: await seedCertificate(now), now });
});
after(() => world.close());

/** Every row of a list, by walking its pages. */
async function walk<T>(path: string): Promise<T[]> {
  const all: T[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { status, body }: { status: number; body: ListPage<T> } = await world.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=37${after === '' ? '' : `&after=${after}`}`,
    );
    assert.equal(status, 200, JSON.stringify(body));
    all.push(...body.items);
    after = body.next;
  }
  return all;
}
const get = async <T>(path: string): Promise<ListPage<T>> => (await world.get<ListPage<T>>(path)).body;

const lists: readonly [string, number][] = [
  ['devices', 240],
  ['devices?sort=name', 240],
  ['devices?sort=-lastCheckInAt', 240],
  ['credentials', 300],
  ['credentials?sort=expiresAt', 300],
  ['requests', 300],
  ['primaries?sort=notAfter', 200],
  ['certificates', 900],
  ['audit', 400],
];
for (const [path, count] of lists)
  test(`/${path} shows every row once, however it is cut into pages`, async () => {
    const rows = await walk<{ id?: string; serial?: string }>(`/api/admin/${path}`);
    assert.equal(rows.length, count);
    assert.equal(new Set(rows.map((row) => row.id ?? row.serial)).size, count);
  });

test('a list is in the order that was asked for', async () => {
  const names = (await walk<DeviceRow>('/api/admin/devices?sort=-name')).map(({ name }) => name.toLowerCase());
  assert.deepEqual(names, names.toSorted().toReversed());
  const ends = (await walk<CredentialRow>('/api/admin/credentials?sort=expiresAt')).map(({ expiresAt }) => expiresAt);
  assert.deepEqual(ends, ends.toSorted());
});

test('rows say whose they are', async () => {
  const { items } = await get<DeviceRow>('/api/admin/devices?q=Phone 7');
  const device = items.find(({ name }) => name === 'Phone 7');
  assert.equal(device?.person?.userName, 'person.000007');
});

test('devices are found by name, by person, by state, platform, and by how long they are silent', async () => {
  const found = (await walk<DeviceRow>('/api/admin/devices?q=person.000012')).map(({ name }) => name);
  assert.deepEqual(found.toSorted(), ['Phone 12', 'Phone 212']);
  assert.equal((await get('/api/admin/devices?state=lost')).total.count, 4);
  const both = await walk<DeviceRow>('/api/admin/devices?platform=desktop,android');
  assert.deepEqual(new Set(both.map(({ platform }) => platform)), new Set(['desktop', 'android']));
  const before = new Date(world.clock.now().getTime() - 30 * 86_400_000).toISOString().slice(0, 10);
  for (const { state, lastCheckInAt } of await walk<DeviceRow>('/api/admin/devices?quietDays=30')) {
    assert.equal(state, 'active');
    assert.ok(lastCheckInAt === null || lastCheckInAt.slice(0, 10) < before, String(lastCheckInAt));
  }
});

test('credentials that end soon come first, and those that have ended are not among them', async () => {
  const rows = await walk<CredentialRow>('/api/admin/credentials?expiringDays=90');
  assert.ok(rows.length > 0);
  for (const { state, expiresAt } of rows) {
    assert.match(state, /^(active|suspended)$/);
    assert.ok(Date.parse(expiresAt) < world.clock.now().getTime() + 90 * 86_400_000);
  }
  assert.deepEqual(
    rows.map(({ expiresAt }) => expiresAt),
    rows.map(({ expiresAt }) => expiresAt).toSorted(),
  );
});

test('a certificate is found by the beginning of its serial number, with colons or as a decimal number', async () => {
  const [first] = (await get<CertificateRow>('/api/admin/certificates?limit=1')).items;
  assert.ok(first);
  const colons = first.serial.match(/../g)?.join(':').toUpperCase() ?? '';
  for (const q of [first.serial.slice(0, 10), colons, BigInt(`0x${first.serial}`).toString()]) {
    const { items } = await get<CertificateRow>(`/api/admin/certificates?q=${encodeURIComponent(q)}`);
    assert.ok(
      items.some(({ serial }) => serial === first.serial),
      q,
    );
  }
  assert.equal(first.subject, 'CN=Seed');
  assert.equal((await get('/api/admin/certificates?q=nothing')).total.count, 0);
});

test('certificates are told apart by what became of them', async () => {
  const revoked = await walk<CertificateRow>('/api/admin/certificates?status=revoked');
  assert.equal(revoked.length, 18);
  assert.ok(revoked.every(({ status, revocationReason }) => status === 'revoked' && revocationReason === 'superseded'));
  const good = await walk<CertificateRow>('/api/admin/certificates?status=good');
  const expired = await walk<CertificateRow>('/api/admin/certificates?status=expired');
  assert.equal(good.length + expired.length + revoked.length, 900);
});

test('requests and cards are found by person and state', async () => {
  const [request] = (await get<RequestRow>('/api/admin/requests?state=expired&limit=1')).items;
  assert.equal(request?.state, 'expired');
  const theirs = await get<RequestRow>(`/api/admin/requests?person=${request?.person?.id}`);
  assert.ok(theirs.items.some(({ id }) => id === request?.id));
  const cards = await get<PrimaryRow>('/api/admin/primaries?status=revoked');
  assert.equal(cards.total.count, 2);
});

test('the audit log is found by act, outcome, actor and time', async () => {
  const acts = await walk<AuditRow>('/api/admin/audit?act=request.');
  assert.equal(acts.length, 100);
  assert.ok(acts.every(({ act, sentence }) => act === 'request.created' && sentence !== act));
  assert.equal((await get('/api/admin/audit?outcome=refused')).total.count, 4);
  const year = (n: number) => new Date(world.clock.now().getTime() - n * 365 * 86_400_000).toISOString();
  const between = await walk<AuditRow>(`/api/admin/audit?from=${year(2)}&to=${year(1)}`);
  assert.ok(between.length > 100 && between.every(({ at }) => at >= year(2) && at < year(1)));
  const [{ actor } = { actor: undefined }] = between;
  assert.match(actor?.label ?? '', /^Given/);
  const by = await walk<AuditRow>(`/api/admin/audit?actor=${actor?.personId}`);
  assert.ok(by.length > 0 && by.every((row) => row.actor.personId === actor?.personId));
});

test('a list is exported whole, and no cell of it is a formula', async () => {
  await executeSql(world.db.pool, `update fleet.device set name = '=cmd()' where name = 'Phone 9'`);
  const { text, headers } = await world.get('/api/admin/devices?platform=android&limit=2', { accept: 'text/csv' });
  assert.match(String(headers['content-type']), /^text\/csv/);
  assert.match(String(headers['content-disposition']), /devices-2026-11-22\.csv/);
  const lines = text.trim().split('\r\n');
  assert.equal(lines[0]?.startsWith('id,name,platform'), true);
  assert.equal(lines.length - 1, (await get('/api/admin/devices?platform=android')).total.count);
  assert.match(text, /,'=cmd\(\),/);
});

test('an unknown column, a strange cursor and one of another order are refused', async () => {
  const { next } = await get('/api/admin/devices?limit=1');
  const made = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const refused = [
    'sort=shoeSize',
    'sort=constructor',
    'after=xyz',
    `sort=name&after=${next}`,
    `after=${made('-registeredAt', 'yesterday', 'x')}`,
  ];
  for (const query of refused) {
    const { status, body } = await world.get<Problem>(`/api/admin/devices?${query}`);
    assert.deepEqual([status, body.code], [400, 'input_invalid'], query);
  }
});

test('an administrator of a space sees what is on its devices, and nothing else', async () => {
  const space = '00000000-0000-4000-8000-000000000002';
  await executeSql(world.db.pool, `insert into fleet.space (id, name, rank, rule) values ($1, 'Field', 1, '{}')`, [
    space,
  ]);
  await executeSql(world.db.pool, `update fleet.device set space_id = $1 where name in ('Phone 3', 'Phone 4')`, [
    space,
  ]);
  world.spaces = [space];
  try {
    const devices = (await walk<DeviceRow>('/api/admin/devices')).map(({ name }) => name);
    assert.deepEqual(devices.toSorted(), ['Phone 3', 'Phone 4']);
    for (const list of ['credentials', 'requests', 'primaries', 'certificates']) {
      const rows = await walk<{ person: { userName: string } | null }>(`/api/admin/${list}`);
      assert.ok(rows.length > 0, list);
      assert.ok(
        rows.every(({ person }) => /^person\.00000[34]$/.test(person?.userName ?? '')),
        list,
      );
    }
  } finally {
    world.spaces = null;
  }
});

test('a help desk reads devices and not the audit log', async () => {
  world.role = 'help-desk';
  try {
    assert.equal((await world.get('/api/admin/devices')).status, 200);
    assert.equal((await world.get('/api/admin/audit')).status, 403);
  } finally {
    world.role = 'administrator';
  }
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { PersonSettings, SettingHistoryEntry, SettingList, SettingPreview, SettingView } from '@lanyard/contract';
import { executeSql, ManualClock, openDb, systemRandom, type Db } from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { createDirectory, type Directory } from '../index.ts';
import { AdminDesk } from '../testing/admin-desk.ts';

let database: TestDatabase;
let db: Db;
let directory: Directory;
let desk: AdminDesk;
const sent: object[] = [];
const outbox = { send: async (_tx: unknown, _queue: string, data: object) => void sent.push(data) };

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  directory = createDirectory({ db, clock: new ManualClock(), random: systemRandom, outbox });
  desk = await AdminDesk.open((app) => directory.routes.settings(app));
});
after(async () => {
  await desk[Symbol.asyncDispose]();
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await executeSql(db.pool, 'delete from directory.setting');
  sent.length = 0;
});

let counter = 0;
const group = async (name: string): Promise<string> => db.tx((tx) => directory.addGroup(tx, `${name} ${++counter}`));
async function person(...groups: string[]): Promise<string> {
  const n = ++counter;
  const { id } = await db.tx((tx) =>
    directory.addPerson(tx, {
      userName: `ada${n}`,
      upn: `ada${n}@agency.example`,
      email: `ada${n}@agency.example`,
      displayName: `Ada ${n}`,
      givenName: 'Ada',
      surname: `${n}`,
    }),
  );
  for (const groupId of groups) await db.tx((tx) => directory.addToGroup(tx, groupId, id));
  return id;
}
const list = async (kind: string): Promise<SettingView[]> =>
  (await desk.call<SettingList>('GET', `/settings/${kind}`)).body.items;
async function made(kind: string, name: string, groups: string[], value: object = {}): Promise<SettingView> {
  const { status, body } = await desk.call<SettingView>('POST', `/settings/${kind}`, { body: { name, groups, value } });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}
const names = (items: readonly SettingView[]): string[] => items.map(({ name }) => name);
const codeOf = ({ body }: { body: object }): unknown => (body as { code?: unknown }).code;

test('ADM-025, ADM-039 the default is edited without a name or groups and holds for everybody whom no group setting covers', async () => {
  const [staff, visitors] = [await group('Staff'), await group('Visitors')];
  const [covered, other] = [await person(staff), await person(visitors)];
  await made('device_registration', 'Staff phones', [staff], { pinLength: 12 });
  const { status, body } = await desk.call<SettingView>('PUT', '/settings/device_registration/default', {
    body: { value: { pinLength: 10 } },
    version: 0,
  });
  assert.deepEqual([status, body.isDefault, body.groups, body.version], [200, true, [], 1]);
  const lengthOf = async (id: string) => (await directory.setting(id, 'device_registration')).value.pinLength;
  assert.deepEqual([await lengthOf(covered), await lengthOf(other)], [12, 10]);
});

test('ADM-023, ADM-038 a group setting has a name and holds for every user group that was chosen', async () => {
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  const setting = await made('portal_authentication', 'Card holders', [staff, pilots], {});
  assert.deepEqual(setting.groups.map(({ id }) => id).toSorted(), [staff, pilots].toSorted());
  for (const id of [await person(staff), await person(pilots)])
    assert.equal((await directory.setting(id, 'portal_authentication')).from, 'Card holders');
});

test('a group setting without user groups, or with one that is not there, is refused', async () => {
  const answer = await desk.call('POST', '/settings/wallet', { body: { name: 'Nobody', groups: [], value: {} } });
  assert.equal(answer.status, 400);
  const unknown = await desk.call('POST', '/settings/wallet', {
    body: { name: 'Nobody', groups: ['00000000-0000-4000-8000-0000000000ff'], value: {} },
  });
  assert.match(JSON.stringify(unknown.body), /no such user group/);
});

test('settings are tried in their order, and one that is moved up wins from then on', async () => {
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  const id = await person(staff, pilots);
  await made('wallet', 'First', [staff]);
  const second = await made('wallet', 'Second', [pilots]);
  assert.equal((await directory.setting(id, 'wallet')).from, 'First');
  const preview = await desk.call<SettingPreview>('POST', `/settings/wallet/${second.id}/move/preview`, {
    body: { direction: 'up' },
    version: 1,
  });
  assert.equal(preview.body.affected, 0, 'both have the same value, so nobody has another');
  const moved = await desk.call<SettingList>('POST', `/settings/wallet/${second.id}/move`, {
    body: { direction: 'up' },
    version: 1,
  });
  assert.deepEqual(names(moved.body.items), ['Second', 'First', 'Built-in']);
  assert.equal((await directory.setting(id, 'wallet')).from, 'Second');
});

test('a change names the version it was made on; the second of two is told who changed it when', async () => {
  desk.personId = await person();
  const change = (version: number) =>
    desk.call('PUT', '/settings/wallet/default', { body: { value: { vaultTries: 5 } }, version });
  assert.equal((await change(0)).status, 200);
  const late = await change(0);
  assert.equal(late.status, 409);
  const { details } = late.body as { details: { version: number; changedBy: string; changedAt: string } };
  assert.deepEqual([details.version, details.changedBy.startsWith('Ada'), Boolean(details.changedAt)], [1, true, true]);
  const without = await desk.call('PUT', '/settings/wallet/default', { body: { value: {} } });
  assert.deepEqual([without.status, codeOf(without)], [400, 'input_invalid']);
});

test('a value outside its limits is refused by the path of its field', async () => {
  const answer = await desk.call('PUT', '/settings/device_registration/default', {
    body: { value: { minimumVersion: { ios: 'new' } } },
    version: 0,
  });
  const { details } = answer.body as { details: { fields: { field: string }[] } };
  assert.deepEqual([answer.status, details.fields[0]?.field], [400, 'value.minimumVersion.ios']);
});

test('ADM-020 Entrust with registration by PIN turned off is not saved, from either side', async () => {
  const portal = {
    anchors: [],
    provider: 'entrust',
    type: 'Certificate',
    selfServiceModuleUrl: 'https://ssm.example:8448/SelfService',
  };
  const off = { type: 'Off' };
  await db.tx((tx) =>
    directory.putSetting(tx, { kind: 'portal_authentication', groupId: null, rank: 0, value: portal }),
  );
  const refused = await desk.call('PUT', '/settings/device_registration/default', { body: { value: off }, version: 0 });
  assert.deepEqual([refused.status, codeOf(refused)], [409, 'setting_contradiction']);
  assert.match(JSON.stringify(refused.body), /registration_pin_off/);
});

test('deleting the default falls back to what is built in, and it can be put back from the history', async () => {
  await desk.call('PUT', '/settings/wallet/default', { body: { value: { vaultTries: 4 } }, version: 0 });
  await desk.call('PUT', '/settings/wallet/default', { body: { value: { vaultTries: 6 } }, version: 1 });
  assert.equal((await desk.call('DELETE', '/settings/wallet/default', { version: 2 })).status, 204);
  assert.deepEqual(names(await list('wallet')), ['Built-in']);
  const { body } = await desk.call<{ items: SettingHistoryEntry[] }>('GET', '/settings/wallet/history');
  const tries = (value: unknown) => (value as { vaultTries?: number } | null)?.vaultTries ?? null;
  assert.deepEqual(
    body.items.slice(0, 3).map(({ act, value, before: was }) => [act, tries(value), tries(was)]),
    [
      ['deleted', 6, 6],
      ['changed', 6, 4],
      ['made', 4, null],
    ],
  );
  const back = await desk.call<SettingView>('POST', `/settings/wallet/history/${body.items[2]?.id}/put-back`, {
    version: 0,
  });
  assert.deepEqual([back.status, tries(back.body.value)], [200, 4]);
});

test('a deleted group setting comes back with its name, its groups that are left, and its own id', async () => {
  const staff = await group('Staff');
  const setting = await made('wallet', 'Field work', [staff], { vaultTries: 3 });
  await desk.call('DELETE', `/settings/wallet/${setting.id}`, { version: 1 });
  const { body } = await desk.call<{ items: SettingHistoryEntry[] }>(
    'GET',
    `/settings/wallet/history?setting=${setting.id}`,
  );
  const back = await desk.call<SettingView>('POST', `/settings/wallet/history/${body.items[0]?.id}/put-back`, {
    version: 0,
  });
  assert.deepEqual([back.body.id, back.body.name, back.body.groups.length], [setting.id, 'Field work', 1]);
});

test('every change is audited and sends its job once, in its own transaction; a refused one leaves nothing', async () => {
  const staff = await group('Staff');
  sent.length = 0;
  const setting = await made('wallet', 'Audited', [staff]);
  await desk.call('POST', '/settings/wallet', { body: { name: 'audited', groups: [staff], value: {} } });
  assert.deepEqual(sent, [{ kind: 'wallet' }], 'the second has the name of the first');
  const { rows } = await executeSql(
    db.pool,
    `select details ->> 'act' as act, actor ->> 'kind' as kind from kernel.audit where object = $1`,
    [setting.id],
  );
  assert.deepEqual(rows, [{ act: 'made', kind: 'person' }]);
});

test('a preview counts and names who has another value, and changes nothing', async () => {
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  const [one] = [await person(staff), await person(staff, pilots), await person(pilots)];
  await made('device_registration', 'Pilots', [pilots], { pinLength: 9 });
  const body = { name: 'Staff', groups: [staff], value: { pinLength: 6 } };
  const answer = await desk.call<SettingPreview>('POST', '/settings/device_registration/preview', { body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.deepEqual(
    [answer.body.affected, answer.body.people[0]?.id],
    [1, one],
    'the other of Staff has that of Pilots',
  );
  assert.deepEqual(answer.body.moves, [{ from: 'Built-in', to: 'Staff', people: 1 }]);
  assert.ok(answer.body.warnings.some(({ code }) => code === 'registration_pin_short'));
  assert.deepEqual(names(await list('device_registration')), ['Pilots', 'Built-in']);
});

test('for any person the winner of every kind is told and why, and why the others lost', async () => {
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  const id = await person(pilots);
  await made('wallet', 'For staff', [staff]);
  await made('wallet', 'For pilots', [pilots]);
  await desk.call('PUT', '/settings/wallet/default', { body: { value: {} }, version: 0 });
  const { body } = await desk.call<PersonSettings>('GET', `/people/${id}/settings`);
  const wallet = body.items.find(({ kind }) => kind === 'wallet');
  assert.equal(wallet?.winner.name, 'For pilots');
  assert.match(wallet?.winner.why ?? '', /In the user group "Pilots/);
  assert.deepEqual(
    wallet?.losers.map(({ name, why }) => [name, why]),
    [
      ['For staff', 'Not in any of its user groups.'],
      ['Default', '"For pilots" is tried first.'],
    ],
  );
  assert.equal((await desk.call('GET', '/people/00000000-0000-4000-8000-0000000000ff/settings')).status, 404);
});

test('a provider of another vendor is chosen only while it is there; one that is gone keeps nothing else from being changed', async () => {
  const OTHER = '00000000-0000-4000-8000-0000000000cc';
  let isThere = false;
  const asking = createDirectory({
    db,
    clock: new ManualClock(),
    random: systemRandom,
    outbox,
    hasOtherProvider: async (id) => isThere && id === OTHER,
  });
  await using asked = await AdminDesk.open((app) => asking.routes.settings(app));
  const put = (version: number, more: object = {}) =>
    asked.call('PUT', '/settings/portal_authentication/default', {
      body: { value: { provider: 'other', otherProviderId: OTHER, ...more } },
      version,
    });
  const refused = await put(0);
  assert.deepEqual([refused.status, /value.otherProviderId/.test(JSON.stringify(refused.body))], [400, true]);
  isThere = true;
  assert.equal((await put(0)).status, 200);
  isThere = false;
  assert.equal((await put(1, { sessionMinutes: 30 })).status, 200);
});

test('branding is one for everybody', async () => {
  const staff = await group('Staff');
  const answer = await desk.call('POST', '/settings/branding', { body: { name: 'Own', groups: [staff], value: {} } });
  assert.deepEqual([answer.status, codeOf(answer)], [409, 'setting_for_everybody']);
});

test('a lock-out among more people than there is time for is told of those who were looked at, and says so', async () => {
  const clock = new ManualClock();
  await executeSql(
    db.pool,
    `insert into directory.person (id, user_name, upn, email, display_name, given_name, surname, state, created_at, state_since)
     select gen_random_uuid(), 'many' || i, 'many' || i || '@agency.example', 'many@agency.example', 'Many', 'M', 'Any', 'active', now(), now()
     from generate_series(1, 500) i`,
  );
  const slow = createDirectory({
    db,
    clock,
    random: systemRandom,
    outbox,
    cards: {
      judge: async (questions) => {
        clock.advance(3_000);
        return questions.map(() => ({ before: null, after: 'certificate_not_trusted' as const }));
      },
    },
  });
  await using hurried = await AdminDesk.open((app) => slow.routes.settings(app));
  const { body } = await hurried.call<SettingPreview>('POST', '/settings/portal_authentication/default/preview', {
    body: { value: { type: 'None' } },
    version: 0,
  });
  const { lockOut } = body;
  assert.deepEqual([lockOut?.checked, lockOut?.lockedOut, lockOut?.sampled], [400, 400, true]);
  assert.ok((lockOut?.of ?? 0) >= 500);
  assert.equal(lockOut?.people.length, 50);
});

test('no group setting is called like the default', async () => {
  const staff = await group('Staff');
  const { body, status } = await desk.call('POST', '/settings/wallet', {
    body: { name: 'Default', groups: [staff], value: {} },
  });
  assert.deepEqual([status, /what the default is called/.test(JSON.stringify(body))], [400, true]);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ListPage, PersonDetail, PersonRow } from '@lanyard/contract';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';

let app: AdminApp;
before(async () => {
  app = await openAdminApp({ belongings: () => Promise.resolve({ devices: 2, credentials: 1 }) });
});
after(() => app.close());

let counter = 0;
const facts = (over: object = {}) => {
  const n = ++counter;
  const name = { givenName: 'Ada', surname: `Vega${n}`, displayName: `Ada Vega${n}` };
  return { userName: `ada${n}`, upn: `ada${n}@agency.example`, email: `ada${n}@mail.example`, ...name, ...over };
};
const add = async (over: object = {}) => (await app.call<PersonDetail>('POST', '/api/admin/people', facts(over))).body;
const edit = (person: PersonDetail, change: object, version = person.version) =>
  app.call<PersonDetail>('PATCH', `/api/admin/people/${person.id}`, change, { 'if-match': `"${version}"` });
const state = (person: { id: string; version: number }, to: string) =>
  app.call<PersonDetail>(
    'POST',
    `/api/admin/people/${person.id}/state`,
    { state: to, reason: 'left the agency' },
    { 'if-match': `"${person.version}"` },
  );

test('a person added by hand is shown with where they come from, their groups and a version', async () => {
  const person = await add();
  const group = await app.call<{ id: string }>('POST', '/api/admin/groups', { name: `Staff ${person.userName}` });
  await app.call('POST', `/api/admin/groups/${group.body.id}/members`, { add: [person.id] });
  const { body, headers } = await app.call<PersonDetail>('GET', `/api/admin/people/${person.id}`);
  assert.equal(body.origin, 'hand');
  assert.equal(body.state, 'active');
  assert.deepEqual(
    body.groups.map(({ name }) => name),
    [`Staff ${person.userName}`],
  );
  assert.equal(headers['etag'], '"1"');
});

test('a change names the version it was made on: the second of two is told who was first', async () => {
  const person = await add();
  const first = await edit(person, { displayName: 'Ada the First' });
  assert.equal(first.status, 200);
  assert.equal(first.body.version, 2);
  const second = await edit(person, { displayName: 'Ada the Second' });
  assert.equal(second.status, 409);
  assert.equal(second.problem.code, 'conflict');
  assert.equal(second.problem.details?.['version'], 2);
  assert.deepEqual(
    (second.problem.details?.['changedBy'] as { personId: string } | undefined)?.personId,
    app.admin.personId,
  );
  const none = await app.call('PATCH', `/api/admin/people/${person.id}`, { displayName: 'x' });
  assert.equal(none.problem.code, 'input_invalid');
});

test('another UPN says before it is saved that cards with the old one no longer match', async () => {
  const person = await add();
  const { body } = await app.call<{ consequences: { code: string; count: number }[] }>(
    'POST',
    `/api/admin/people/${person.id}/preview`,
    { upn: 'new@agency.example' },
  );
  assert.deepEqual(
    body.consequences.map(({ code }) => code),
    ['cards_no_longer_match', 'credentials_keep_old_names'],
  );
  assert.equal((await app.call<PersonDetail>('GET', `/api/admin/people/${person.id}`)).body.upn, person.upn);
});

test('suspending and taking back send their jobs; the reason stays with the person', async () => {
  const person = await add();
  app.sent.length = 0;
  const suspended = await state(person, 'suspended');
  assert.equal(suspended.body.stateReason, 'left the agency');
  assert.equal((await state(suspended.body, 'active')).body.state, 'active');
  assert.deepEqual(
    app.sent.map(({ queue }) => queue),
    ['directory.person-suspended', 'directory.person-resumed'],
  );
});

test('terminating says what is revoked for good before it is done', async () => {
  const person = await add();
  const preview = (to: string) =>
    app.call<{ consequences: { code: string; count: number }[] }>(
      'POST',
      `/api/admin/people/${person.id}/state/preview`,
      { state: to },
    );
  assert.deepEqual(
    (await preview('terminated')).body.consequences.map(({ code, count }) => [code, count]),
    [
      ['sessions_end', 1],
      ['credentials_revoked', 1],
      ['devices_locked_out', 2],
    ],
  );
  assert.equal((await state(person, 'terminated')).status, 200);
  assert.deepEqual(
    (await preview('active')).body.consequences.map(({ code }) => code),
    ['credentials_not_restored'],
  );
});

test('the last active administrator is neither suspended nor terminated', async () => {
  const boss = await add();
  await app.giveRole(boss.id, 'administrator');
  assert.equal((await state(boss, 'terminated')).problem.code, 'last_administrator');
  const other = await add();
  await app.giveRole(other.id, 'administrator');
  const ended = await state(boss, 'suspended');
  assert.equal(ended.status, 200);
  assert.equal((await state(other, 'suspended')).problem.code, 'last_administrator');
});

test('a help desk cannot give somebody with a role another UPN, and so sign in as them', async () => {
  const officer = await add();
  await app.giveRole(officer.id, 'security-officer');
  app.actAs(['help-desk']);
  const refused = await edit(officer, { upn: 'mine@agency.example' });
  assert.equal(refused.status, 403);
  assert.equal(refused.problem.code, 'permission_denied');
  assert.equal((await edit(officer, { displayName: 'Officer' })).status, 200);
  app.actAs(['administrator']);
});

test('a name that belongs to somebody else is refused by its field', async () => {
  const [one, two] = [await add(), await add()];
  const taken = await edit(one, { upn: two.upn.toUpperCase() });
  assert.deepEqual([taken.problem.code, taken.problem.details?.['field']], ['conflict', 'upn']);
});

test('people are found by the beginnings of their names, sorted and paged without a gap', async () => {
  for (const n of [1, 2, 3, 4, 5]) await add({ surname: 'Quorum', givenName: `Zed${n}`, userName: `quorum${n}` });
  const found: string[] = [];
  let after = '';
  for (let page = 0; page < 4; page++) {
    const { body } = await app.call<ListPage<PersonRow>>(
      'GET',
      `/api/admin/people?q=quor%20zed&sort=-givenName&limit=2${after && `&after=${after}`}`,
    );
    assert.deepEqual(body.total, { count: 5, atLeast: false });
    found.push(...body.items.map(({ givenName }) => givenName));
    if (body.next === null) break;
    after = body.next;
  }
  assert.deepEqual(found, ['Zed5', 'Zed4', 'Zed3', 'Zed2', 'Zed1']);
  const { body } = await app.call<ListPage<PersonRow>>('GET', '/api/admin/people?q=uorum');
  assert.deepEqual(body.items, []);
});

test('the list filters by state, origin and group', async () => {
  const person = await add({ surname: 'Filterable' });
  await state(person, 'suspended');
  const list = async (query: string) =>
    (await app.call<ListPage<PersonRow>>('GET', `/api/admin/people?q=filterable&${query}`)).body.items.length;
  assert.equal(await list('state=suspended'), 1);
  assert.equal(await list('state=active'), 0);
  assert.equal(await list('origin=hand'), 1);
  assert.equal(await list('origin=ldap'), 0);
  assert.equal(await list('group=00000000-0000-4000-8000-000000000000'), 0);
});

test('the list as CSV comes at the same address, and runs no formula in a spreadsheet', async () => {
  await add({ userName: 'csvperson', displayName: '=HYPERLINK("x"), Csv' });
  const { text, headers } = await app.call('GET', '/api/admin/people?q=csvperson', undefined, { accept: 'text/csv' });
  assert.match(String(headers['content-type']), /^text\/csv/);
  const [head, line] = text.split('\r\n');
  assert.equal(head, 'userName,upn,email,displayName,givenName,surname,state,groups,origin');
  assert.match(line ?? '', /"'=HYPERLINK\(""x""\), Csv"/);
});

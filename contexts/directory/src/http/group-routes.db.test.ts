import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GroupDetail, GroupRow, GroupUse, ListPage, PersonDetail, PersonRow } from '@lanyard/contract';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';

let app: AdminApp;
const uses: GroupUse[] = [];
before(async () => {
  app = await openAdminApp({ groupUses: () => Promise.resolve(uses) });
});
after(() => app.close());

let counter = 0;
const add = async (name = `Group ${++counter}`) =>
  (await app.call<GroupDetail>('POST', '/api/admin/groups', { name })).body;
const look = async (id: string) => (await app.call<GroupDetail>('GET', `/api/admin/groups/${id}`)).body;
async function person(): Promise<string> {
  const n = ++counter;
  const names = { displayName: `P ${n}`, givenName: 'P', surname: `N${n}` };
  const facts = { userName: `p${n}`, upn: `p${n}@agency.example`, email: `p${n}@agency.example`, ...names };
  return (await app.call<PersonDetail>('POST', '/api/admin/people', facts)).body.id;
}
const change = (id: string, body: object) =>
  app.call<{ added: number; removed: number; unknown: string[] }>('POST', `/api/admin/groups/${id}/members`, body);

test('a user group is added, shown with how many are in it, and listed by name', async () => {
  const group = await add('Smart card holders');
  await change(group.id, { add: [await person(), await person()] });
  assert.deepEqual((await look(group.id)).members, { count: 2, atLeast: false });
  const { body } = await app.call<ListPage<GroupRow>>('GET', '/api/admin/groups?q=card');
  assert.deepEqual(
    body.items.map(({ name }) => name),
    ['Smart card holders'],
  );
  const members = await app.call<ListPage<PersonRow>>('GET', `/api/admin/groups/${group.id}/members?limit=1`);
  assert.deepEqual([members.body.items.length, members.body.total.count], [1, 2]);
  assert.equal(
    (await app.call('POST', '/api/admin/groups', { name: 'SMART CARD HOLDERS' })).problem.details?.['field'],
    'name',
  );
});

test('many people join and leave in one call; those who are not known are named', async () => {
  const group = await add();
  const people = await Promise.all(Array.from({ length: 60 }, person));
  app.sent.length = 0;
  const stranger = '00000000-0000-4000-8000-000000000000';
  const { body } = await change(group.id, { add: [...people, stranger] });
  assert.deepEqual(body, { added: 60, removed: 0, unknown: [stranger] });
  assert.deepEqual(
    app.sent.map(({ queue }) => queue),
    ['directory.announce'],
    'more than fifty are told of by a job of their own',
  );
  await app.runJobs();
  assert.deepEqual(
    app.sent.map(({ queue, data }) => `${queue} ${String(data['personId'])}`).sort(),
    people.map((id) => `directory.setting-changed ${id}`).sort(),
  );
  app.sent.length = 0;
  assert.deepEqual((await change(group.id, { add: people.slice(0, 2), remove: people.slice(2, 4) })).body, {
    added: 0,
    removed: 2,
    unknown: [],
  });
  assert.equal(app.sent.length, 2, 'who was in it already is not told');
  assert.equal((await change(group.id, { add: Array.from({ length: 1_001 }, () => stranger) })).status, 400);
});

test('a group that something refers to is not deleted, and what refers to it is named', async () => {
  const group = await add();
  await app.db.tx((tx) => app.directory.putSetting(tx, { kind: 'wallet', groupId: group.id, rank: 1, value: {} }));
  uses.push({ kind: 'space', id: 's1', name: 'North' });
  const remove = async () =>
    app.call('DELETE', `/api/admin/groups/${group.id}`, undefined, {
      'if-match': `"${(await look(group.id)).version}"`,
    });
  const refused = await remove();
  assert.equal(refused.problem.code, 'group_in_use');
  assert.deepEqual(
    ((refused.problem.details?.['uses'] ?? []) as GroupUse[]).map(({ kind, name }) => [kind, name]),
    [
      ['setting', `wallet: ${group.name}`],
      ['space', 'North'],
    ],
  );
  const preview = () => app.call<{ allowed: boolean }>('POST', `/api/admin/groups/${group.id}/deletion/preview`);
  assert.equal((await preview()).body.allowed, false);
  uses.length = 0;
  await app.sql(
    'delete from directory.setting where id in (select setting_id from directory.setting_group where group_id = $1)',
    [group.id],
  );
  assert.equal((await preview()).body.allowed, true);
  assert.equal((await remove()).status, 204);
  assert.equal((await app.call('GET', `/api/admin/groups/${group.id}`)).status, 404);
});

test('groups, and the members of one, come as CSV at the same address', async () => {
  const group = await add('Exported, with a comma');
  await change(group.id, { add: [await person()] });
  const csv = async (path: string) =>
    (await app.call('GET', path, undefined, { accept: 'text/csv' })).text.split('\r\n');
  assert.match((await csv('/api/admin/groups?q=exported'))[1] ?? '', /^"Exported, with a comma",1,hand,/);
  assert.equal((await csv(`/api/admin/groups/${group.id}/members`)).length, 3);
});

test('a group is renamed on the version that was seen', async () => {
  const group = await add();
  const rename = (name: string) =>
    app.call<GroupDetail>('PATCH', `/api/admin/groups/${group.id}`, { name }, { 'if-match': `"${group.version}"` });
  assert.equal((await rename('Once')).body.version, group.version + 1);
  assert.equal((await rename('Twice')).problem.code, 'conflict');
});

test('who may only read people changes no group', async () => {
  const group = await add();
  app.actAs(['auditor']);
  assert.equal((await change(group.id, { add: [] })).problem.code, 'permission_denied');
  assert.equal((await app.call('GET', '/api/admin/groups')).status, 200);
  app.actAs(['administrator']);
});

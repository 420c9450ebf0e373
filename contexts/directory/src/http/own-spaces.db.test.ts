// What somebody who administers some spaces sees of the directory: the people who have a device there, and no lists of others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GroupDetail, ListPage, PersonDetail, PersonRow } from '@lanyard/contract';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';

const NORTH = '00000000-0000-4000-8000-000000000001';
const inNorth: string[] = [];
let app: AdminApp;
let mine: PersonDetail;
let other: PersonDetail;
let group: GroupDetail;

before(async () => {
  const peopleIn = async (spaces: readonly string[]) => (spaces.includes(NORTH) ? inNorth : []);
  app = await openAdminApp({ peopleIn }, (directory, http) => {
    directory.routes.people(http);
    directory.routes.scim(http);
  });
  [mine, other] = [await person('mine'), await person('other')];
  inNorth.push(mine.id);
  group = (await app.call<GroupDetail>('POST', '/api/admin/groups', { name: 'Both' })).body;
  await app.call('POST', `/api/admin/groups/${group.id}/members`, { add: [mine.id, other.id] });
  app.actAs(['space-administrator'], 'session', [NORTH]);
});
after(() => app.close());

async function person(name: string): Promise<PersonDetail> {
  const address = `${name}@agency.example`;
  const facts = { userName: name, upn: address, email: address, displayName: name, givenName: 'N', surname: name };
  return (await app.call<PersonDetail>('POST', '/api/admin/people', facts)).body;
}

const names = async (url: string) => {
  const { body } = await app.call<ListPage<PersonRow>>('GET', url);
  return [body.items.map(({ userName }) => userName), body.total.count];
};

test('lists of people, and of the members of a group, have those of the own spaces alone, as CSV too', async () => {
  assert.deepEqual(await names('/api/admin/people'), [['mine'], 1]);
  assert.deepEqual(await names(`/api/admin/groups/${group.id}/members`), [['mine'], 1]);
  for (const url of ['/api/admin/people', `/api/admin/groups/${group.id}/members`])
    assert.doesNotMatch((await app.call('GET', url, undefined, { accept: 'text/csv' })).text, /other/);
  app.actAs(['space-administrator'], 'session', []);
  assert.deepEqual(await names('/api/admin/people'), [[], 0]);
  app.actAs(['space-administrator'], 'session', [NORTH]);
});

test('a person without a device in the own spaces is not there, and no preview tells of them', async () => {
  assert.equal((await app.call('GET', `/api/admin/people/${mine.id}`)).status, 200);
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['POST', '/preview', { upn: 'x@agency.example' }],
    ['POST', '/state/preview', { state: 'suspended' }],
  ] as const)
    assert.equal((await app.call(method, `/api/admin/people/${other.id}${path}`, body)).problem.code, 'not_found');
});

test('what files and directories brought, and SCIM, are for whoever has all spaces', async () => {
  const nobody = '00000000-0000-4000-8000-0000000000ff';
  for (const url of ['', `/${nobody}`, `/${nobody}/lines`])
    assert.equal((await app.call('GET', `/api/admin/intakes${url}`)).problem.code, 'permission_denied', url);
  for (const url of ['/Users', `/Users/${other.id}`, '/Groups', `/Groups/${group.id}`])
    assert.equal((await app.call('GET', `/scim/v2${url}`)).status, 403, url);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PersonDetail } from '@lanyard/contract';
import { EXTENSION, PATCH, USER } from '../scim/schemas.ts';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';

interface User {
  id: string;
  userName: string;
  active: boolean;
  externalId?: string;
  displayName: string;
  groups: { display: string }[];
  meta: { version: string; location: string };
  [EXTENSION]: { userPrincipalName: string };
}
interface Group {
  id: string;
  displayName: string;
  members?: { value: string }[];
}
interface List<T> {
  totalResults: number;
  Resources: T[];
  startIndex?: number;
  nextCursor?: string;
}
interface Refusal {
  status: string;
  scimType?: string;
  detail: string;
}

let app: AdminApp;
before(async () => {
  app = await openAdminApp({}, (directory, http) => {
    directory.routes.scim(http);
    directory.routes.people(http);
  });
  app.actAs(['administrator'], 'token');
});
after(() => app.close());

const scim = <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  app.call<T>(
    method,
    `/scim/v2${path}`,
    body,
    body === undefined ? headers : { 'content-type': 'application/scim+json', ...headers },
  );
let counter = 0;
const resource = (over: object = {}) => {
  const n = ++counter;
  const name = { givenName: 'Ada', familyName: `Vega${n}` };
  const emails = [{ value: `ada${n}@mail.example`, type: 'work', primary: true }];
  return {
    schemas: [USER],
    externalId: `ext-${n}`,
    userName: `ada${n}@agency.example`,
    name,
    emails,
    active: true,
    ...over,
  };
};
const create = async (over: object = {}) => {
  const { status, body, text } = await scim<User>('POST', '/Users', resource(over));
  assert.equal(status, 201, text);
  return body;
};
const patch = (path: string, ...Operations: object[]) => scim<User>('PATCH', path, { schemas: [PATCH], Operations });
const refusal = async (answer: Promise<{ body: unknown; status: number }>) => {
  const { body, status } = await answer;
  const { scimType, status: said } = body as Refusal;
  assert.equal(said, String(status));
  return [status, scimType ?? null];
};

test('a person that an identity provider creates is found again by what it knows', async () => {
  const made = await create();
  assert.equal(made[EXTENSION].userPrincipalName, made.userName);
  const { headers, body } = await scim<User>('GET', `/Users/${made.id}`);
  assert.match(String(headers['content-type']), /^application\/scim\+json/);
  assert.equal(headers['etag'], 'W/"1"');
  assert.ok(made.meta.location.endsWith(`/scim/v2/Users/${made.id}`));
  assert.deepEqual(body, made);
  for (const filter of [
    `userName eq "${made.userName.toUpperCase()}"`,
    `externalId eq "${made.externalId}"`,
    `id eq "${made.id}" and active eq true`,
  ]) {
    const found = await scim<List<User>>('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    assert.deepEqual([found.body.totalResults, found.body.Resources[0]?.id], [1, made.id], filter);
  }
  const none = await scim<List<User>>('GET', `/Users?filter=${encodeURIComponent('userName eq "nobody@x.example"')}`);
  assert.deepEqual([none.status, none.body.totalResults, none.body.Resources], [200, 0, []]);
});

test('a user name that is taken is refused as not unique', async () => {
  const made = await create();
  assert.deepEqual(await refusal(scim('POST', '/Users', resource({ userName: made.userName }))), [409, 'uniqueness']);
});

test('Entra’s words for true and false suspend and bring back', async () => {
  const { id } = await create();
  app.sent.length = 0;
  assert.equal((await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })).body.active, false);
  assert.equal((await patch(`/Users/${id}`, { op: 'Replace', value: { active: 'True' } })).body.active, true);
  assert.deepEqual(
    app.sent.map(({ queue }) => queue),
    ['directory.person-suspended', 'directory.person-resumed'],
  );
});

test('whom the help desk suspended is not brought back by an identity provider that says active once more', async () => {
  const made = await create();
  app.actAs(['administrator']);
  const change = { state: 'suspended', reason: 'phone stolen' };
  await app.call('POST', `/api/admin/people/${made.id}/state`, change, { 'if-match': '"1"' });
  app.actAs(['administrator'], 'token');
  const { body } = await scim<User>('PUT', `/Users/${made.id}`, {
    ...resource(),
    userName: made.userName,
    active: true,
  });
  assert.equal(body.active, false);
});

test('a deleted person is ended, is not shown any more, and comes back as the same when created anew', async () => {
  const made = await create();
  app.sent.length = 0;
  const deleted = await scim('DELETE', `/Users/${made.id}`, undefined, { 'content-type': 'application/scim+json' });
  assert.deepEqual([deleted.status, deleted.text], [204, '']);
  assert.deepEqual(app.sent, [{ queue: 'directory.person-ended', data: { personId: made.id } }]);
  assert.deepEqual(await refusal(scim('GET', `/Users/${made.id}`)), [404, null]);
  assert.deepEqual(await refusal(scim('DELETE', `/Users/${made.id}`)), [404, null]);
  const again = await create({ userName: made.userName, displayName: 'Ada again' });
  assert.deepEqual([again.id, again.active, again.displayName], [made.id, true, 'Ada again']);
});

test('a change names the version that it was made on, where it names one', async () => {
  const made = await create();
  const body = { ...resource(), userName: made.userName };
  assert.equal((await scim('PUT', `/Users/${made.id}`, body, { 'if-match': 'W/"1"' })).status, 200);
  assert.deepEqual(await refusal(scim('PUT', `/Users/${made.id}`, body, { 'if-match': 'W/"1"' })), [412, null]);
});

test('a person added by hand is looked after by the identity provider from then on, and the log says so', async () => {
  const facts = {
    userName: 'hand.made',
    upn: 'hand@agency.example',
    email: 'hand@mail.example',
    displayName: 'Hand',
    givenName: 'H',
    surname: 'M',
  };
  app.actAs(['administrator']);
  const { id } = (await app.call<PersonDetail>('POST', '/api/admin/people', facts)).body;
  app.actAs(['administrator'], 'token');
  const taken = await patch(`/Users/${id}`, { op: 'add', value: { externalId: 'e-hand', displayName: 'Taken' } });
  assert.deepEqual([taken.body.externalId, taken.body[EXTENSION].userPrincipalName], ['e-hand', 'hand@agency.example']);
  const [row] = await app.sql<{ details: { takenOverFrom: string } }>(
    `select details from kernel.audit where act = 'person.changed' and person_id = $1`,
    [id],
  );
  assert.equal(row?.details.takenOverFrom, 'hand');
  const detail = await app.call<PersonDetail>('GET', `/api/admin/people/${id}`);
  assert.equal(detail.body.origin, 'scim');
  const byHand = await app.call(
    'PATCH',
    `/api/admin/people/${id}`,
    { displayName: 'x' },
    { 'if-match': `"${detail.body.version}"` },
  );
  assert.equal(byHand.problem.code, 'managed_elsewhere');
});

test('a token cannot give somebody with a role another UPN, nor end the last administrator', async () => {
  const made = await create();
  await app.giveRole(made.id, 'administrator');
  assert.deepEqual(
    await refusal(patch(`/Users/${made.id}`, { op: 'replace', path: 'userName', value: 'eve@agency.example' })),
    [403, null],
  );
  assert.deepEqual(await refusal(scim('DELETE', `/Users/${made.id}`)), [409, null]);
  assert.deepEqual(await refusal(patch(`/Users/${made.id}`, { op: 'replace', path: 'active', value: false })), [
    409,
    null,
  ]);
});

test('lists are paged by place and, as far as one likes, by cursor', async () => {
  for (let n = 0; n < 5; n++) await create();
  const all = await scim<List<User>>('GET', '/Users?count=200');
  const second = await scim<List<User>>('GET', '/Users?startIndex=3&count=2');
  assert.deepEqual(
    second.body.Resources.map(({ id }) => id),
    all.body.Resources.slice(2, 4).map(({ id }) => id),
  );
  assert.deepEqual([second.body.startIndex, second.body.totalResults], [3, all.body.totalResults]);
  const walked: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: List<User> = (await scim<List<User>>('GET', `/Users?count=3&cursor=${cursor}`)).body;
    walked.push(...page.Resources.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  assert.deepEqual(
    walked,
    all.body.Resources.map(({ id }) => id),
  );
  assert.equal((await scim<List<User>>('GET', '/Users?count=0')).body.Resources.length, 0);
});

test('a group is created, gets and loses members as Entra asks, and goes', async () => {
  const [one, two] = [await create(), await create()];
  const made = await scim<Group>('POST', '/Groups', {
    displayName: 'Provisioned',
    externalId: 'g1',
    members: [{ value: one.id }],
  });
  assert.equal(made.status, 201, made.text);
  const path = `/Groups/${made.body.id}`;
  const members = async () => (await scim<Group>('GET', path)).body.members?.map(({ value }) => value).sort();
  assert.deepEqual(await members(), [one.id]);
  assert.equal((await patch(path, { op: 'Add', path: 'members', value: [{ value: two.id }] })).status, 204);
  assert.deepEqual(await members(), [one.id, two.id].sort());
  assert.equal((await scim<User>('GET', `/Users/${two.id}`)).body.groups[0]?.display, 'Provisioned');
  const { Resources } = (await scim<List<User>>('GET', '/Users?count=200')).body;
  assert.deepEqual(
    Resources.filter(({ groups }) => groups.length > 0).map(({ id }) => id),
    [one.id, two.id].toSorted(),
  );
  await patch(path, { op: 'Remove', path: `members[value eq "${one.id}"]` });
  await patch(path, { op: 'Remove', path: 'members', value: [{ value: two.id }] });
  assert.deepEqual(await members(), []);
  await patch(
    path,
    { op: 'Replace', path: 'members', value: [{ value: one.id }] },
    { op: 'Replace', value: { displayName: 'Renamed' } },
  );
  assert.deepEqual(await members(), [one.id]);
  const bare = await scim<List<Group>>(
    'GET',
    `/Groups?excludedAttributes=members&filter=${encodeURIComponent('displayName eq "renamed"')}`,
  );
  assert.deepEqual([bare.body.Resources[0]?.id, bare.body.Resources[0]?.members], [made.body.id, undefined]);
  const mine = `/Groups?filter=${encodeURIComponent(`members.value eq "${one.id}"`)}`;
  assert.equal((await scim<List<Group>>('GET', mine)).body.totalResults, 1);
  assert.equal((await scim('DELETE', path)).status, 204);
  assert.deepEqual(await refusal(scim('GET', path)), [404, null]);
});

test('a member whom nobody knows is refused, and nobody joins', async () => {
  const { id } = await create();
  const { body } = await scim<Group>('POST', '/Groups', { displayName: 'Whole' });
  const stranger = '00000000-0000-4000-8000-000000000000';
  const value = [{ value: id }, { value: stranger }];
  assert.deepEqual(await refusal(patch(`/Groups/${body.id}`, { op: 'add', path: 'members', value })), [
    400,
    'invalidValue',
  ]);
  assert.deepEqual((await scim<Group>('GET', `/Groups/${body.id}`)).body.members, []);
  assert.deepEqual(await refusal(scim('POST', '/Groups', { displayName: 'WHOLE' })), [409, 'uniqueness']);
});

test('whoever changes settings by joining is told of by a job each', async () => {
  const { id } = await create();
  const { body } = await scim<Group>('POST', '/Groups', { displayName: 'Told' });
  app.sent.length = 0;
  await patch(`/Groups/${body.id}`, { op: 'add', path: 'members', value: [{ value: id }] });
  assert.deepEqual(app.sent, [{ queue: 'directory.setting-changed', data: { personId: id } }]);
});

test('what is spoken here can be asked', async () => {
  const config = (await scim<{ patch: { supported: boolean } }>('GET', '/ServiceProviderConfig')).body;
  assert.equal(config.patch.supported, true);
  const list = (await scim<List<{ id: string }>>('GET', '/Schemas')).body;
  assert.ok(list.Resources.some(({ id }) => id === USER));
  assert.equal((await scim<{ id: string }>('GET', `/Schemas/${USER}`)).body.id, USER);
  assert.deepEqual(
    (await scim<List<{ id: string }>>('GET', '/ResourceTypes')).body.Resources.map(({ id }) => id),
    ['User', 'Group'],
  );
  assert.deepEqual(await refusal(scim('GET', '/Schemas/none')), [404, null]);
});

const wrongs: [what: string, method: string, path: string, body: unknown, expected: [number, string | null]][] = [
  ['a filter that is not spoken', 'GET', '/Users?filter=userName%20sw%20%22a%22', undefined, [400, 'invalidFilter']],
  ['a person without a name', 'POST', '/Users', { schemas: [USER] }, [400, 'invalidValue']],
  ['a body that is no JSON', 'POST', '/Users', '{', [400, 'invalidSyntax']],
  ['an id that is none', 'GET', '/Users/nobody', undefined, [404, null]],
  ['a place too far in', 'GET', '/Users?startIndex=100002', undefined, [400, 'tooMany']],
];
for (const [what, method, path, body, expected] of wrongs)
  test(`${what} is refused in SCIM's form`, async () => {
    assert.deepEqual(await refusal(scim(method, path, body)), expected);
  });

test('who may only read changes nothing', async () => {
  app.actAs(['auditor'], 'token');
  assert.deepEqual(await refusal(scim('POST', '/Users', resource())), [403, null]);
  assert.equal((await scim('GET', '/Users')).status, 200);
  app.actAs(['administrator'], 'token');
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type {
  IntakeLine,
  IntakeView,
  LdapTestResult,
  LdapView,
  ListPage,
  PersonDetail,
  PersonRow,
} from '@lanyard/contract';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';
import { fakeLdap, type FakeDirectory } from '../testing/fake-ldap.ts';
import { LdapProblem } from './port.ts';

let app: AdminApp;
let fake: FakeDirectory;
let connection: LdapView;
const PASSWORD = 'the password of the account';

before(async () => {
  fake = fakeLdap();
  app = await openAdminApp({ openLdap: (...all) => fake.open(...all) });
});
after(() => app.close());

let counter = 0;
beforeEach(async () => {
  for (const { id } of (await app.call<{ items: LdapView[] }>('GET', '/api/admin/ldap')).body.items) await remove(id);
  fake.people.clear();
  fake.groups.clear();
  fake.failWith = null;
  app.sent.length = 0;
  connection = await add({});
});

const input = (over: object) => ({
  name: `Directory ${++counter}`,
  url: 'ldaps://directory.agency.example',
  bindDn: 'cn=reader,dc=agency,dc=example',
  baseDns: ['ou=people,dc=agency,dc=example'],
  groups: { enabled: true, baseDns: ['ou=groups,dc=agency,dc=example'] },
  ...over,
});
async function add(over: object): Promise<LdapView> {
  const answer = await app.call<LdapView>('POST', '/api/admin/ldap', { connection: input(over), password: PASSWORD });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}
async function remove(id: string) {
  const { body } = await app.call<LdapView>('GET', `/api/admin/ldap/${id}`);
  return app.call('DELETE', `/api/admin/ldap/${id}`, undefined, { 'if-match': `"${body.version}"` });
}
const unique = (name: string) => `${name}${counter}`;
function employ(name: string, over: Record<string, string> = {}) {
  const uid = unique(name);
  fake.people.set(uid, { mail: `${uid}@agency.example`, cn: `${uid} Vega`, givenName: uid, sn: 'Vega', ...over });
  return uid;
}
async function run(mode: 'sync' | 'preview' = 'sync'): Promise<IntakeView> {
  const { body, status, text } = await app.call<IntakeView>('POST', `/api/admin/ldap/${connection.id}/${mode}`);
  assert.equal(status, 202, text);
  await app.runJobs();
  return (await app.call<IntakeView>('GET', `/api/admin/intakes/${body.id}`)).body;
}
const look = async () => (await app.call<LdapView>('GET', `/api/admin/ldap/${connection.id}`)).body;
async function person(uid: string): Promise<PersonDetail> {
  const { body } = await app.call<ListPage<PersonRow>>('GET', `/api/admin/people?q=${uid}`);
  return (await app.call<PersonDetail>('GET', `/api/admin/people/${body.items[0]?.id}`)).body;
}

test('a sync brings people with their groups, and a second one finds nothing to do', async () => {
  const [ada, bo] = [employ('ada'), employ('bo')];
  fake.groups.set(unique('Pilots'), [ada, 'somebody.else']);
  const first = await run();
  assert.deepEqual([first.state, first.counts.new, first.counts.joins], ['done', 2, 1], first.problem ?? '');
  const found = await person(ada);
  assert.deepEqual([found.origin, found.source?.id], ['ldap', connection.id]);
  assert.deepEqual(
    found.groups.map(({ name, origin }) => [name, origin]),
    [[unique('Pilots'), 'ldap']],
  );
  assert.deepEqual((await person(bo)).groups, []);
  const second = await run();
  assert.deepEqual([second.counts.new, second.counts.changed, second.counts.gone], [0, 0, 0]);
  assert.equal((await look()).lastSync?.outcome, 'done');
});

test('after the first run only entries that changed are read', async () => {
  const ada = employ('ada');
  await run();
  app.clock.advance(3_600_000);
  fake.people.set(ada, { ...fake.people.get(ada), sn: 'Nova', modifyTimestamp: '20261122123000' });
  fake.asked.length = 0;
  const { counts } = await run();
  assert.equal(counts.changed, 1);
  assert.ok(
    fake.asked.some((filter) => filter === '(&(objectClass=inetOrgPerson)(modifyTimestamp>=20261122115500.0Z))'),
    fake.asked.join(),
  );
  assert.equal((await person(ada)).surname, 'Nova');
});

test('a member who joins or leaves follows though the entry of the person did not change', async () => {
  const ada = employ('ada');
  const group = unique('Crew');
  fake.groups.set(group, []);
  await run();
  fake.groups.set(group, [ada]);
  await run();
  assert.deepEqual(
    (await person(ada)).groups.map(({ name }) => name),
    [group],
  );
  assert.equal(app.sent.filter(({ queue }) => queue === 'directory.setting-changed').length, 1);
  fake.groups.set(group, []);
  await run();
  assert.deepEqual((await person(ada)).groups, []);
});

test('who is gone is suspended, and comes back with the entry; whom a person suspended stays so', async () => {
  const [ada, bo] = [employ('ada'), employ('bo')];
  const entry = fake.people.get(ada) ?? {};
  await run();
  fake.people.delete(ada);
  assert.equal((await run()).counts.gone, 1);
  const gone = await person(ada);
  assert.deepEqual(
    [gone.state, gone.stateReason],
    ['suspended', `gone from the directory ${connection.connection.name}`],
  );
  assert.ok(app.sent.some(({ queue, data }) => queue === 'directory.person-suspended' && data['personId'] === gone.id));
  fake.people.set(ada, entry);
  await run();
  assert.equal((await person(ada)).state, 'active');
  const other = await person(bo);
  await app.call(
    'POST',
    `/api/admin/people/${other.id}/state`,
    { state: 'suspended', reason: 'asked' },
    { 'if-match': `"${other.version}"` },
  );
  await run();
  assert.equal((await person(bo)).state, 'suspended');
});

test('a sync that would end more than one in a hundred, and twenty, waits until a person confirms it', async () => {
  const everybody = Array.from({ length: 25 }, (_, i) => employ(`many${String.fromCharCode(97 + i)}`));
  await run();
  for (const uid of everybody.slice(0, 21)) fake.people.delete(uid);
  const waiting = await run();
  assert.equal(waiting.state, 'waiting');
  assert.match(waiting.problem ?? '', /^21 of \d+ active people would end/);
  const view = await look();
  assert.deepEqual([view.waitingIntakeId, view.lastSync?.outcome], [waiting.id, 'waiting']);
  assert.equal((await person(everybody[0] ?? '')).state, 'active');
  const { body } = await app.call<{ items: IntakeLine[] }>(
    'GET',
    `/api/admin/intakes/${waiting.id}/lines?outcome=gone`,
  );
  assert.equal(body.items.length, 21);
  assert.equal((await app.call('POST', `/api/admin/intakes/${waiting.id}/apply`)).status, 202);
  await app.runJobs();
  assert.equal((await person(everybody[0] ?? '')).state, 'suspended');
  assert.equal((await look()).waitingIntakeId, null);
});

test('a newer run takes the place of one that nobody decided', async () => {
  const everybody = Array.from({ length: 22 }, (_, i) => employ(`late${String.fromCharCode(97 + i)}`));
  const entries = new Map(fake.people);
  await run();
  for (const uid of everybody) fake.people.delete(uid);
  const waiting = await run();
  assert.match(waiting.problem ?? '', /nobody at all/);
  for (const [uid, entry] of entries) fake.people.set(uid, entry);
  assert.equal((await run()).state, 'done');
  const { body } = await app.call<IntakeView>('GET', `/api/admin/intakes/${waiting.id}`);
  assert.deepEqual([body.state, body.problem], ['discarded', 'A newer run took its place.']);
  assert.equal((await person(everybody[0] ?? '')).state, 'active');
});

test('somebody added by hand is not written over, unless the connection was told to take people over', async () => {
  const uid = unique('hand');
  const facts = {
    userName: uid,
    upn: `${uid}@agency.example`,
    email: `${uid}@x.example`,
    displayName: uid,
    givenName: 'H',
    surname: 'S',
  };
  await app.call('POST', '/api/admin/people', facts);
  employ('hand');
  const refused = await run();
  assert.equal(refused.counts.refused, 1);
  assert.equal((await person(uid)).origin, 'hand');
  const { connection: now, version } = await look();
  await app.call(
    'PUT',
    `/api/admin/ldap/${connection.id}`,
    { connection: { ...now, takeOver: true } },
    { 'if-match': `"${version}"` },
  );
  await run();
  assert.deepEqual([(await person(uid)).origin, (await person(uid)).email], ['ldap', `${uid}@agency.example`]);
});

test('the members of a group with the name of one made by hand are left alone, and the run says so', async () => {
  const ada = employ('ada');
  const name = unique('Own');
  await app.call('POST', '/api/admin/groups', { name });
  fake.groups.set(name, [ada]);
  const { problem, counts } = await run();
  assert.equal(counts.joins, 0);
  assert.match(problem ?? '', new RegExp(`Not followed.*${name}`));
});

test('the last administrator is not ended by a directory', async () => {
  const [ada] = [employ('boss'), employ('other')];
  await run();
  await app.sql(`update directory.person set roles = '{}'`);
  await app.giveRole((await person(ada)).id, 'administrator');
  fake.people.delete(ada);
  const done = await run();
  assert.equal(done.counts.refused, 1);
  assert.equal((await person(ada)).state, 'active');
});

test('a sync whose process died half way goes on where it was, and does nothing twice', async () => {
  for (let n = 0; n < 620; n++) employ(`half${n}x`);
  await app.sql(`create function directory.die() returns trigger language plpgsql as $$ begin
    if new.user_name like 'half600x%' then raise exception 'killed'; end if; return new; end $$`);
  await app.sql('create trigger die before insert on directory.person for each row execute function directory.die()');
  const { body } = await app.call<IntakeView>('POST', `/api/admin/ldap/${connection.id}/sync`);
  await assert.rejects(app.runJobs(), /killed/);
  const half = (await app.call<IntakeView>('GET', `/api/admin/intakes/${body.id}`)).body;
  assert.deepEqual([half.state, half.progress], ['applying', { done: 500, of: 620 }]);
  await app.sql('drop function directory.die() cascade');
  app.sent.push({ queue: 'directory.apply-intake', data: { intakeId: body.id } });
  await app.runJobs();
  assert.equal((await app.call<IntakeView>('GET', `/api/admin/intakes/${body.id}`)).body.state, 'done');
  const [added] = await app.sql<{ n: number }>(
    `select count(*) as n from kernel.audit where act = 'person.added' and details ->> 'intake' = $1`,
    [body.id],
  );
  assert.equal(added?.n, 620);
});

test('a preview changes nothing until it is confirmed', async () => {
  const ada = employ('ada');
  const preview = await run('preview');
  assert.deepEqual([preview.state, preview.counts.new], ['ready', 1]);
  const { body } = await app.call<ListPage<PersonRow>>('GET', `/api/admin/people?q=${ada}`);
  assert.deepEqual(body.items, []);
  await app.call('POST', `/api/admin/intakes/${preview.id}/apply`);
  await app.runJobs();
  assert.equal((await person(ada)).origin, 'ldap');
});

test('what a directory refuses is said in words, and ends nobody', async () => {
  const ada = employ('ada');
  await run();
  fake.failWith = new LdapProblem('bind', 'The directory refused the account: check bind DN and password.');
  const failed = await run();
  assert.deepEqual([failed.state, failed.problem], ['failed', fake.failWith.message]);
  assert.equal((await look()).lastSync?.problem, fake.failWith.message);
  assert.equal((await person(ada)).state, 'active');
});

test('one process at a time reads a directory', async () => {
  await app.sql(`update directory.ldap_connection set busy_until = $2, busy_token = id where id = $1`, [
    connection.id,
    new Date(app.clock.now().getTime() + 60_000),
  ]);
  const answer = await app.call('POST', `/api/admin/ldap/${connection.id}/sync`);
  assert.equal(answer.problem.code, 'ldap_busy');
  app.clock.advance(120_000);
  assert.equal((await run()).state, 'done', 'a process that died holds it no longer than its lease');
});

test('connections are read by their schedule', async () => {
  const ada = employ('ada');
  await app.tick('directory.ldap-due');
  await app.runJobs();
  assert.equal((await person(ada)).origin, 'ldap');
  app.sent.length = 0;
  await app.tick('directory.ldap-due');
  assert.deepEqual(app.sent, []);
  app.clock.advance(3_600_000);
  await app.tick('directory.ldap-due');
  assert.equal(app.sent.length, 1);
});

test('the password is kept sealed, is never shown, and goes to no other server', async () => {
  const [row] = await app.sql<{ sealed_password: Buffer }>(
    'select sealed_password from directory.ldap_connection where id = $1',
    [connection.id],
  );
  assert.ok(row && !row.sealed_password.includes(PASSWORD));
  const { text, body } = await app.call<LdapView>('GET', `/api/admin/ldap/${connection.id}`);
  assert.ok(!text.includes(PASSWORD));
  assert.equal(body.hasPassword, true);
  const elsewhere = { ...body.connection, url: 'ldaps://evil.example' };
  const fields = (answer: Awaited<ReturnType<typeof app.call>>) =>
    ((answer.problem.details?.['fields'] ?? []) as { field: string }[]).map(({ field }) => field);
  const moved = await app.call(
    'PUT',
    `/api/admin/ldap/${connection.id}`,
    { connection: elsewhere },
    { 'if-match': `"${body.version}"` },
  );
  assert.deepEqual(fields(moved), ['password']);
  const tried = await app.call('POST', '/api/admin/ldap/test', { id: connection.id, connection: elsewhere });
  assert.deepEqual(fields(tried), ['password']);
});

test('trying a connection asks for a few people and the names of a few groups, however large the directory is', async () => {
  employ('ada');
  for (let n = 0; n < 20; n++) fake.groups.set(`Group ${n}`, ['ada']);
  fake.searches.length = 0;
  const groups = { enabled: true, baseDns: ['ou=groups,dc=agency,dc=example'] };
  const draft = { connection: input({ groups, bindDn: '' }) };
  const { body } = await app.call<LdapTestResult>('POST', '/api/admin/ldap/test', draft);
  assert.deepEqual([body.sample.length > 0, body.groups.length], [true, 5]);
  assert.ok(fake.searches.every(({ limit }) => limit === 5));
  assert.deepEqual(fake.searches.at(-1)?.attributes, ['cn']);
});

test('people of a connection that is deleted are looked after by hand', async () => {
  const ada = employ('ada');
  await run();
  assert.equal((await remove(connection.id)).status, 204);
  assert.deepEqual(
    [(await person(ada)).origin, (await person(ada)).source, (await person(ada)).state],
    ['hand', null, 'active'],
  );
});

test('an address that is not encrypted is taken only on this machine', async () => {
  const plain = await app.call('POST', '/api/admin/ldap', {
    connection: input({ url: 'ldap://directory.example', bindDn: '' }),
  });
  assert.equal(plain.status, 400);
  const own = await app.call('POST', '/api/admin/ldap', {
    connection: input({ url: 'ldap://127.0.0.1:389', bindDn: '' }),
  });
  assert.equal(own.status, 201);
});

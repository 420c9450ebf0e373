// Two acts on the same people at one moment wait for each other, not for ever, and see what the other did.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IntakeView, LdapView, PersonDetail } from '@lanyard/contract';
import type { Tx } from '@lanyard/kernel';
import { sql } from 'kysely';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';
import { fakeLdap, type FakeDirectory } from '../testing/fake-ldap.ts';

let app: AdminApp;
let fake: FakeDirectory;
before(async () => {
  fake = fakeLdap();
  app = await openAdminApp({ openLdap: (...all) => fake.open(...all) }, (directory, http) => {
    directory.routes.people(http);
    directory.routes.scim(http);
  });
});
after(() => app.close());

let counter = 0;
async function person(): Promise<PersonDetail> {
  const name = `order${++counter}`;
  const address = `${name}@agency.example`;
  const facts = { userName: name, upn: address, email: address, displayName: name, givenName: 'N', surname: name };
  return (await app.call<PersonDetail>('POST', '/api/admin/people', facts)).body;
}
const stateOf = async (id: string) => (await app.call<PersonDetail>('GET', `/api/admin/people/${id}`)).body.state;

const console_ = { kind: 'console', user: 'root' } as const;
const setRoles = (tx: Tx, personId: string, administers: boolean) =>
  app.directory.putRoles(
    tx,
    { personId, roles: administers ? [{ role: 'administrator', spaces: null }] : [] },
    { actor: console_, may: null },
  );
/** @returns somebody who administers, beside another who stays */
async function administrator(): Promise<string> {
  const [ada, ben] = [await person(), await person()];
  for (const { id } of [ada, ben]) await app.db.tx((tx) => setRoles(tx, id, true));
  return ben.id;
}

const lockAdministrators = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('directory.administrators', 0))`.execute(tx);
const somebodyWaits = async (): Promise<boolean> =>
  (await app.sql(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
    .length > 0;

/** Takes a lock, begins something that comes to wait or need not, and goes on under that lock. @returns what was begun */
async function meanwhile<T>(
  lock: (tx: Tx) => Promise<unknown>,
  begin: () => Promise<T>,
  goOn: (tx: Tx) => Promise<unknown>,
  waits = true,
) {
  let ended = false;
  let begun: Promise<PromiseSettledResult<T>[]> | undefined;
  await app.db.tx(async (tx) => {
    await lock(tx);
    begun = Promise.allSettled([begin().finally(() => (ended = true))]);
    while (!ended && !(await somebodyWaits()));
    assert.equal(!ended, waits);
    await goOn(tx);
  });
  const [result] = (await begun) ?? [];
  if (result?.status !== 'fulfilled') throw result?.reason;
  return result.value;
}

for (const [method, body] of [
  ['DELETE', undefined],
  ['PUT', { active: false }],
] as const)
  test(`an identity provider that ends somebody by ${method} while their roles are changed waits for that`, async () => {
    const ben = await administrator();
    const { userName, displayName } = (await app.call<PersonDetail>('GET', `/api/admin/people/${ben}`)).body;
    const answer = await meanwhile(
      lockAdministrators,
      () => app.call(method, `/scim/v2/Users/${ben}`, body && { userName, displayName, ...body }),
      (tx) => setRoles(tx, ben, false),
    );
    assert.ok(answer.status < 300, answer.text);
    assert.notEqual(await stateOf(ben), 'active');
  });

async function connection(): Promise<LdapView> {
  const input = {
    name: `Order ${++counter}`,
    url: 'ldaps://directory.agency.example',
    baseDns: ['dc=agency,dc=example'],
  };
  return (await app.call<LdapView>('POST', '/api/admin/ldap', { connection: input })).body;
}

test('a directory that ends somebody while their roles are changed waits for that', async () => {
  const [uid, stays] = [`order${++counter}`, `order${++counter}`];
  for (const name of [uid, stays])
    fake.people.set(name, { mail: `${name}@agency.example`, givenName: 'N', sn: name, cn: name });
  const { id } = await connection();
  const sync = async () => (await app.call<IntakeView>('POST', `/api/admin/ldap/${id}/sync`)).body.id;
  await sync();
  await app.runJobs();
  const [ben] = await app.sql<{ id: string }>('select id from directory.person where user_name = $1', [uid]);
  assert.ok(ben);
  await administrator();
  await app.db.tx((tx) => setRoles(tx, ben.id, true));
  fake.people.delete(uid);
  const run = await sync();
  await meanwhile(
    lockAdministrators,
    () => app.runJobs(),
    (tx) => setRoles(tx, ben.id, false),
  );
  assert.equal((await app.call<IntakeView>('GET', `/api/admin/intakes/${run}`)).body.state, 'done');
  assert.equal(await stateOf(ben.id), 'suspended');
});

test('people who are put into a group by a file and by hand at once are in it, and neither is refused', async () => {
  const [ada, ben] = [await person(), await person()];
  const group = `Order ${++counter}`;
  const { body } = await app.call<{ id: string }>('POST', '/api/admin/groups', { name: group });
  const line = ({ userName, upn, email }: PersonDetail, groups: string) =>
    `${userName},${upn},${email},x,N,S,${groups}`;
  const file = ['userName,upn,email,displayName,givenName,surname,groups', line(ada, ''), line(ben, group)].join('\n');
  const intake = (await app.call<IntakeView>('POST', '/api/admin/people/import', file)).body;
  await app.call('POST', `/api/admin/intakes/${intake.id}/apply`);
  await meanwhile(
    (tx) => sql`select 1 from directory.user_group where id = ${body.id} for update`.execute(tx),
    () => app.runJobs(),
    (tx) => app.directory.configured.changeMembers(tx, body.id, { add: [ada.id, ben.id], remove: [] }, console_),
  );
  assert.equal((await app.call<IntakeView>('GET', `/api/admin/intakes/${intake.id}`)).body.state, 'done');
  assert.deepEqual(await app.directory.membersOf(body.id, null, 10), [ada.id, ben.id].toSorted());
});

test('an identity provider that says nothing of the address does not write back one that was changed meanwhile', async () => {
  const { id, userName, displayName } = await person();
  const answer = await meanwhile(
    (tx) => sql`select 1 from directory.person where id = ${id} for no key update`.execute(tx),
    () => app.call('PUT', `/scim/v2/Users/${id}`, { userName, displayName: `${displayName} Vega` }),
    (tx) =>
      sql`update directory.person set email = 'new@mail.example', version = version + 1
      where id = ${id}`.execute(tx),
  );
  assert.equal(answer.status, 412);
  assert.equal((await app.call<PersonDetail>('GET', `/api/admin/people/${id}`)).body.email, 'new@mail.example');
});

test('a setting is given to a group while a file of settings changes both, and neither is refused', async () => {
  const { id } = await person();
  const group = (await app.call<{ id: string }>('POST', '/api/admin/groups', { name: `Order ${++counter}` })).body.id;
  const setting = (tx: Tx, groupId: string | null) =>
    app.directory.putSetting(tx, { kind: 'notification', groupId, rank: 1, value: {} });
  await meanwhile(
    (tx) => app.directory.configured.changeMembers(tx, group, { add: [id], remove: [] }, console_),
    () => app.db.tx((tx) => setting(tx, group)),
    (tx) => setting(tx, null),
    false,
  );
  const [both] = await app.sql<{ n: number }>(
    `select count(*) as n from directory.setting where kind = 'notification'`,
  );
  assert.equal(both?.n, 2);
});

test('a group that is given a setting at the moment is not deleted from under it', async () => {
  const group = (await app.call<{ id: string }>('POST', '/api/admin/groups', { name: `Order ${++counter}` })).body.id;
  const answer = await meanwhile(
    (tx) => app.directory.putSetting(tx, { kind: 'notification', groupId: group, rank: 1, value: {} }),
    () => app.call('DELETE', `/api/admin/groups/${group}`, undefined, { 'if-match': '"1"' }),
    () => Promise.resolve(),
  );
  assert.equal(answer.problem.code, 'group_in_use');
});

test('a setting that is made for a group at the moment that it is deleted is refused, and holds for nobody', async () => {
  const group = (await app.call<{ id: string }>('POST', '/api/admin/groups', { name: `Order ${++counter}` })).body.id;
  const made = { kind: 'notification', id: null, expected: null, name: 'Late', groupIds: [group], value: {} } as const;
  const saving = meanwhile(
    (tx) => app.directory.configured.deleteGroup(tx, { id: group, version: 1 }, console_),
    () => app.db.tx((tx) => app.directory.configured.saveSetting(tx, made, console_)),
    () => Promise.resolve(),
  );
  await assert.rejects(saving, { code: 'input_invalid' });
  assert.deepEqual(await app.sql(`select 1 from directory.setting where name = 'Late'`), []);
});

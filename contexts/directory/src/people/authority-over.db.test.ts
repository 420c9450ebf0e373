// What somebody who may write people can do to those who administer: nothing that would let them act as one of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IntakeView, PersonDetail, Role, SettingKind } from '@lanyard/contract';
import { sql } from 'kysely';
import { PATCH, USER } from '../scim/schemas.ts';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';

let app: AdminApp;
before(async () => {
  app = await openAdminApp({}, (directory, http) => {
    directory.routes.people(http);
    directory.routes.scim(http);
  });
});
after(() => app.close());

let counter = 0;
async function person(role?: Role): Promise<PersonDetail> {
  const name = `name${++counter}`;
  const address = `${name}@agency.example`;
  const facts = { userName: name, upn: address, email: address, displayName: name, givenName: 'N', surname: name };
  const { body } = await app.call<PersonDetail>('POST', '/api/admin/people', facts);
  if (role) await app.giveRole(body.id, role);
  return body;
}
const shown = async ({ id }: PersonDetail) => (await app.call<PersonDetail>('GET', `/api/admin/people/${id}`)).body;
const onVersion = async (whom: PersonDetail) => ({ 'if-match': `"${(await shown(whom)).version}"` });
const setState = async (whom: PersonDetail, state: string) =>
  app.call<PersonDetail>(
    'POST',
    `/api/admin/people/${whom.id}/state`,
    { state, reason: 'a test' },
    await onVersion(whom),
  );
const rename = async (whom: PersonDetail, upn: string) =>
  app.call<PersonDetail>('PATCH', `/api/admin/people/${whom.id}`, { upn }, await onVersion(whom));

async function as<T>(roles: Role[], work: () => Promise<T>, kind: 'session' | 'token' = 'session'): Promise<T> {
  app.actAs(roles, kind);
  try {
    return await work();
  } finally {
    app.actAs(['administrator']);
  }
}

test('a help desk neither sends away nor brings back somebody with a role', async () => {
  await person('administrator');
  const admin = await person('administrator');
  for (const state of ['suspended', 'terminated']) {
    const refused = await as(['help-desk'], () => setState(admin, state));
    assert.deepEqual([refused.status, refused.problem.code], [403, 'permission_denied'], state);
  }
  assert.equal((await setState(admin, 'terminated')).status, 200, 'an administrator may');
  assert.equal((await as(['help-desk'], () => setState(admin, 'active'))).problem.code, 'permission_denied');
  assert.equal((await shown(admin)).state, 'terminated');
});

test('an administrator gives nobody who may more than they another UPN, and so becomes no security officer', async () => {
  const officer = await person('security-officer');
  const refused = await rename(officer, 'second-card@agency.example');
  assert.deepEqual([refused.status, refused.problem.code], [403, 'role_beyond_own']);
  assert.equal((await rename(await person('help-desk'), 'own-card@agency.example')).status, 200);
  const file = await upload([`${officer.userName},third-card@agency.example,${officer.email},,`]);
  assert.equal(file.counts.refused, 1);
});

test('a file of a help desk brings back nobody with a role', async () => {
  const admin = await person('administrator');
  await setState(admin, 'suspended');
  const { counts } = await as(['help-desk'], () => upload([`${admin.userName},${admin.upn},${admin.email},active,`]));
  assert.deepEqual([counts.changed, counts.refused], [0, 1]);
});

test('a file that was judged before somebody got a role does not rename them', async () => {
  const ben = await person();
  const file = await as(['help-desk'], () => upload([`${ben.userName},my-card@agency.example,${ben.email},,`]));
  assert.equal(file.state, 'ready');
  await app.giveRole(ben.id, 'administrator');
  await as(['help-desk'], () => app.call('POST', `/api/admin/intakes/${file.id}/apply`));
  await app.runJobs();
  assert.equal((await shown(ben)).upn, ben.upn);
  assert.equal((await app.call<IntakeView>('GET', `/api/admin/intakes/${file.id}`)).body.state, 'failed');
});

test('a file that was judged before a group had its own sign-in puts nobody with a role into it', async () => {
  const ben = await person('administrator');
  const name = `Group ${++counter}`;
  const group = (await app.call<{ id: string }>('POST', '/api/admin/groups', { name })).body.id;
  const file = await as(['help-desk'], () => upload([`${ben.userName},${ben.upn},${ben.email},,${name}`]));
  assert.equal(file.state, 'ready');
  const setting = { kind: 'portal_authentication', groupId: group, rank: ++counter, value: {} } as const;
  await app.db.tx((tx) => app.directory.putSetting(tx, setting));
  await as(['help-desk'], () => app.call('POST', `/api/admin/intakes/${file.id}/apply`));
  await app.runJobs();
  assert.deepEqual(await app.directory.membersOf(group, null, 1), []);
  assert.equal((await app.call<IntakeView>('GET', `/api/admin/intakes/${file.id}`)).body.state, 'failed');
});

async function upload(lines: string[]): Promise<IntakeView> {
  const csv = ['userName,upn,email,state,groups', ...lines]
    .map((line, at) => `${line},${at === 0 ? 'givenName,surname' : 'N,N'}`)
    .join('\r\n');
  const answer = await app.call<IntakeView>('POST', '/api/admin/people/import?name=people.csv', csv);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

const scimUser = (over: object = {}) => {
  const userName = `scim${++counter}@agency.example`;
  const emails = [{ value: userName, type: 'work', primary: true }];
  return { schemas: [USER], userName, name: { givenName: 'S', familyName: 'S' }, emails, active: true, ...over };
};
const scim = (method: string, path: string, body?: object) =>
  as(
    ['administrator'],
    () => app.call<{ id: string }>(method, `/scim/v2${path}`, body, { 'content-type': 'application/scim+json' }),
    'token',
  );

test('an identity provider suspends somebody with a role and takes that back; whom it ended it brings back only where it may give roles', async () => {
  await person('administrator');
  const resource = scimUser();
  const { id } = (await scim('POST', '/Users', resource)).body;
  await app.giveRole(id, 'administrator');
  const active = (value: boolean) => ({
    schemas: [PATCH],
    Operations: [{ op: 'replace', path: 'active', value }],
  });
  assert.equal((await scim('PATCH', `/Users/${id}`, active(false))).status, 200);
  assert.equal((await scim('PATCH', `/Users/${id}`, active(true))).status, 200);
  await app.sql(`update directory.person set origin = 'ldap' where id = $1`, [id]);
  await app.sql(`update directory.person set state = 'suspended', state_by_source = true where id = $1`, [id]);
  assert.equal((await scim('PATCH', `/Users/${id}`, active(true))).status, 400, 'what a directory says is not for it');
  await app.sql(`update directory.person set origin = 'scim', state = 'active' where id = $1`, [id]);
  assert.equal((await scim('DELETE', `/Users/${id}`)).status, 204);
  assert.equal((await scim('POST', '/Users', resource)).status, 403);
});

test('whom a person ended, an identity provider does not bring back by adding them again', async () => {
  const resource = scimUser();
  const { id } = (await scim('POST', '/Users', resource)).body;
  const { body } = await app.call<PersonDetail>('GET', `/api/admin/people/${id}`);
  assert.equal((await setState(body, 'terminated')).status, 200);
  assert.equal((await scim('POST', '/Users', resource)).status, 409);
  assert.equal((await shown(body)).state, 'terminated');
});

/** A group whose members sign in by a setting of their own. */
async function signInGroup(kind: SettingKind): Promise<{ id: string; name: string }> {
  const name = `Group ${++counter}`;
  const { body } = await app.call<{ id: string }>('POST', '/api/admin/groups', { name });
  await app.db.tx((tx) => app.directory.putSetting(tx, { kind, groupId: body.id, rank: counter, value: {} }));
  return { id: body.id, name };
}
const move = (group: { id: string }, change: { add?: string[]; remove?: string[] }) =>
  app.call('POST', `/api/admin/groups/${group.id}/members`, change);

for (const kind of ['portal_authentication', 'admin_sign_in'] as const)
  test(`a help desk moves nobody with a role into or out of a group with its own setting ${kind}`, async () => {
    const [admin, ben, group] = [await person('administrator'), await person(), await signInGroup(kind)];
    const refused = await as(['help-desk'], () => move(group, { add: [ben.id, admin.id] }));
    assert.equal(refused.problem.code, 'permission_denied');
    assert.equal((await as(['help-desk'], () => move(group, { add: [ben.id] }))).status, 200);
    assert.equal((await move(group, { add: [admin.id] })).status, 200, 'an administrator may');
    assert.equal(
      (await as(['help-desk'], () => move(group, { remove: [admin.id] }))).problem.code,
      'permission_denied',
    );
    const other = await person('administrator');
    const file = await as(['help-desk'], () =>
      upload([`${other.userName},${other.upn},${other.email},,${group.name}`]),
    );
    assert.equal(file.counts.refused, 1);
    const members = { schemas: [PATCH], Operations: [{ op: 'add', path: 'members', value: [{ value: other.id }] }] };
    assert.equal((await scim('PATCH', `/Groups/${group.id}`, members)).status, 403);
  });

test('a group without such a setting is open to everybody who may write people', async () => {
  const [admin, group] = [await person('administrator'), await signInGroup('notification')];
  assert.equal((await as(['help-desk'], () => move(group, { add: [admin.id] }))).status, 200);
});

test('a file that ends many people is applied by somebody else than brought it, who decides approvals', async () => {
  const value = { acts: ['credentials.mass-revocation'], massRevocation: 2 };
  await app.db.tx((tx) => app.directory.putSetting(tx, { kind: 'approvals', groupId: null, rank: 0, value }));
  const people = [await person(), await person(), await person()];
  const ending = (some: PersonDetail[]) => upload(some.map((p) => `${p.userName},${p.upn},${p.email},terminated,`));
  const apply = ({ id }: IntakeView) => app.call<IntakeView>('POST', `/api/admin/intakes/${id}/apply`);
  assert.equal((await apply(await ending(people.slice(0, 2)))).status, 202, 'as many as one person may at once');
  await app.runJobs();
  const many = [await person(), ...people.slice(2), await person()];
  const file = await ending(many);
  assert.equal((await apply(file)).problem.code, 'approval_own');
  await app.sql(
    `update directory.intake set made_by = jsonb_set(made_by, '{personId}', to_jsonb(gen_random_uuid()::text))
    where id = $1`,
    [file.id],
  );
  assert.equal((await as(['help-desk'], () => apply(file))).problem.code, 'permission_denied');
  assert.equal((await apply(file)).status, 202);
});

const waitingForAdministrators = `select 1 from pg_locks where not granted and locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`;

test('a state and the roles of one person, changed at the same moment, wait for each other and not for ever', async () => {
  await person('administrator');
  const ben = await person('administrator');
  const by = { actor: { kind: 'console', user: 'root' }, may: null } as const;
  const roles = [{ role: 'administrator', spaces: null }] as const;
  await app.db.tx((tx) => app.directory.putRoles(tx, { personId: ben.id, roles }, by));
  let suspending: ReturnType<typeof setState> | undefined;
  await app.db.tx(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('directory.administrators', 0))`.execute(tx);
    suspending = setState(ben, 'suspended');
    for (let waits = 0; waits === 0;) waits = (await app.sql(waitingForAdministrators)).length;
    await app.directory.putRoles(tx, { personId: ben.id, roles: [] }, by);
  });
  assert.equal((await suspending)?.status, 200);
});

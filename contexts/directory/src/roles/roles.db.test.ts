import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { AdministratorView, ListPage, RoleGrant, RolesPreview, Submitted } from '@lanyard/contract';
import { isLanyardError } from '@lanyard/kernel';
import { openOffice, type Office } from '../testing/office.ts';

let office: Office;
before(async () => {
  office = await openOffice();
});
after(() => office.close());
/** Whoever administered in the test before is gone. */
beforeEach(() => office.sql('delete from directory.person'));

const everywhere = (...roles: RoleGrant['role'][]): RoleGrant[] => roles.map((role) => ({ role, spaces: null }));
const versionOf = async (whom: string): Promise<number> => {
  const [row] = await office.sql<{ version: number }>(
    `select version from directory.role_version where person_id = $1`,
    [whom],
  );
  return row?.version ?? 0;
};
const put = async (as: string, whom: string, roles: RoleGrant[], version?: number) => {
  const headers = { 'if-match': `"${version ?? (await versionOf(whom))}"` };
  return office.call<Submitted>(as, 'PUT', `/api/admin/administrators/${whom}`, { roles }, { headers });
};
const view = async (whom: string, as = whom) =>
  (await office.call<AdministratorView>(as, 'GET', `/api/admin/administrators/${whom}`)).body;
const preview = async (as: string, whom: string, roles: RoleGrant[]) =>
  (await office.call<RolesPreview>(as, 'POST', `/api/admin/administrators/${whom}/preview`, { roles })).body;
const rolesOf = async (id: string) => (await office.directory.grantsOf(id)).map(({ role }) => role);

const NORTH = '00000000-0000-4000-8000-0000000000a1';
const SOUTH = '00000000-0000-4000-8000-0000000000a2';

test('a role is given with who gave it and for which spaces, and shows in the person', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person()];
  const given = [...everywhere('help-desk'), { role: 'space-administrator' as const, spaces: [NORTH, SOUTH] }];
  assert.deepEqual((await put(ada, ben, given)).body, { state: 'done', approvalId: null });
  const seen = await view(ben, ada);
  assert.deepEqual(
    seen.roles.map(({ role, spaces, givenBy }) => ({ role, spaces, givenBy })),
    [
      { role: 'help-desk', spaces: null, givenBy: 'Person 1' },
      { role: 'space-administrator', spaces: [NORTH, SOUTH], givenBy: 'Person 1' },
    ],
  );
  assert.equal(seen.version, 1);
  assert.deepEqual((await office.directory.personById(ben))?.roles, ['help-desk', 'space-administrator']);
});

test('a role that stays keeps who gave it when', async () => {
  const [ada, cleo, ben] = [
    await office.person('administrator'),
    await office.person('administrator'),
    await office.person(),
  ];
  await put(ada, ben, everywhere('help-desk'));
  const [first] = (await view(ben, ada)).roles;
  office.clock.advance(1_000);
  await put(cleo, ben, everywhere('help-desk', 'auditor'), 1);
  const { roles } = await view(ben, ada);
  assert.deepEqual(
    roles.find(({ role }) => role === 'help-desk'),
    first,
  );
  assert.notEqual(roles.find(({ role }) => role === 'auditor')?.givenBy, first?.givenBy);
});

test('a space administrator has spaces, and nobody else has', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person()];
  for (const grant of [
    { role: 'space-administrator', spaces: null },
    { role: 'auditor', spaces: [NORTH] },
  ] as RoleGrant[])
    assert.equal((await put(ada, ben, [grant])).problem.code, 'input_invalid');
  assert.equal((await put(ada, ben, everywhere('auditor', 'auditor'))).problem.code, 'input_invalid');
});

test('the last active administrator keeps the role, whoever takes it and however many are suspended', async () => {
  const [ada, officer] = [await office.person('administrator'), await office.person('security-officer')];
  const gone = await office.person('administrator');
  await office.db.tx((tx) => office.directory.setPersonState(tx, gone, 'suspended', { kind: 'console', user: 'root' }));
  assert.equal((await put(ada, ada, [])).problem.code, 'last_administrator');
  assert.equal((await preview(ada, ada, [])).refused, 'last_administrator');
  assert.equal((await put(officer, ada, [])).problem.code, 'role_beyond_own');
  await assert.rejects(
    office.db.tx((tx) =>
      office.directory.putRoles(
        tx,
        { personId: ada, roles: [] },
        { actor: { kind: 'console', user: 'root' }, may: null },
      ),
    ),
    (error) => isLanyardError(error, 'last_administrator'),
  );
  assert.deepEqual(await rolesOf(ada), ['administrator']);
});

test('of two administrators who take each other’s role at the same moment one stays', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person('administrator')];
  const answers = await Promise.all([put(ada, ben, []), put(ben, ada, [])]);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal((await Promise.all([ada, ben].map(rolesOf))).flat().length, 1);
});

test('nobody gives or takes a role that allows more than their own', async () => {
  const [ada, officer] = [await office.person('administrator'), await office.person('security-officer')];
  const ben = await office.person();
  for (const [as, role] of [
    [ada, 'security-officer'],
    [officer, 'administrator'],
    [officer, 'help-desk'],
  ] as const) {
    const refused = await put(as, ben, everywhere(role));
    assert.deepEqual(
      [refused.status, refused.problem.code, refused.problem.details],
      [403, 'role_beyond_own', { roles: [role] }],
    );
    assert.equal((await preview(as, ben, everywhere(role))).refused, 'role_beyond_own');
  }
  assert.equal((await put(ada, officer, [])).problem.code, 'role_beyond_own', 'nor removes who watches');
  assert.equal((await put(officer, ben, everywhere('security-officer'))).status, 200);
  assert.deepEqual(await rolesOf(ben), ['security-officer']);
});

test('a preview says what a person gains and loses, and changes nothing', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person('help-desk')];
  const seen = await preview(ada, ben, everywhere('auditor'));
  assert.ok(seen.gains.includes('audit.read') && !seen.gains.includes('people.read'));
  assert.ok(seen.loses.includes('people.write') && !seen.loses.includes('people.read'));
  assert.deepEqual([seen.refused, seen.self], [null, false]);
  assert.deepEqual(await rolesOf(ben), ['help-desk']);
});

test('the second of two changes is told who made the first', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person()];
  await put(ada, ben, everywhere('auditor'));
  const second = await put(ada, ben, everywhere('help-desk'), 0);
  assert.equal(second.problem.code, 'conflict');
  const { version, changedBy } = second.problem.details as { version: number; changedBy: { personId: string } };
  assert.deepEqual([version, changedBy.personId], [1, ada]);
});

test('the list has who has a role, by role and by the beginning of a name, page by page', async () => {
  const ada = await office.person('administrator', 'auditor');
  const ben = await office.person('auditor');
  await office.person();
  const list = async (query: string) =>
    (await office.call<ListPage<AdministratorView>>(ada, 'GET', `/api/admin/administrators?${query}`)).body;
  const ids = ({ items }: ListPage<AdministratorView>) => items.map(({ personId }) => personId);
  assert.deepEqual(ids(await list('')), [ada, ben]);
  assert.deepEqual(ids(await list('role=administrator')), [ada]);
  const { userName } = await view(ben, ada);
  assert.deepEqual(ids(await list(`q=${userName.toUpperCase()}`)), [ben]);
  const first = await list('limit=1');
  assert.deepEqual([ids(first), first.total.count], [[ada], 2]);
  assert.deepEqual(ids(await list(`limit=1&after=${first.next}`)), [ben]);
  assert.equal((await office.call(ada, 'GET', '/api/admin/administrators?after=x')).problem.code, 'input_invalid');
  const headers = { accept: 'text/csv' };
  const csv = await office.call<string>(ada, 'GET', '/api/admin/administrators', undefined, { headers });
  const [columns, ...rows] = csv.body.trimEnd().split('\r\n');
  assert.equal(columns, 'userName,displayName,upn,state,roles,givenBy');
  assert.deepEqual(
    rows.map((row) => row.split(',')[4]),
    ['administrator; auditor', 'auditor'],
  );
});

test('every change of roles is in the audit log, with what was before', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person('auditor')];
  await put(ada, ben, [], (await view(ben, ada)).version);
  const rows = await office.sql(
    `select actor ->> 'personId' as by, person_id as whom, details from kernel.audit where act = 'roles.changed' order by id desc limit 1`,
  );
  assert.deepEqual(rows, [{ by: ada, whom: ben, details: { before: everywhere('auditor'), after: [] } }]);
});

test('a program gives no role beyond its scopes, whatever the roles of who made it', async () => {
  const [ada, ben] = [await office.person('administrator'), await office.person()];
  const headers = { 'if-match': '"0"', 'x-scopes': 'administrators.read administrators.write' };
  const asProgram = (roles: RoleGrant[]) =>
    office.call<Submitted>(ada, 'PUT', `/api/admin/administrators/${ben}`, { roles }, { headers });
  assert.equal((await asProgram(everywhere('administrator'))).problem.code, 'role_beyond_own');
  assert.deepEqual(await rolesOf(ben), []);
});

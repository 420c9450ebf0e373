import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { AdminPermission, ConfigApplied, ConfigPlan, Problem } from '@lanyard/contract';
import { createHttp, executeSql, type Caller, type Http } from '@lanyard/kernel';
import { compositions } from '../listeners.ts';
import { anyNames, openOnFreshDatabase, type Opened } from '../testing/opened.ts';

let opened: Opened;
let app: Http;
let caller: Caller;
const program = (scopes: readonly AdminPermission[]): Caller => ({
  kind: 'token',
  tokenId: randomUUID(),
  name: 'pipeline',
  personId: randomUUID(),
  roles: ['administrator'],
  scopes,
  spaces: null,
});
const WRITES: readonly AdminPermission[] = [
  'installation.write',
  'people.write',
  'settings.write',
  'providers.write',
  'configurations.write',
  'apps.write',
  'devices.write',
];

before(async () => {
  opened = await openOnFreshDatabase();
  app = await createHttp({ log: opened.contexts.log, ratePerMinute: 100_000, guard: async () => caller });
  compositions.portal(opened.contexts, app);
  await app.ready();
});
after(async () => {
  await app?.close();
  await opened?.close();
});
beforeEach(() => {
  caller = program(WRITES);
});

async function post<T>(path: 'plan' | 'apply', payload: object, status = 200): Promise<T> {
  const answer = await app.inject({ method: 'POST', url: `/api/admin/config/${path}`, payload });
  assert.equal(answer.statusCode, status, answer.body);
  return answer.json<T>();
}
const changesOf = ({ changes }: ConfigPlan): string[] => changes.map(({ act, part, name }) => `${act} ${part} ${name}`);
const exported = async (): Promise<string> => {
  caller = program([
    'installation.read',
    'settings.read',
    'providers.read',
    'configurations.read',
    'apps.read',
    'people.read',
  ]);
  const answer = await app.inject({ url: '/api/admin/config' });
  assert.equal(answer.statusCode, 200, answer.body);
  caller = program(WRITES);
  return answer.body;
};

test('a plan says field by field what a file changes and whom it touches, and changes nothing', async () => {
  const { db, directory } = opened.contexts;
  await db.tx(async (tx) => {
    const person = await directory.addPerson(tx, anyNames());
    await directory.addToGroup(tx, await directory.addGroup(tx, 'Field office'), person.id);
  });
  const before = await exported();
  const file = `form: 1
userSettings:
  device_registration:
    default: { pinLength: 9 }
    groups: [ { name: Field, userGroups: [Field office], value: { pinLength: 7 } } ]
`;
  const plan = await post<ConfigPlan>('plan', { file });
  assert.deepEqual(changesOf(plan), [
    'create userSettings Device Registration: Default',
    'create userSettings Device Registration: Field',
  ]);
  assert.equal(plan.changes[1]?.effect?.changes.count, 1);
  assert.equal(await exported(), before);
  const applied = await post<ConfigApplied>('apply', { file, planId: plan.planId });
  assert.equal(applied.created, 2);
  const again = await post<ConfigPlan>('plan', { file: file.replace('pinLength: 7', 'pinLength: 8') });
  assert.deepEqual(
    again.changes.map(({ fields }) => fields),
    [[{ field: 'value.pinLength', from: '7', to: '8' }]],
  );
  const { rows } = await executeSql(
    db.pool,
    `select actor ->> 'name' as name, details ->> 'sha256' as sha256 from kernel.audit where act = 'config.applied'`,
  );
  assert.deepEqual(rows, [{ name: 'pipeline', sha256: applied.sha256 }]);
});

test('a plan that no longer holds is not applied: neither for another file nor after another change', async () => {
  const file = 'form: 1\nspaces: [ { name: North } ]\n';
  const { planId } = await post<ConfigPlan>('plan', { file });
  const other = await post<Problem>('apply', { file: file.replace('North', 'South'), planId }, 409);
  assert.equal(other.code, 'config_plan_stale');
  await post('apply', { file: 'form: 1\nspaces: [ { name: East } ]\n' });
  assert.equal((await post<Problem>('apply', { file, planId }, 409)).code, 'config_plan_stale');
  assert.doesNotMatch(await exported(), /North|South/);
});

test('a file changes no trusted issuers where those need a second person, and says so while it is looked at', async () => {
  const { db, directory } = opened.contexts;
  const put = (kind: 'approvals' | 'portal_authentication', value: object) =>
    db.tx((tx) => directory.putSetting(tx, { kind, groupId: null, rank: 0, value }));
  await put('portal_authentication', { anchors: [{ name: 'Card CA', certificate: 'as it was put there' }] });
  await put('approvals', { acts: ['trust.change'] });
  const file = 'form: 1\nuserSettings: { portal_authentication: { default: { anchors: [] } } }\n';
  for (const path of ['plan', 'apply'] as const) {
    const { code, details } = await post<Problem>(path, { file }, 409);
    assert.deepEqual([code, details?.['code']], ['config_file_refused', 'approval_required']);
  }
  await put('approvals', { acts: [] });
  await post('apply', { file });
  const [now] = await directory.settingsOf('portal_authentication');
  assert.deepEqual(now?.value.anchors, []);
});

test('a file is applied whole or not at all, and the refusal names the line', async () => {
  const before = await exported();
  const file = `form: 1
userGroups: [ { name: New } ]
deviceGroups: [ { name: Newer } ]
configurations:
  - { name: For all, kind: passcode, audience: all, value: {} }
  - { name: For nobody there, kind: passcode, audience: { userGroups: [Nowhere] }, value: {} }
`;
  const refused = await post<Problem>('apply', { file }, 409);
  assert.equal(refused.code, 'config_file_refused');
  assert.deepEqual(
    { line: refused.details?.['line'], name: refused.details?.['name'], why: refused.details?.['why'] },
    { line: 6, name: 'For nobody there', why: 'There is no user group called "Nowhere".' },
  );
  assert.equal(await exported(), before);
});

test('what a file does not have stays, and is deleted only where that is asked for, what names others first', async () => {
  const file = `form: 1
userGroups: [ { name: Gone } ]
configurations:
  - { name: CA of Wi-Fi users, kind: identity_certificate, allSpaces: true, value: { usage: Authentication } }
  - { name: Gone passcode, kind: passcode, audience: { userGroups: [Gone] }, value: {} }
apps:
  - { name: Web, category: Work, platform: ios, identifier: gov.agency.web, kind: web-at-work, appConnect: true, configurations: [ { name: One, value: { certificates: [ { key: IdCertificate_1, configuration: CA of Wi-Fi users } ], pairs: [ { key: IdCertificate_1_host, value: a.agency.example } ] } } ] }
`;
  await post('apply', { file: file.replace('platform: ios', 'platform: ios, allSpaces: true') });
  const without = 'form: 1\nuserGroups: []\nconfigurations: []\napps: []\n';
  const kept = await post<ConfigPlan>('plan', { file: without });
  assert.deepEqual(kept.changes, []);
  assert.ok(kept.kept.some(({ name }) => name === 'Gone passcode'));
  const pruned = changesOf(
    await post<ConfigPlan>('plan', { file: 'form: 1\nconfigurations: []\napps: []\n', prune: true }),
  );
  assert.deepEqual(pruned, [
    'delete apps.configurations Web (ios): One',
    'delete apps Web (ios)',
    'delete configurations CA of Wi-Fi users',
    'delete configurations Gone passcode',
  ]);
  const refused = await post<Problem>('plan', { file: 'form: 1\nuserGroups: []\n', prune: true }, 409);
  assert.equal(refused.details?.['code'], 'group_in_use');
});

test('a file that is no configuration is refused by line and column', async () => {
  const refused = await post<Problem>('plan', { file: 'form: 1\nspaces:\n  - name: North\n    colour: blue\n' }, 400);
  assert.equal(refused.code, 'config_file_invalid');
  assert.deepEqual(refused.details?.['faults'], [
    { line: 4, column: 5, field: 'spaces.0.colour', message: 'is not known here' },
  ]);
});

test('a token that may write the installation, and not all that a file may change, changes nothing with a file', async () => {
  caller = program(['installation.write', 'settings.write']);
  const denied = await post<Problem>('apply', { file: 'form: 1\n' }, 403);
  assert.equal(denied.code, 'permission_denied');
  caller = program(['installation.read']);
  assert.equal((await app.inject({ url: '/api/admin/config' })).statusCode, 403);
});

test('roles are not given with a file over HTTP', async () => {
  const file = 'form: 1\nroles: [ { upn: eve@agency.example, roles: [ { role: administrator } ] } ]\n';
  assert.match(JSON.stringify(await post<Problem>('plan', { file }, 409)), /at the console/);
});

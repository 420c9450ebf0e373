import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  trustChangeAsked,
  type ApprovalView,
  type SettingHistoryEntry,
  type SettingPreview,
  type SettingView,
  type Submitted,
  type TrustChange,
  type TrustedIssuers,
} from '@lanyard/contract';
import { days, LanyardError } from '@lanyard/kernel';
import { issueCa } from '../testing/issue-ca.ts';
import { openOffice, type Office } from '../testing/office.ts';

const PORTAL = '/api/admin/settings/portal_authentication';

let office: Office;
let execute: (data: object) => Promise<void>;
let ada: string;
let ben: string;
let own: string;
let rogue: string;

before(async () => {
  office = await openOffice();
  await office.directory.approvals.work({
    work: async <T extends object>(_queue: string, handler: (data: T) => Promise<void>) => {
      execute = (data) => handler(data as T);
    },
  });
  own = (await issueCa({ name: 'Own CA' })).pem;
  rogue = (await issueCa({ name: 'Rogue CA', to: 30 })).pem;
});
after(() => office.close());
beforeEach(async () => {
  for (const table of ['approval', 'setting', 'setting_history', 'person', 'user_group'])
    await office.sql(`delete from directory.${table}`);
  office.sent.length = 0;
  [ada, ben] = [await office.person('administrator'), await office.person('administrator')];
  await bind(['trust.change']);
});

const put = (kind: 'approvals' | 'portal_authentication', value: object, by?: 'ada' | 'console') => {
  const actor = { ada: { kind: 'person', personId: ada }, console: { kind: 'console', user: 'root' } } as const;
  return office.db.tx((tx) =>
    office.directory.putSetting(tx, { kind, groupId: null, rank: 0, value }, by && actor[by]),
  );
};
const bind = (acts: string[]) => put('approvals', { acts });
const anchor = (certificate: string, ...upnSuffixes: string[]) => ({ name: 'An issuer', certificate, upnSuffixes });
const trusting = (...anchors: object[]) => ({ anchors });
const group = (name: string) => office.db.tx((tx) => office.directory.addGroup(tx, name));
const change = <T = Submitted>(method: string, path: string, body?: object, version?: number) =>
  office.call<T>(ada, method, `${PORTAL}${path}`, body, {
    headers: version === undefined ? {} : { 'if-match': `"${version}"` },
  });
const anchorsNow = async (): Promise<number[]> =>
  (await office.directory.settingsOf('portal_authentication')).map(({ value }) => value.anchors.length);
async function waits(answer: { status: number; body: Submitted }): Promise<TrustChange> {
  assert.deepEqual([answer.status, answer.body.state], [202, 'waiting'], JSON.stringify(answer.body));
  const { body } = await office.call<ApprovalView>(ben, 'GET', `/api/admin/approvals/${answer.body.approvalId}`);
  assert.equal(body.act, 'trust.change');
  return trustChangeAsked.parse(body.input).trust;
}
async function approve({ body }: { body: Submitted }): Promise<ApprovalView> {
  const url = `/api/admin/approvals/${body.approvalId}`;
  assert.equal(
    (await office.call(ben, 'POST', `${url}/decision`, { decision: 'approve', reason: 'seen' })).status,
    204,
  );
  for (const { queue, data } of office.sent.splice(0)) if (queue === 'directory.approved') await execute(data);
  return (await office.call<ApprovalView>(ben, 'GET', url)).body;
}
const isRefused = (error: unknown): boolean => error instanceof LanyardError && error.code === 'approval_required';
const asFile = (value: object) =>
  office.db.tx((tx) =>
    office.directory.configured.saveSetting(
      tx,
      { kind: 'portal_authentication', id: 'default', expected: null, value },
      { kind: 'person', personId: ada },
    ),
  );

test('an issuer that one person adds waits for a second, who sees its subject, fingerprint and validity', async () => {
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const value = trusting(anchor(own, 'agency.example'), anchor(rogue, 'agency.example'));
  const look = await change<SettingPreview>('POST', '/default/preview', { value }, 1);
  assert.deepEqual([look.body.needsApproval, look.body.trust?.issuers.length], [true, 1]);
  const asked = await change('PUT', '/default', { value, reason: 'the new card vendor' }, 1);
  const { issuers, holds } = await waits(asked);
  assert.deepEqual(holds, []);
  const [issuer] = issuers;
  assert.deepEqual(
    [issuer?.what, issuer?.setting, issuer?.after, issuer?.facts?.validity],
    ['added', 'Default', ['agency.example'], 'ends_soon'],
  );
  assert.match(issuer?.facts?.subject ?? '', /Rogue CA/);
  assert.match(issuer?.facts?.sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual(await anchorsNow(), [1], 'nothing is trusted before it is approved');
  assert.equal((await approve(asked)).state, 'done');
  assert.deepEqual(await anchorsNow(), [2]);
  const [row] = await office.sql<{ actor: Record<string, unknown> }>(
    `select actor from kernel.audit where act = 'setting.changed' order by id desc limit 1`,
  );
  assert.deepEqual([row?.actor['kind'], row?.actor['personId'], row?.actor['approvedBy']], ['approved', ada, ben]);
  const later = await change('PUT', '/default', { value: trusting(anchor(own, 'agency.example')) }, 2);
  assert.equal((await approve(later)).state, 'done', 'what two agreed on makes nobody dependent');
});

test('what leaves the issuers as they are waits for nobody, and one person may close the portal', async () => {
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const same = trusting({ ...anchor(own, 'AGENCY.example'), name: 'Another name' });
  const kept = await change<SettingView>('PUT', '/default', { value: { ...same, sessionMinutes: 20 } }, 1);
  assert.deepEqual([kept.status, kept.body.version], [200, 2]);
  const closed = await change<SettingView>('PUT', '/default', { value: { ...same, type: 'None' } }, 2);
  assert.deepEqual([closed.status, closed.body.version], [200, 3]);
});

test('other suffixes, an issuer taken away, and a deleted default wait', async () => {
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const widened = await waits(await change('PUT', '/default', { value: trusting(anchor(own)) }, 1));
  assert.deepEqual(
    widened.issuers.map(({ what, before: was, after: is }) => [what, was, is]),
    [['suffixes', ['agency.example'], []]],
  );
  const twin = trusting(anchor(own, 'agency.example'), anchor(own));
  assert.deepEqual((await waits(await change('PUT', '/default', { value: twin }, 1))).issuers[0]?.after, []);
  const taken = await waits(await change('PUT', '/default', { value: trusting() }, 1));
  assert.deepEqual(
    taken.issuers.map(({ what }) => what),
    ['removed'],
  );
  const asked = await change('DELETE', '/default', undefined, 1);
  assert.deepEqual(
    (await waits(asked)).issuers.map(({ what }) => what),
    ['removed'],
  );
  assert.equal((await approve(asked)).state, 'done');
  assert.deepEqual(await anchorsNow(), [0]);
});

test('a setting for user groups waits when it is made, given to others, moved and deleted', async () => {
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const value = trusting(anchor(rogue, 'pilot.example'));
  const made = await change('POST', '', { name: 'Pilots', groups: [pilots], value });
  const { issuers, holds } = await waits(made);
  assert.deepEqual([issuers[0]?.setting, holds], ['Pilots', ['"Pilots" is new and holds for Pilots.']]);
  assert.equal((await approve(made)).state, 'done');
  const setting = (await office.directory.settingsOf('portal_authentication'))[0];
  const path = `/${setting?.settingId}`;
  const given = await change('PUT', path, { name: 'Pilots', groups: [pilots, staff], value }, 1);
  assert.deepEqual((await waits(given)).holds, ['"Pilots" holds for Pilots, Staff; before, for Pilots.']);
  const renamed = await change<SettingView>('PUT', path, { name: 'Fliers', groups: [pilots], value }, 1);
  assert.equal(renamed.status, 200, 'its name trusts nobody');
  const same = trusting(anchor(own, 'agency.example'));
  const second = await change<SettingView>('POST', '', { name: 'Staff', groups: [pilots, staff], value: same });
  assert.equal(second.status, 201, 'they have that already');
  const moved = await change('POST', `/${second.body.id}/move`, { direction: 'up' }, 1);
  assert.match(
    (await waits(moved)).holds.join(),
    /in the order Staff, Fliers, Default; before, Fliers, Staff, Default/,
  );
  const gone = await change('DELETE', path, undefined, 2);
  assert.deepEqual((await waits(gone)).holds, ['"Fliers" goes; it held for Pilots.']);
  assert.deepEqual(await anchorsNow(), [1, 1, 1]);
});

test('putting an earlier value back waits, and comes back whole once it is approved', async () => {
  await put('portal_authentication', trusting(anchor(rogue, 'agency.example')));
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const { body } = await change<{ items: SettingHistoryEntry[] }>('GET', '/history');
  const asked = await change('POST', `/history/${body.items[1]?.id}/put-back`, undefined, 2);
  assert.deepEqual((await waits(asked)).issuers.map(({ what }) => what).toSorted(), ['added', 'removed']);
  assert.equal((await approve(asked)).state, 'done');
  const [now] = await office.directory.settingsOf('portal_authentication');
  assert.equal(now?.value.anchors[0]?.certificate, rogue);
});

test('no other way gets one person another trust: a file, its order, a token, the verb itself; the console does', async () => {
  await put('portal_authentication', trusting(anchor(own, 'agency.example')), 'console');
  const value = trusting(anchor(own, 'agency.example'), anchor(rogue, 'agency.example'));
  await assert.rejects(asFile(value), isRefused);
  await assert.rejects(put('portal_authentication', value, 'ada'), isRefused);
  await asFile({ ...trusting(anchor(own, 'agency.example')), sessionMinutes: 15 });
  const token = await office.call<Submitted>(
    ada,
    'PUT',
    `${PORTAL}/default`,
    { value },
    {
      headers: { 'if-match': '"2"', 'x-scopes': 'settings.write' },
    },
  );
  assert.equal(token.status, 202);
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  await bind([]);
  for (const [name, issuer] of [
    ['One', own],
    ['Two', rogue],
  ] as const)
    await change('POST', '', { name, groups: [staff, pilots], value: trusting(anchor(issuer, 'agency.example')) });
  await bind(['trust.change']);
  const ids = (await office.directory.settingsOf('portal_authentication')).flatMap((s) =>
    s.isDefault ? [] : (s.settingId ?? []),
  );
  const by = { kind: 'person', personId: ada } as const;
  const reorder = office.db.tx((tx) =>
    office.directory.configured.orderSettings(tx, 'portal_authentication', ids.toReversed(), by),
  );
  await assert.rejects(reorder, isRefused);
  const [first] = ids;
  const remove = office.db.tx((tx) =>
    office.directory.configured.endSetting(tx, 'portal_authentication', { id: first ?? '', version: 1 }, by),
  );
  await assert.rejects(remove, isRefused);
});

test('what was shown is what is done: after another change of trust it is not done at all', async () => {
  const pilots = await group('Pilots');
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const body = { name: 'Pilots', groups: [pilots], value: trusting(anchor(rogue, 'pilot.example')) };
  const asked = await change('POST', '', body);
  await put('portal_authentication', trusting(anchor(own, 'other.example')), 'console');
  const { state, failure } = await approve(asked);
  assert.deepEqual([state, failure, await anchorsNow()], ['failed', 'conflict', [1]]);
});

test('what could not be saved is refused at once and asks nobody', async () => {
  await put('portal_authentication', trusting(anchor(own, 'agency.example')));
  const unnamed = await change('PUT', '/default', { value: trusting(anchor(own), anchor(rogue)) }, 1);
  const stale = await change('PUT', '/default', { value: trusting(anchor(rogue)) }, 7);
  assert.deepEqual([unnamed.status, unnamed.problem.code, stale.problem.code], [400, 'input_invalid', 'conflict']);
  assert.equal((await office.sql('select 1 from directory.approval')).length, 0);
});

test('where the setting does not name it, one person changes the issuers and the preview says what changes', async () => {
  await bind([]);
  const value = trusting(anchor(own, 'agency.example'));
  const look = await change<SettingPreview>('POST', '/default/preview', { value }, 0);
  assert.deepEqual([look.body.needsApproval, look.body.trust?.issuers[0]?.what], [false, 'added']);
  assert.equal((await change('PUT', '/default', { value }, 0)).status, 200);
});

test('each trusted issuer is shown with its subject, fingerprint and whether it is still valid', async () => {
  const unreadable = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  await put('portal_authentication', trusting(...[own, rogue, unreadable].map((pem) => anchor(pem, 'agency.example'))));
  const issuers = async () =>
    (await change<TrustedIssuers>('GET', '/issuers')).body.items.map(({ facts }) => facts?.validity ?? null);
  assert.deepEqual(await issuers(), ['valid', 'ends_soon', null]);
  office.clock.advance(days(31));
  assert.deepEqual(await issuers(), ['valid', 'ended', null]);
});

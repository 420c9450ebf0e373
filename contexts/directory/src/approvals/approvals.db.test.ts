import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { ApprovalView, ListPage, Submitted } from '@lanyard/contract';
import { hours, LanyardError, type Tx } from '@lanyard/kernel';
import { z } from 'zod';
import { openOffice, type Office } from '../testing/office.ts';
import type { Act } from './act.ts';

const END_ALL: Act<{ why: string }> = {
  act: 'sessions.end-all',
  input: z.strictObject({ why: z.string() }),
  summary: ({ why }) => `Every session ends: ${why}.`,
};

let office: Office;
/** Runs what was approved, as a process that takes the job. */
let execute: (data: object) => Promise<void>;
let executor: (tx: Tx, input: { why: string }) => Promise<void>;
let ada: string;
let ben: string;

before(async () => {
  office = await openOffice();
  office.directory.approvals.on(END_ALL, (tx, input) => executor(tx, input));
  await office.directory.approvals.work({
    work: async <T extends object>(_queue: string, handler: (data: T) => Promise<void>) => {
      execute = (data) => handler(data as T);
    },
  });
});
after(() => office.close());
beforeEach(async () => {
  await office.sql('delete from directory.approval');
  await office.sql('delete from directory.person');
  office.sent.length = 0;
  office.told.length = 0;
  [ada, ben] = [await office.person('administrator'), await office.person('administrator')];
  await bind(['sessions.end-all']);
  executor = async (tx, { why }) => void (await leaveTrace(tx, why));
});

const bind = (acts: string[]) =>
  office.db.tx((tx) =>
    office.directory.putSetting(tx, { kind: 'approvals', groupId: null, rank: 0, value: { acts, hours: 24 } }),
  );
const leaveTrace = (tx: Tx, why: string) => office.directory.addGroup(tx, why); // any write of the act's own will do
const traces = async (): Promise<string[]> =>
  (await office.sql<{ name: string }>(`select name from directory.user_group order by name`)).map(({ name }) => name);

let counter = 0;
async function ask(by = ada, check?: (tx: Tx) => Promise<void>): Promise<Submitted & { why: string }> {
  const why = `incident ${++counter}`;
  const submission = {
    input: { why },
    reason: 'a stolen laptop',
    by: { actor: { kind: 'person', personId: by } as const, personId: by },
  };
  return { ...(await office.directory.approvals.submit(END_ALL, { ...submission, ...(check && { check }) })), why };
}
const decide = (as: string, id: string | null, decision = 'approve', signedInBy?: 'link' | 'passkey') =>
  office.call(
    as,
    'POST',
    `/api/admin/approvals/${id}/decision`,
    { decision, reason: 'seen' },
    signedInBy && { signedInBy },
  );
const get = async (id: string | null, as = ada) =>
  (await office.call<ApprovalView>(as, 'GET', `/api/admin/approvals/${id}`)).body;
const runJobs = async () => {
  for (const { queue, data } of office.sent.splice(0)) if (queue === 'directory.approved') await execute(data);
};

test('an act that the setting does not name is done at once', async () => {
  await bind([]);
  const { state, approvalId, why } = await ask();
  assert.deepEqual([state, approvalId], ['done', null]);
  assert.ok((await traces()).includes(why));
});

test('an act that it names waits for a second person, and is done once they approve', async () => {
  const { state, approvalId, why } = await ask();
  assert.equal(state, 'waiting');
  assert.ok(!(await traces()).includes(why));
  const seen = await get(approvalId, ben);
  assert.deepEqual(
    {
      act: seen.act,
      summary: seen.summary,
      input: seen.input,
      reason: seen.reason,
      state: seen.state,
      mayDecide: seen.mayDecide,
    },
    {
      act: 'sessions.end-all',
      summary: `Every session ends: ${why}.`,
      input: { why },
      reason: 'a stolen laptop',
      state: 'pending',
      mayDecide: true,
    },
  );
  assert.equal((await decide(ben, approvalId)).status, 204);
  assert.equal((await get(approvalId)).state, 'approved');
  await runJobs();
  assert.ok((await traces()).includes(why));
  const done = await get(approvalId);
  assert.deepEqual([done.state, done.decided?.personId], ['done', ben]);
});

test('nobody decides what they asked for themselves', async () => {
  const { approvalId } = await ask();
  assert.equal((await decide(ada, approvalId)).problem.code, 'approval_own');
  assert.equal((await get(approvalId)).mayDecide, false);
});

test('a link of the console decides nothing: who can make one could be both persons; a passkey may', async () => {
  const { approvalId } = await ask();
  assert.equal((await decide(ben, approvalId, 'approve', 'link')).problem.code, 'session_not_primary');
  const byLink = await office.call<ApprovalView>(ben, 'GET', `/api/admin/approvals/${approvalId}`, undefined, {
    signedInBy: 'link',
  });
  assert.equal(byLink.body.notByYou, 'session_not_primary');
  assert.equal((await decide(ben, approvalId, 'approve', 'passkey')).status, 204);
});

test('who may not decide approvals does not', async () => {
  const { approvalId } = await ask();
  const helper = await office.person('help-desk');
  assert.equal((await decide(helper, approvalId)).problem.code, 'permission_denied');
  const officer = await office.person('security-officer');
  assert.equal((await decide(officer, approvalId)).status, 204);
});

test('what was refused is never done, and of two decisions at the same moment one counts', async () => {
  const { approvalId, why } = await ask();
  const cleo = await office.person('administrator');
  const answers = await Promise.all([decide(ben, approvalId, 'refuse'), decide(cleo, approvalId, 'refuse')]);
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [204, 409],
  );
  await runJobs();
  await execute({ approvalId });
  assert.ok(!(await traces()).includes(why));
  assert.equal((await get(approvalId)).state, 'refused');
});

test('a process that dies between decision and act leaves it for the next, and it is done once', async () => {
  const { approvalId, why } = await ask();
  await decide(ben, approvalId);
  const job = office.sent.find(({ queue }) => queue === 'directory.approved')?.data ?? {};
  executor = async (tx, input) => {
    await leaveTrace(tx, input.why);
    throw new Error('the process was killed');
  };
  await assert.rejects(execute(job), /killed/);
  assert.ok(!(await traces()).includes(why), 'nothing of it stays');
  assert.equal((await get(approvalId)).state, 'approved');
  let times = 0;
  executor = async (tx, input) => {
    times += 1;
    await leaveTrace(tx, input.why);
  };
  await Promise.all([execute(job), execute(job), execute(job)]);
  assert.deepEqual([times, (await get(approvalId)).state], [1, 'done']);
});

test('an act that turns out to be impossible is closed with its reason, not tried for ever', async () => {
  const { approvalId } = await ask();
  await decide(ben, approvalId);
  executor = () => Promise.reject(new LanyardError('last_administrator'));
  await runJobs();
  const { state, failure } = await get(approvalId);
  assert.deepEqual([state, failure], ['failed', 'last_administrator']);
});

test('what is plainly impossible is refused before anybody is asked', async () => {
  const impossible = ask(ada, () => Promise.reject(new LanyardError('not_found')));
  await assert.rejects(impossible, (error) => error instanceof LanyardError && error.code === 'not_found');
  assert.equal((await office.call<ListPage<ApprovalView>>(ada, 'GET', '/api/admin/approvals')).body.items.length, 0);
});

test('a request that nobody decided ends after its hours', async () => {
  const { approvalId } = await ask();
  office.clock.advance(hours(24));
  assert.equal((await get(approvalId)).state, 'expired');
  assert.equal((await decide(ben, approvalId)).problem.code, 'approval_not_open');
});

test('who asked may take it back; nobody else', async () => {
  const { approvalId } = await ask();
  const url = `/api/admin/approvals/${approvalId}`;
  assert.equal((await office.call(ben, 'DELETE', url)).problem.code, 'not_found');
  assert.equal((await office.call(ada, 'DELETE', url)).status, 204);
  assert.equal((await decide(ben, approvalId)).problem.code, 'approval_not_open');
});

test('what somebody asked who has left since is not done', async () => {
  const { approvalId } = await ask();
  await decide(ben, approvalId);
  await office.db.tx((tx) => office.directory.setPersonState(tx, ada, 'terminated'));
  await runJobs();
  assert.deepEqual(
    [(await get(approvalId, ben)).state, (await get(approvalId, ben)).failure],
    ['failed', 'person_not_active'],
  );
});

test('the help desk sees its own requests, who decides sees all', async () => {
  const helper = await office.person('help-desk');
  const [theirs, mine] = [await ask(ada), await ask(helper)];
  const list = async (as: string) =>
    (await office.call<ListPage<ApprovalView>>(as, 'GET', '/api/admin/approvals')).body.items.map(({ id }) => id);
  assert.deepEqual(await list(helper), [mine.approvalId]);
  assert.deepEqual(new Set(await list(ben)), new Set([theirs.approvalId, mine.approvalId]));
  assert.equal(
    (await office.call(helper, 'GET', `/api/admin/approvals/${theirs.approvalId}`)).problem.code,
    'not_found',
  );
});

test('whom the asker just made an administrator, renamed or let sign in otherwise approves nothing for them', async () => {
  const person = (id: string) => ({ kind: 'person', personId: id }) as const;
  const giveRole = (by: string, whom: string) =>
    office.db.tx((tx) =>
      office.directory.putRoles(
        tx,
        { personId: whom, roles: [{ role: 'administrator', spaces: null }] },
        { actor: person(by), may: null },
      ),
    );
  const mine = await office.person();
  await giveRole(ada, mine);
  const { approvalId } = await ask();
  assert.equal((await decide(mine, approvalId)).problem.code, 'approval_not_independent');
  const seen = await Promise.all([get(approvalId, mine), get(approvalId, ben)]);
  assert.deepEqual(
    seen.map(({ mayDecide, notByYou }) => [mayDecide, notByYou]),
    [
      [true, 'approval_not_independent'],
      [true, null],
    ],
    'each is told beforehand',
  );
  assert.equal((await decide(ben, approvalId)).status, 204, 'who was there before may');
  const cleos = await office.person();
  await giveRole(ben, cleos);
  assert.equal((await decide(cleos, (await ask()).approvalId)).status, 204, 'whom somebody else made may');
  const later = await ask();
  assert.equal((await decide(mine, later.approvalId, 'refuse')).status, 204, 'refusing is open to everybody');
  const dayAfter = async () => {
    office.clock.advance(hours(25));
    return (await ask()).approvalId;
  };
  assert.equal((await decide(mine, await dayAfter())).status, 204);
  const value = { type: 'None' };
  await office.db.tx((tx) =>
    office.directory.putSetting(tx, { kind: 'portal_authentication', groupId: null, rank: 0, value }, person(ada)),
  );
  assert.equal((await decide(ben, (await ask()).approvalId)).problem.code, 'approval_not_independent');
  assert.equal((await decide(ben, await dayAfter())).status, 204);
});

test('a bound act is done in small pieces twenty times an hour by one person, and by a program of theirs', async () => {
  const { approvals } = office.directory;
  const by = (personId: string) => ({ kind: 'person', personId }) as const;
  const alone = (personId: string) => approvals.alone(office.db.pool, 'credentials.mass-revocation', by(personId));
  for (let n = 0; n < 30; n++) await alone(ada);
  await bind(['credentials.mass-revocation']);
  for (let n = 0; n < 20; n++) await alone(ada);
  const program = { kind: 'token', personId: ada, tokenId: 't', name: 'n' } as const;
  const byProgram = () => approvals.alone(office.db.pool, 'credentials.mass-revocation', program);
  for (const spent of [() => alone(ada), byProgram])
    await assert.rejects(spent, (error) => error instanceof LanyardError && error.code === 'approval_alone_spent');
  await alone(ben);
  office.clock.advance(hours(1));
  await alone(ada);
});

test('a program sees what others ask only where its scopes let it read the audit log', async () => {
  await ask(ada);
  const seen = async (scopes: string) =>
    (
      await office.call<ListPage<ApprovalView>>(ben, 'GET', '/api/admin/approvals', undefined, {
        headers: { 'x-scopes': scopes },
      })
    ).body.items.length;
  assert.deepEqual([await seen('overview.read'), await seen('overview.read audit.read')], [0, 1]);
});

test('one person binds more acts to a second, but frees none: that needs the second person itself', async () => {
  const change = (acts: string[]) =>
    office.call<Submitted>(ada, 'PUT', '/api/admin/approvals/setting', { acts, hours: 24, reason: 'as agreed' });
  assert.equal((await change(['sessions.end-all', 'escrow.recover'])).body.state, 'done');
  const { status, body } = await change(['escrow.recover']);
  assert.deepEqual([status, body.state], [202, 'waiting']);
  await decide(ben, body.approvalId);
  await runJobs();
  const [setting] = await office.directory.settingsOf('approvals');
  assert.deepEqual(setting?.value.acts, ['escrow.recover']);
});

test('no other way to the setting frees an act either', async () => {
  const by = { kind: 'person', personId: ada } as const;
  const put = (acts: string[]) =>
    office.db.tx((tx) =>
      office.directory.putSetting(tx, { kind: 'approvals', groupId: null, rank: 0, value: { acts } }, by),
    );
  await assert.rejects(put([]), (error) => error instanceof LanyardError && error.code === 'approval_required');
  await put(['sessions.end-all', 'authority.change']);
});

test('roles that need a second person are given by what the asker may give when it is done', async () => {
  await bind(['administrators.change']);
  const cleo = await office.person();
  const roles = [{ role: 'administrator', spaces: null }];
  const asked = await office.call<Submitted>(
    ada,
    'PUT',
    `/api/admin/administrators/${cleo}`,
    { roles, reason: 'new' },
    {
      headers: { 'if-match': '"0"' },
    },
  );
  assert.deepEqual([asked.status, asked.body.state], [202, 'waiting']);
  await decide(ben, asked.body.approvalId);
  await runJobs();
  assert.equal((await office.directory.personById(cleo))?.roles.join(), 'administrator');
  const [row] = await office.sql<{ actor: Record<string, unknown> }>(
    `select actor from kernel.audit where act = 'roles.changed' order by id desc limit 1`,
  );
  const { kind, personId, approvedBy, approvalId } = row?.actor ?? {};
  assert.deepEqual([kind, personId, approvedBy, approvalId], ['approved', ada, ben, asked.body.approvalId]);
});

test('how much one person may revoke alone is raised by two', async () => {
  const change = (massRevocation: number) =>
    office.call<Submitted>(ada, 'PUT', '/api/admin/approvals/setting', {
      acts: ['sessions.end-all', 'credentials.mass-revocation'],
      hours: 24,
      massRevocation,
      reason: 'as agreed',
    });
  assert.equal((await change(10)).body.state, 'done');
  assert.equal((await change(5)).body.state, 'done');
  assert.equal((await change(50)).body.state, 'waiting');
});

test('those who may decide are told by mail that something waits, and who asked what became of it; never what it is', async () => {
  const officer = await office.person('security-officer');
  await office.person('help-desk');
  const { approvalId } = await ask();
  const told = () => office.told.splice(0).map(({ personId, kind, facts }) => ({ personId, kind, ...facts }));
  const asked = { kind: 'approval.asked', act: 'End all sessions', approvalId };
  const [name] = await office.sql<{ name: string }>('select display_name as name from directory.person where id = $1', [
    ada,
  ]);
  assert.deepEqual(
    told().toSorted((a, b) => a.personId.localeCompare(b.personId)),
    [ben, officer]
      .toSorted((a, b) => a.localeCompare(b))
      .map((personId) => ({ personId, ...asked, askedBy: name?.name })),
  );
  await decide(ben, approvalId);
  const decided = { personId: ada, kind: 'approval.decided', act: 'End all sessions', approvalId };
  assert.deepEqual(told(), [{ ...decided, outcome: 'approved' }]);
  executor = () => Promise.reject(new LanyardError('last_administrator'));
  await runJobs();
  assert.deepEqual(told(), [{ ...decided, outcome: 'approved, but could not be done' }]);
  const other = await ask();
  office.told.length = 0;
  await decide(officer, other.approvalId, 'refuse');
  assert.deepEqual(told(), [{ ...decided, approvalId: other.approvalId, outcome: 'refused' }]);
});

test('of one person fifty requests wait at most, until some are decided or withdrawn', async () => {
  const first = await ask();
  for (let n = 1; n < 50; n++) await ask();
  await assert.rejects(ask(), (error) => error instanceof LanyardError && error.code === 'approval_many');
  await ask(ben);
  await office.call(ada, 'DELETE', `/api/admin/approvals/${first.approvalId}`);
  await ask();
});

test('who asks again and again does not fill mailboxes: what they ask still waits in the list', async () => {
  for (let n = 0; n < 25; n++) await ask();
  assert.equal(office.told.length, 20);
  assert.equal((await office.call<ListPage<ApprovalView>>(ben, 'GET', '/api/admin/approvals')).body.items.length, 25);
});

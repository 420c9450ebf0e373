// An act that needs a second person, over HTTP and the installation's own queue: asked, approved, done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ApprovalAct, SessionView, Submitted } from '@lanyard/contract';
import { createHttp, executeSql, type Http } from '@lanyard/kernel';
import { compositions } from './listeners.ts';
import { anyNames, openOnFreshDatabase, type Opened, sessionFor } from './testing/opened.ts';

let opened: Opened;
let app: Http;
const done: (() => void)[] = [];
/** Settles when the queue has handled one more approved act. */
const nextDone = (): Promise<void> => new Promise((resolve) => done.push(resolve));

before(async () => {
  opened = await openOnFreshDatabase();
  const { contexts } = opened;
  const { directory, jobs, log, signin } = contexts;
  await directory.approvals.work({
    work: (queue, handler) =>
      jobs.work(queue, async (data: never) => {
        await handler(data);
        done.shift()?.();
      }),
  });
  app = await createHttp({ log, guard: signin.guard, ratePerMinute: 100_000 });
  compositions.portal(contexts, app);
});
after(async () => {
  await app?.close();
  await opened?.close();
});

interface Somebody {
  readonly personId: string;
  call(method: 'GET' | 'POST', url: string, payload?: object): Promise<{ status: number; body: unknown }>;
}

/** An administrator with a card shown just now. */
async function administrator(): Promise<Somebody> {
  const { contexts } = opened;
  const { db, directory } = contexts;
  const { id } = await db.tx((tx) => directory.addPerson(tx, { ...anyNames(), roles: ['administrator'] }));
  const headers: Record<string, string> = await sessionFor(contexts, id, 'primary');
  const call: Somebody['call'] = async (method, url, payload) => {
    const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.body === '' ? null : (JSON.parse(answer.body) as unknown) };
  };
  headers['x-csrf-token'] = ((await call('GET', '/api/session')).body as SessionView).csrfToken;
  return { personId: id, call };
}

const bind = (acts: ApprovalAct[]) =>
  opened.contexts.db.tx((tx) =>
    opened.contexts.directory.putSetting(tx, { kind: 'approvals', groupId: null, rank: 0, value: { acts } }),
  );

test('all sessions end once a second administrator has approved it, and not before', async () => {
  await bind(['sessions.end-all']);
  const [ada, ben] = [await administrator(), await administrator()];
  const asked = await ada.call('POST', '/api/admin/sessions/end-all', { reason: 'a stolen laptop' });
  assert.deepEqual([asked.status, (asked.body as Submitted).state], [202, 'waiting']);
  const url = `/api/admin/approvals/${(asked.body as Submitted).approvalId}/decision`;
  const decision = { decision: 'approve', reason: 'seen the report' };
  const own = await ada.call('POST', url, decision);
  assert.equal((own.body as { code: string }).code, 'approval_own');
  const executed = nextDone();
  assert.equal((await ben.call('POST', url, decision)).status, 204);
  await executed;
  for (const somebody of [ada, ben])
    assert.equal((await somebody.call('GET', '/api/session')).status, 401, 'everybody signs in again');
  const { rows } = await executeSql(
    opened.contexts.db.pool,
    `select actor ->> 'personId' as "askedBy", actor ->> 'approvedBy' as "approvedBy" from kernel.audit where act = 'sessions.all-ended'`,
  );
  assert.deepEqual(rows, [{ askedBy: ada.personId, approvedBy: ben.personId }]);
});

test('without the setting one administrator does it alone', async () => {
  await bind([]);
  const ada = await administrator();
  const { status, body } = await ada.call('POST', '/api/admin/sessions/end-all', { reason: 'drill' });
  assert.deepEqual([status, body], [200, { state: 'done', approvalId: null }]);
  assert.equal((await ada.call('GET', '/api/session')).status, 401);
});

// An act that needs a second person, over HTTP and the installation's own queue: asked, approved, done.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { ApprovalAct, BulkView, SessionView, Submitted } from '@lanyard/contract';
import { createHttp, executeSql, type Http, type Jobs } from '@lanyard/kernel';
import { compositions } from './listeners.ts';
import { anyNames, openOnFreshDatabase, type Opened, sessionFor } from './testing/opened.ts';

let opened: Opened;
let app: Http;
const done = new Map<string, (() => void)[]>();
/** Settles when one more job of a queue was done: by default, an approved act. */
const nextDone = (queue = 'directory.approved'): Promise<void> =>
  new Promise((resolve) => done.set(queue, [...(done.get(queue) ?? []), resolve]));

before(async () => {
  opened = await openOnFreshDatabase();
  const { contexts } = opened;
  const { credentials, directory, jobs, log, signin } = contexts;
  const told: Pick<Jobs, 'work' | 'schedule'> = {
    work: (queue, handler) =>
      jobs.work(queue, async (data: never) => {
        await handler(data);
        done.get(queue)?.shift()?.();
      }),
    schedule: async () => {}, // nothing comes by the clock here
  };
  await directory.approvals.work(told);
  await credentials.work(told);
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

/** A credential of somebody's phone, as it is after activation. @returns its id */
async function activeCredential(): Promise<string> {
  const { db, directory } = opened.contexts;
  const { id: person } = await db.tx((tx) => directory.addPerson(tx, anyNames()));
  const [device, primary, request, credential] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const run = (text: string, ...values: unknown[]) => executeSql(db.pool, text, values);
  await run(
    `insert into fleet.device (id, person_id, state, name, platform, os_version, model, wallet_version, installation_id,
      thumbprint, agreement_key, registered_at) values ($1, $2, 'active', 'Phone', 'ios', '18', 'm', '1', $3, $4, '{}', now())`,
    device,
    person,
    randomUUID(),
    device,
  );
  await run(
    `insert into credentials.primary_credential (id, person_id, certificate, sha256, subject, issuer, serial, not_after,
      first_proved_at, last_proved_at, status, status_at)
      values ($1, $2, '\\x00', $3, 'CN=P', 'CN=I', '01', now() + interval '1 year', now(), now(), 'good', now())`,
    primary,
    person,
    primary,
  );
  await run(
    `insert into credentials.request (id, person_id, primary_id, name, provider, state, wrong_limit, with_registration,
      created_at, expires_at) values ($1, $2, $3, 'Derived', 'lanyard', 'activated', 5, true, now(), now())`,
    request,
    person,
    primary,
  );
  await run(
    `insert into credentials.credential (id, person_id, device_id, request_id, primary_id, provider, name, state, created_at,
      issued_at, expires_at) values ($1, $2, $3, $4, $5, 'lanyard', 'Derived', 'active', now(), now(), now() + interval '1 year')`,
    credential,
    person,
    device,
    request,
    primary,
  );
  return credential;
}

test('many credentials are revoked once a second administrator has approved it, and both are told by mail', async () => {
  await bind(['credentials.mass-revocation']);
  const [ada, ben] = [await administrator(), await administrator()];
  const ids = [await activeCredential(), await activeCredential()];
  const other = await activeCredential();
  const order = { act: 'revoke', cause: 'compromised', ids, reason: 'a batch of phones was stolen' };
  const asked = await ada.call('POST', '/api/admin/credentials/bulk', order);
  const bulk = asked.body as BulkView;
  assert.deepEqual([asked.status, bulk.state], [202, 'waiting']);
  const states = async () =>
    (
      await executeSql(
        opened.contexts.db.pool,
        'select state from credentials.credential where id = any($1) order by state',
        [[...ids, other]],
      )
    ).rows.map((row) => (row as { state: string }).state);
  assert.deepEqual(await states(), ['active', 'active', 'active']);
  const worked = nextDone('credentials.bulk');
  const approval = `/api/admin/approvals/${bulk.approvalId}`;
  const decision = { decision: 'approve', reason: 'seen the report' };
  assert.equal((await ben.call('POST', `${approval}/decision`, decision)).status, 204);
  await worked;
  assert.deepEqual(await states(), ['active', 'revoked', 'revoked']);
  const after = (await ada.call('GET', `/api/admin/bulk/${bulk.id}`)).body as BulkView;
  assert.deepEqual([after.state, after.done, after.failed], ['done', 2, 0]);
  const { rows } = await executeSql(
    opened.contexts.db.pool,
    `select kind, person_id from notices.notice where kind like 'approval.%' and facts ->> 'approvalId' = $1
      and person_id = any($2) order by kind`,
    [bulk.approvalId, [ada.personId, ben.personId]],
  );
  assert.deepEqual(rows, [
    { kind: 'approval.asked', person_id: ben.personId },
    { kind: 'approval.decided', person_id: ada.personId },
  ]);
  const audited = await executeSql(
    opened.contexts.db.pool,
    `select distinct actor ->> 'personId' as "askedBy", actor ->> 'approvedBy' as "approvedBy" from kernel.audit
      where act = 'credential.ended' and object = any($1)`,
    [ids],
  );
  assert.deepEqual(audited.rows, [{ askedBy: ada.personId, approvedBy: ben.personId }]);
});

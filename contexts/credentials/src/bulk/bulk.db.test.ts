import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { bulkPreview, type BulkRow, type BulkView } from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import { World } from '../testing/world.ts';

let world: World;
let admin: { id: string };
let resume: () => Promise<void>;
let doJob: (data: object) => Promise<void>;

before(async () => {
  world = await World.start();
  admin = await world.person();
  const handlers = new Map<string, (data: never) => Promise<void>>();
  const jobs = {
    work: async (queue: string, handler: (data: never) => Promise<void>) => void handlers.set(queue, handler),
    schedule: async (queue: string, _cron: string, handler: () => Promise<void>) => void handlers.set(queue, handler),
  };
  await world.credentials.work(jobs);
  resume = async () => handlers.get('credentials.resume-bulks')?.({} as never);
  doJob = async (data) => handlers.get('credentials.bulk')?.(data as never);
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.alone = null;
  world.spent = false;
  world.sent.length = 0;
});

const bound = async (n: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let i = 0; i < n; i++) ids.push((await world.bind(await world.person())).credential.id);
  return ids;
};
const order = (ids: readonly string[], over: object = {}) => ({
  act: 'revoke',
  cause: 'compromised',
  ids,
  reason: 'a batch of phones was stolen',
  ...over,
});
const start = async (ids: readonly string[], over: object = {}) => {
  const { status, body } = await world.call(admin, 'POST', '/api/admin/credentials/bulk', order(ids, over));
  return { status, view: body as unknown as BulkView };
};
const view = async ({ id }: BulkView): Promise<BulkView> =>
  (await world.call(admin, 'GET', `/api/admin/bulk/${id}`)).body as unknown as BulkView;
/** The jobs that wait, as a process that takes them. */
const work = async (): Promise<void> => {
  while (world.sent.length > 0)
    for (const { queue, data } of world.sent.splice(0)) if (queue === 'credentials.bulk') await doJob(data);
};
const counts = ({ state, done, unchanged, failed }: BulkView) => ({ state, done, unchanged, failed });
const stateOf = async (id: string) => {
  const [row] = await world.rows<{ state: string; ended_by: string | null }>(
    'select state, ended_by from credentials.credential where id = $1',
    [id],
  );
  return `${row?.state} ${row?.ended_by}`;
};
const audited = (id: string, act: string) =>
  world.rows<{ actor: { personId: string }; details: { reason: string } }>(
    'select actor, details from kernel.audit where object = $1 and act = $2',
    [id, act],
  );

test('the chosen credentials end once, for the cause and reason given, and no other ends', async () => {
  const [other = '', ...chosen] = await bound(3);
  const { status, view: begun } = await start(chosen);
  assert.deepEqual([status, begun.state, begun.total], [200, 'running', 2]);
  await work();
  await doJob({ bulkId: begun.id });
  assert.deepEqual(counts(await view(begun)), { state: 'done', done: 2, unchanged: 0, failed: 0 });
  for (const id of chosen) {
    assert.equal(await stateOf(id), 'revoked admin-compromised');
    assert.equal(world.issuer.revoked.get(id), 'keyCompromise');
    const rows = await audited(id, 'credential.ended');
    assert.deepEqual(
      rows.map(({ actor, details }) => [actor.personId, details.reason]),
      [[admin.id, 'a batch of phones was stolen']],
    );
  }
  assert.equal(await stateOf(other), 'active null');
});

test('a process that dies in the middle leaves nothing half done, and another goes on where it stopped', async () => {
  const chosen = await bound(3);
  const { view: begun } = await start(chosen);
  // The second object cannot be ended: whoever tries dies there, with the transaction of that object alone.
  const doomed = chosen[1] ?? '';
  const { revoke } = world.issuer;
  world.issuer.revoke = (tx, target) =>
    'credentialId' in target && target.credentialId === doomed
      ? Promise.reject(new Error('the process was killed'))
      : revoke.call(world.issuer, tx, target);
  await assert.rejects(doJob({ bulkId: begun.id }), /killed/);
  assert.equal(await stateOf(doomed), 'active null', 'nothing of it stays');
  assert.deepEqual(counts(await view(begun)), { state: 'running', done: 1, unchanged: 0, failed: 0 });
  world.issuer.revoke = revoke;
  world.sent.length = 0; // its job died with it
  await resume();
  assert.deepEqual(counts(await view(begun)), { state: 'done', done: 3, unchanged: 0, failed: 0 });
  for (const id of chosen) assert.equal((await audited(id, 'credential.ended')).length, 1);
});

test('what fails for good does not hold up the rest, and its row says why', async () => {
  const [ended = '', alive = ''] = await bound(2);
  await start([ended]);
  await work();
  const { view: begun } = await start([ended, alive], { act: 'suspend' });
  await work();
  assert.deepEqual(counts(await view(begun)), { state: 'done', done: 1, unchanged: 0, failed: 1 });
  const { body } = await world.call(admin, 'GET', `/api/admin/bulk/${begun.id}/rows?outcome=failed`);
  const [row] = body['items'] as BulkRow[];
  assert.deepEqual(
    [row?.objectId, row?.code, row?.title],
    [ended, 'credential_not_active', 'This derived credential is not active.'],
  );
});

test('several processes share the work: each object is done by one of them', async () => {
  const chosen = await bound(6);
  const { view: begun } = await start(chosen, { act: 'suspend' });
  const job = { bulkId: begun.id };
  await Promise.all([doJob(job), doJob(job), doJob(job)]);
  assert.deepEqual(counts(await view(begun)), { state: 'done', done: 6, unchanged: 0, failed: 0 });
  for (const id of chosen) assert.equal((await audited(id, 'credential.suspended')).length, 1);
  const { view: back } = await start(chosen, { act: 'resume' });
  await work();
  assert.equal((await view(back)).done, 6);
  for (const id of chosen) assert.equal(await stateOf(id), 'active null');
});

test('above the limit of the setting a second person is asked, and until then nothing happens', async () => {
  world.alone = 1;
  const chosen = await bound(2);
  const look = await world.call(admin, 'POST', '/api/admin/credentials/bulk/preview', { act: 'revoke', ids: chosen });
  assert.deepEqual(bulkPreview.parse(look.body), { total: 2, changed: 2, people: 2, ending: 2, needsApproval: true });
  const { status, view: waits } = await start(chosen);
  assert.deepEqual([status, waits.state, waits.approvalId !== null, world.sent.length], [202, 'waiting', true, 0]);
  await doJob({ bulkId: waits.id });
  assert.equal(await stateOf(chosen[0] ?? ''), 'active null');
  const alone = await start(chosen.slice(0, 1));
  assert.equal(alone.status, 200);
});

test('devices taken together count as the credentials on them', async () => {
  world.alone = 1;
  const person = await world.person();
  const one = await world.bind(person);
  const two = await world.bind(await world.person());
  const ids = [one.phone.device.id, two.phone.device.id];
  const url = '/api/admin/devices/bulk';
  const asked = await world.call(admin, 'POST', url, { act: 'lost', ids, reason: 'a stolen bag' });
  assert.equal(asked.status, 202);
  world.alone = null;
  const { body } = await world.call(admin, 'POST', url, { act: 'lost', ids, reason: 'a stolen bag' });
  await work();
  assert.deepEqual(counts(await view(body as unknown as BulkView)), {
    state: 'done',
    done: 2,
    unchanged: 0,
    failed: 0,
  });
  assert.equal(await stateOf(one.credential.id), 'revoked device-lost');
});

test('an id that is not there is named, and nothing begins', async () => {
  const chosen = await bound(1);
  const unknown = '00000000-0000-4000-8000-000000000000';
  const { body } = await world.call(admin, 'POST', '/api/admin/credentials/bulk', order([...chosen, unknown]));
  assert.deepEqual([body['code'], body['details']], ['not_found', { objects: [unknown] }]);
  assert.equal(world.sent.length, 0);
});

test('neither ids nor a filter, or both, is refused', async () => {
  for (const over of [{ ids: undefined }, { filter: { state: 'active' } }]) {
    const { body } = await world.call(admin, 'POST', '/api/admin/credentials/bulk', order(await bound(1), over));
    assert.equal(body['code'], 'input_invalid');
  }
});

test('results are forgotten after 90 days', async () => {
  const { view: begun } = await start(await bound(1), { act: 'suspend' });
  await work();
  await executeSql(
    world.db.pool,
    `update credentials.bulk set created_at = created_at - interval '91 days' where id = $1`,
    [begun.id],
  );
  await resume();
  assert.equal((await world.call(admin, 'GET', `/api/admin/bulk/${begun.id}`)).status, 404);
});

test('who has acted alone too often in this hour ends no more alone: one by one, by device, or in small bulk acts', async () => {
  const { phone, credential } = await world.bind(await world.person());
  world.alone = 5;
  world.spent = true;
  const url = `/api/admin/credentials/${credential.id}/revoke`;
  const one = await world.call(admin, 'POST', url, { cause: 'withdrawn', reason: 'x' });
  assert.deepEqual([one.status, one.body['code']], [429, 'approval_alone_spent']);
  const by = { actor: { kind: 'person', personId: admin.id }, correlationId: 'c', reason: 'x' } as const;
  const device = phone.device;
  await assert.rejects(
    world.db.tx((tx) => world.credentials.endDevice(tx, device, 'lost', by)),
    /approval_alone_spent|as much alone/,
  );
  const few = await start([credential.id]);
  assert.equal((few.view as unknown as { code: string }).code, 'approval_alone_spent');
  assert.equal(await stateOf(credential.id), 'active null');
  assert.equal((await start([credential.id], { act: 'suspend' })).status, 200);
});

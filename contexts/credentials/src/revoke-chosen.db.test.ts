import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Jobs } from '@lanyard/kernel';
import { World } from './testing/world.ts';

const input = (credentialIds: readonly string[], over: object = {}) => ({
  credentialIds,
  cause: 'compromised',
  reason: 'a batch of phones was stolen',
  ...over,
});

/** Does the jobs that wait, as a process that takes them; `times` of them arrive so often. */
async function work(world: World, times = 1): Promise<void> {
  const handlers = new Map<string, (data: never) => Promise<void>>();
  const jobs = {
    work: async (queue: string, handler: (data: never) => Promise<void>) => void handlers.set(queue, handler),
    schedule: async () => {},
  };
  await world.credentials.work(jobs as unknown as Jobs); // sound: nothing else of it is used
  for (const { queue, data } of world.sent.splice(0))
    for (let n = 0; n < times; n++) await handlers.get(queue)?.(data as never);
}

test('the chosen credentials end once, for the reason that the administrator gave, and no other ends', async () => {
  await using world = await World.start();
  const admin = await world.person();
  const bound = [];
  for (let n = 0; n < 3; n++) bound.push((await world.bind(await world.person())).credential.id);
  const [other, ...chosen] = bound;
  const answer = await world.call(admin, 'POST', '/api/admin/credentials/revoke', input(chosen));
  assert.deepEqual([answer.status, answer.body], [200, { state: 'done', approvalId: null }]);
  await work(world, 2);
  const rows = await world.rows<{ id: string; state: string; ended_by: string | null }>(
    'select id, state, ended_by from credentials.credential',
  );
  const byId = new Map(rows.map(({ id, state, ended_by }) => [id, `${state} ${ended_by}`]));
  assert.deepEqual(
    chosen.map((id) => byId.get(id)),
    ['revoked admin-compromised', 'revoked admin-compromised'],
  );
  assert.equal(byId.get(other ?? ''), 'active null');
  const audit = await world.rows<{ act: string; actor: { personId: string } }>(
    `select act, actor from kernel.audit where act in ('credential.ended', 'credentials.revoked-many') order by id`,
  );
  assert.deepEqual(
    audit.map(({ act, actor }) => [act, actor.personId]),
    [
      ['credentials.revoked-many', admin.id],
      ['credential.ended', admin.id],
      ['credential.ended', admin.id],
    ],
  );
});

test('one that is still being made ends with its request', async () => {
  await using world = await World.start();
  const person = await world.person();
  const { requestId, activationPassword } = await world.request(person);
  const { body } = await world.activate(await world.phone(person), requestId, activationPassword);
  const id = String(body['credentialId']);
  await world.call(person, 'POST', '/api/admin/credentials/revoke', input([id]));
  await work(world);
  assert.equal(await world.stateOf(id), 'revoked');
  const [request] = await world.rows<{ state: string }>('select state from credentials.request where id = $1', [
    requestId,
  ]);
  assert.equal(request?.state, 'cancelled');
});

test('a credential that is not there is named, and nothing is revoked', async () => {
  await using world = await World.start();
  const admin = await world.person();
  const { credential } = await world.bind(await world.person());
  const unknown = '00000000-0000-4000-8000-000000000000';
  const { body } = await world.call(admin, 'POST', '/api/admin/credentials/revoke', input([credential.id, unknown]));
  assert.deepEqual([body['code'], body['details']], ['credential_not_found', { credentials: [unknown] }]);
  assert.equal(world.sent.length, 0);
});

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import type { IntakeLine, IntakeView, ListPage, PersonRow } from '@lanyard/contract';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';

let app: AdminApp;
before(async () => {
  app = await openAdminApp();
});
after(() => app.close());

const HEADER = 'userName,upn,email,displayName,givenName,surname,state,groups';
const line = (name: string, rest: { state?: string; groups?: string; surname?: string } = {}) =>
  `${name},${name}@agency.example,${name}@mail.example,${name} Vega,${name},${rest.surname ?? 'Vega'},${rest.state ?? ''},${rest.groups ?? ''}`;
const upload = (lines: readonly string[], query = '', header = HEADER) =>
  app.call<IntakeView>('POST', `/api/admin/people/import?name=staff.csv${query}`, [header, ...lines, ''].join('\n'));
const linesOf = async (intake: IntakeView) =>
  (await app.call<{ items: IntakeLine[] }>('GET', `/api/admin/intakes/${intake.id}/lines`)).body.items;
const apply = async (intake: IntakeView) => {
  const answer = await app.call<IntakeView>('POST', `/api/admin/intakes/${intake.id}/apply`);
  await app.runJobs();
  return answer;
};
const look = async (intake: IntakeView) => (await app.call<IntakeView>('GET', `/api/admin/intakes/${intake.id}`)).body;
const found = async (q: string) => (await app.call<ListPage<PersonRow>>('GET', `/api/admin/people?q=${q}`)).body.items;

test('a file is shown line by line before anything happens, and then taken whole', async () => {
  const { status, body } = await upload(
    [line('first1'), line('first2', { groups: 'New Group' })],
    '&createGroups=true',
  );
  assert.equal(status, 201);
  assert.deepEqual([body.state, body.counts.new, body.counts.joins], ['ready', 2, 1]);
  assert.deepEqual(await found('first1'), []);
  assert.equal((await apply(body)).status, 202);
  assert.deepEqual((await look(body)).progress, { done: 2, of: 2 });
  const [person] = await found('first1');
  assert.deepEqual([person?.origin, person?.state], ['csv', 'active']);
  const [group] = await app.sql<{ n: number }>(
    `select count(*) as n from directory.membership m join directory.user_group g on g.id = m.group_id where g.name = 'New Group'`,
  );
  assert.equal(group?.n, 1);
});

test('of a file with one bad line nothing is taken, and the line says why', async () => {
  const { body } = await upload([
    line('good1'),
    line('bad1', { state: 'retired' }),
    line('bad2', { groups: 'Nowhere' }),
  ]);
  assert.equal(body.counts.refused, 2);
  const refused = (await linesOf(body)).filter(({ outcome }) => outcome === 'refused');
  assert.deepEqual(
    refused.map((l) => [l.line, l.reason]),
    [
      [3, 'state: "retired" is not active, suspended or terminated'],
      [4, 'groups: there is no user group "Nowhere"'],
    ],
  );
  const answer = await app.call('POST', `/api/admin/intakes/${body.id}/apply`);
  assert.equal(answer.problem.code, 'intake_refused_lines');
  assert.deepEqual(await found('good1'), []);
});

test('the second line with the same UPN is refused, naming the first', async () => {
  const { body } = await upload([line('twin'), line('TWIN')]);
  assert.match((await linesOf(body)).at(-1)?.reason ?? '', /same user name twin as line 2/);
});

test('what was exported is imported again as unchanged', async () => {
  await apply((await upload([line('round1', { groups: 'Round' }), line('round2')], '&createGroups=true')).body);
  const { text } = await app.call('GET', '/api/admin/people?q=round', undefined, { accept: 'text/csv' });
  const again = await app.call<IntakeView>('POST', '/api/admin/people/import', text);
  assert.deepEqual([again.body.counts.unchanged, again.body.counts.changed, again.body.counts.refused], [2, 0, 0]);
});

test('states and groups of people who are here change with their jobs, told for each', async () => {
  await apply((await upload([line('mover1', { groups: 'Old' }), line('mover2')], '&createGroups=true')).body);
  app.sent.length = 0;
  const { body } = await upload(
    [line('mover1', { groups: 'Other' }), line('mover2', { state: 'suspended' })],
    '&createGroups=true',
  );
  assert.deepEqual([body.counts.changed, body.counts.joins, body.counts.leaves], [2, 1, 1]);
  await apply(body);
  assert.deepEqual(
    app.sent.map(({ queue }) => queue),
    ['directory.person-suspended', 'directory.setting-changed'],
  );
});

test('a file in which somebody was changed since the preview is not taken, not even in part', async () => {
  await apply((await upload([line('stale1'), line('stale2')])).body);
  const { body } = await upload([line('stale1', { surname: 'Other' }), line('stale2', { surname: 'Other' })]);
  const [second] = await found('stale2');
  await app.call(
    'PATCH',
    `/api/admin/people/${second?.id}`,
    { displayName: 'Somebody was faster' },
    { 'if-match': '"1"' },
  );
  await apply(body);
  const failed = await look(body);
  assert.equal(failed.state, 'failed');
  assert.match(failed.problem ?? '', /Line 3 \(stale2\).*Nothing was done/);
  assert.equal((await found('stale1'))[0]?.surname, 'Vega');
});

test('two processes that apply one file do it once', async () => {
  const { body } = await upload(Array.from({ length: 30 }, (_, i) => line(`once${i}`)));
  await app.call('POST', `/api/admin/intakes/${body.id}/apply`);
  const job = app.sent.splice(0).find(({ queue }) => queue === 'directory.apply-intake');
  assert.ok(job);
  app.sent.push(job, job);
  await Promise.all([app.runJobs(), app.runJobs()]);
  assert.equal((await look(body)).state, 'done');
  const [added] = await app.sql<{ n: number }>(
    `select count(*) as n from kernel.audit where act = 'person.added' and details ->> 'intake' = $1`,
    [body.id],
  );
  assert.equal(added?.n, 30);
  assert.equal((await app.call('POST', `/api/admin/intakes/${body.id}/apply`)).problem.code, 'intake_not_ready');
});

test('a file changes people added by hand, who stay so, and takes others over only where it is told to', async () => {
  const add = (userName: string) => ({
    userName,
    upn: `${userName}@agency.example`,
    email: `${userName}@mail.example`,
    displayName: `${userName} Vega`,
    givenName: userName,
    surname: 'Old',
  });
  await app.call('POST', '/api/admin/people', add('byhand'));
  await app.call('POST', '/api/admin/people', add('byidp'));
  await app.sql(`update directory.person set origin = 'scim' where user_name = 'byidp'`);
  const both = [line('byhand'), line('byidp')];
  const { body } = await upload(both);
  assert.deepEqual([body.counts.changed, body.counts.refused], [1, 1]);
  const told = await upload(both, '&takeOver=true');
  const [, taken] = await linesOf(told.body);
  assert.deepEqual(taken?.changes.at(-1), { field: 'origin', before: 'scim', after: 'csv' });
  await apply(told.body);
  assert.deepEqual([(await found('byhand'))[0]?.origin, (await found('byidp'))[0]?.origin], ['hand', 'csv']);
});

for (const [what, sql] of [
  ['is looked after by somebody else', `update directory.user_group set origin = 'scim' where name = $1`],
  ['was deleted', 'delete from directory.user_group where name = $1'],
] as const)
  test(`a file that puts somebody into a group that ${what} since the preview is not taken`, async () => {
    const group = `Since it ${what}`;
    await app.call('POST', '/api/admin/groups', { name: group });
    const name = what.replaceAll(' ', '');
    const { body } = await upload([line(name, { groups: group }), line(`${name}2`)]);
    assert.equal(body.state, 'ready');
    await app.sql(sql, [group]);
    await apply(body);
    const failed = await look(body);
    assert.equal(failed.state, 'failed');
    assert.match(failed.problem ?? '', /Line 2 .*changed by somebody else since the preview/);
    assert.deepEqual(await found(name), []);
  });

test('a discarded preview does nothing any more', async () => {
  const { body } = await upload([line('never')]);
  assert.equal((await app.call<IntakeView>('POST', `/api/admin/intakes/${body.id}/discard`)).body.state, 'discarded');
  assert.equal((await app.call('POST', `/api/admin/intakes/${body.id}/apply`)).problem.code, 'intake_not_ready');
});

test('what is no file of people is refused by what is wrong with it', async () => {
  const none = await upload([], '', 'a,b');
  assert.equal(none.status, 400);
  assert.deepEqual(
    ((none.problem.details?.['fields'] ?? []) as { field: string }[]).map(({ field }) => field),
    ['userName', 'upn', 'givenName', 'surname'],
  );
  const json = await app.call('POST', '/api/admin/people/import', { not: 'csv' });
  assert.equal(json.problem.code, 'input_invalid');
});

test('a file that is too large is refused while it is still being sent, and the sender hears why', async () => {
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const chunk = Buffer.from(`${line('large')}\n`.repeat(1_000));
  const body = async function* () {
    yield Buffer.from(`${HEADER}\n`);
    for (let octets = 0; octets < 12 * 1_024 * 1_024; octets += chunk.length) yield chunk;
  };
  const request = { method: 'POST', headers: { 'content-type': 'text/csv' }, duplex: 'half' } as const;
  const answer = await fetch(`${address}/api/admin/people/import`, {
    ...request,
    body: Readable.toWeb(Readable.from(body())) as BodyInit,
  });
  assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [413, 'input_too_large']);
});

test('a month after an intake its lines are forgotten, and its counts are not', async () => {
  const { body } = await upload([line('forgotten')]);
  await apply(body);
  app.clock.advance(31 * 86_400_000);
  await app.tick('directory.sweep-intakes');
  assert.deepEqual(await linesOf(body), []);
  assert.equal((await look(body)).counts.new, 1);
});

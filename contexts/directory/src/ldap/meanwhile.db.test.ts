// What happens to a run of a directory while it reads or is applied: its connection changes or goes, another process takes over.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { IntakeView, LdapView } from '@lanyard/contract';
import { sql } from 'kysely';
import { openAdminApp, type AdminApp } from '../testing/admin-app.ts';
import { fakeLdap, type FakeDirectory } from '../testing/fake-ldap.ts';
import { LdapProblem, type OpenLdap } from './port.ts';

let app: AdminApp;
let fake: FakeDirectory;
let open: OpenLdap;
let connection: LdapView;
before(async () => {
  fake = fakeLdap();
  app = await openAdminApp({ openLdap: (...all) => open(...all) });
});
after(() => app.close());

let counter = 0;
beforeEach(async () => {
  open = fake.open;
  app.sent.length = 0;
  fake.people.clear();
  const input = { name: `Meanwhile ${++counter}`, url: 'ldaps://directory.agency.example', baseDns: ['dc=agency'] };
  connection = (await app.call<LdapView>('POST', '/api/admin/ldap', { connection: input })).body;
});

function employ(over: Record<string, string> = {}): string {
  const uid = `meanwhile${++counter}`;
  fake.people.set(uid, { mail: `${uid}@agency.example`, givenName: 'N', sn: uid, cn: uid, ...over });
  return uid;
}
const begin = async () => (await app.call<IntakeView>('POST', `/api/admin/ldap/${connection.id}/sync`)).body.id;
const intake = async (id: string) => (await app.call<IntakeView>('GET', `/api/admin/intakes/${id}`)).body;
const person = async (uid: string) =>
  (
    await app.sql<{ origin: string; source_id: string | null; surname: string }>(
      'select origin, source_id, surname from directory.person where user_name = $1',
      [uid],
    )
  )[0];
/** Jobs of one process, until there are none. */
async function run(): Promise<string> {
  const id = await begin();
  await app.runJobs();
  return id;
}
async function change(over: object) {
  const { body } = await app.call<LdapView>('GET', `/api/admin/ldap/${connection.id}`);
  const input = { connection: { ...body.connection, ...over } };
  const ifMatch = { 'if-match': `"${body.version}"` };
  assert.equal((await app.call('PUT', `/api/admin/ldap/${connection.id}`, input, ifMatch)).status, 200);
}
const remove = async () => {
  const { body } = await app.call<LdapView>('GET', `/api/admin/ldap/${connection.id}`);
  return app.call('DELETE', `/api/admin/ldap/${connection.id}`, undefined, { 'if-match': `"${body.version}"` });
};

/** A conversation that comes as far as a place, and waits there to be let on. */
function stopAt(place: 'open' | 'close') {
  const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const wait = async () => {
    reached.resolve();
    await goOn.promise;
  };
  const stopping: OpenLdap = async (...all) => {
    if (place === 'open') await wait();
    const session = await fake.open(...all);
    return place === 'close' ? { ...session, close: wait } : session;
  };
  return { open: stopping, reached: reached.promise, goOn: goOn.resolve, fail: goOn.reject };
}

test('a connection that is changed while it is read is read whole the next time', async () => {
  const uid = employ({ modifyTimestamp: '20260101000000', title: 'Nova' });
  await run();
  const stop = stopAt('close');
  open = stop.open;
  await begin();
  const reading = app.runJobs();
  await stop.reached;
  const { body } = await app.call<LdapView>('GET', `/api/admin/ldap/${connection.id}`);
  await change({ attributes: { ...body.connection.attributes, surname: 'title' } });
  open = fake.open;
  stop.goOn();
  await reading;
  await run();
  assert.equal((await person(uid))?.surname, 'Nova');
});

test('who is added while the connection is deleted is looked after by hand, and what was not done yet is left', async () => {
  const uid = employ();
  const id = await begin();
  let removing: ReturnType<typeof remove> | undefined;
  await app.sql(`create function directory.stop() returns trigger language plpgsql as $$ begin
    perform pg_advisory_xact_lock(77); return new; end $$`);
  await app.sql('create trigger stop before insert on directory.person for each row execute function directory.stop()');
  const waiting = async (n: number) =>
    (await app.sql(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
      .length >= n;
  let jobs: Promise<void> | undefined;
  await app.db.tx(async (tx) => {
    await sql`select pg_advisory_xact_lock(77)`.execute(tx);
    jobs = app.runJobs();
    while (!(await waiting(1)));
    let removed = false;
    removing = remove().finally(() => (removed = true));
    while (!removed && !(await waiting(2)));
  });
  await jobs;
  assert.equal((await removing)?.status, 204);
  const added = await person(uid);
  assert.ok(added === undefined || added.origin === 'hand', JSON.stringify(added));
  assert.ok(['done', 'discarded'].includes((await intake(id)).state));
  await app.sql('drop function directory.stop() cascade');
});

test('a run that was being read or waits when its connection is deleted comes to nothing', async () => {
  const stop = stopAt('close');
  open = stop.open;
  const uid = employ();
  const id = await begin();
  const reading = app.runJobs();
  await stop.reached;
  assert.equal((await remove()).status, 204);
  stop.goOn();
  await reading;
  assert.deepEqual([(await intake(id)).state, await person(uid)], ['discarded', undefined]);
});

test('a process that lost a run to another neither fails nor settles it', async () => {
  for (const lost of ['fails', 'settles'] as const) {
    const [one, other] = [stopAt(lost === 'fails' ? 'open' : 'close'), stopAt('open')];
    const uid = employ();
    open = one.open;
    const id = await begin();
    const job = app.sent[0];
    assert.ok(job);
    const first = app.runJobs();
    await one.reached;
    // The first froze: its lease is over, and its job is given to another process.
    app.clock.advance(360_000);
    open = other.open;
    app.sent.push(job);
    const second = app.runJobs();
    await other.reached;
    if (lost === 'fails') one.fail(new LdapProblem('search', 'The directory closed the connection.'));
    else one.goOn();
    await first;
    assert.equal((await intake(id)).state, 'reading', lost);
    other.goOn();
    await second;
    assert.equal((await intake(id)).state, 'done');
    assert.equal((await person(uid))?.origin, 'ldap');
  }
});

test('a directory that takes hours to read is not given up while a process reads it', async () => {
  const stop = stopAt('open');
  open = stop.open;
  const uid = employ();
  const id = await begin();
  const reading = app.runJobs();
  await stop.reached;
  await app.sql(`update directory.intake set made_at = made_at - interval '3 hours' where id = $1`, [id]);
  await app.tick('directory.sweep-intakes');
  assert.equal((await intake(id)).state, 'reading');
  stop.goOn();
  await reading;
  assert.equal((await person(uid))?.origin, 'ldap');
});

test('a process that comes late to a run that another just read does not forget what that one found', async () => {
  const id = await begin();
  let late: Promise<void> | undefined;
  await app.db.tx(async (tx) => {
    await sql`lock table directory.ldap_connection in access exclusive mode`.execute(tx);
    late = app.runJobs();
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await app.sql(waits)).length === 0);
    await sql`update directory.intake set state = 'applying', lines = 1 where id = ${id}`.execute(tx);
    await sql`insert into directory.intake_line (intake_id, line, outcome, facts) values (${id}, 1, 'new', '{}')`.execute(
      tx,
    );
  });
  await late;
  assert.equal((await app.sql('select 1 from directory.intake_line where intake_id = $1', [id])).length, 1);
});

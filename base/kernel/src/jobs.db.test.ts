import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { executeSql, openDb, type Db, type Queryable } from './db.ts';
import { startJobs, type Jobs } from './jobs.ts';
import { freshDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
let db: Db;
let jobs: Jobs;
const told: Error[] = [];

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  const { host, port, user } = database;
  const connection = { host, port, user, database: database.database };
  jobs = await startJobs({ connection, onError: (error) => told.push(error) });
});
after(async () => {
  await jobs.stop();
  await db.close();
  await database.drop();
});

const waiting = async (queue: string, on: Queryable = db.pool): Promise<number> =>
  (await executeSql(on, `select id from pgboss.job where name = $1 and state = 'created'`, [queue])).rows.length;
const send = (queue: string, n: number, on: Queryable = db.pool): Promise<void> =>
  jobs.send(on, queue, { n }, { singletonKey: 'one' });

test('what is sent exists if and only if its transaction commits', async () => {
  await assert.rejects(
    db.tx(async (tx) => {
      await jobs.send(tx, 'outbox', {});
      throw new Error('the act failed');
    }),
  );
  assert.equal(await waiting('outbox'), 0);
  await db.tx((tx) => jobs.send(tx, 'outbox', {}));
  assert.equal(await waiting('outbox'), 1);
});

test('a job that fails takes none of its batch along, is told of, and tried again', async () => {
  for (const n of [1, 2, 3]) await jobs.send(db.pool, 'batch', { n });
  const done: number[] = [];
  const all = Promise.withResolvers<void>();
  await jobs.work('batch', async ({ n }: { n: number }) => {
    if (n === 2 && told.length === 0) throw new Error('two is not ready');
    done.push(n);
    if (done.length === 3) all.resolve();
  });
  await all.promise;
  assert.equal(done.at(-1), 2);
  assert.match(told[0]?.message ?? '', /^job batch failed, try 1 of 101$/);
  assert.deepEqual(told[0]?.cause, new Error('two is not ready'));
});

test('a job folds into one with its key that still waits', async () => {
  await send('fold', 1);
  await db.tx((tx) => send('fold', 2, tx));
  assert.equal(await waiting('fold'), 1);
  await jobs.send(db.pool, 'fold', { n: 3 }, { singletonKey: 'another' });
  await jobs.send(db.pool, 'fold', { n: 4 });
  assert.equal(await waiting('fold'), 3);
});

test('what is folded into a waiting job is committed before anybody takes that job', async () => {
  await send('held', 1);
  await db.tx(async (tx) => {
    await send('held', 2, tx);
    const free = await executeSql(
      db.pool,
      `select id from pgboss.job where name = 'held' and state = 'created' for update skip locked`,
    );
    assert.deepEqual(free.rows, []);
  });
  assert.equal(await waiting('held'), 1);
});

test('transactions that fold at the same moment wait for each other in no way', async () => {
  await send('both', 1);
  await db.tx(async (one) => {
    await send('both', 2, one);
    await db.tx((two) => send('both', 3, two));
  });
  assert.equal(await waiting('both'), 2);
});

test('a job that waits longer than wanted is not folded into', async () => {
  const later = new Date(Date.now() + 3_600_000);
  await jobs.send(db.pool, 'later', {}, { singletonKey: 'one', startAfter: later });
  await send('later', 2);
  assert.equal(await waiting('later'), 2);
});

test('a job that keeps failing is tried for many hours, a tick of a schedule only until the next', async () => {
  await jobs.send(db.pool, 'patient', {});
  await jobs.schedule('ticking', '* * * * *', () => Promise.resolve());
  const { rows } = await executeSql(
    db.pool,
    `select retry_limit, retry_delay_max from pgboss.job where name = 'patient'`,
  );
  assert.deepEqual(rows, [{ retry_limit: 100, retry_delay_max: 600 }]);
  const { rows: ticks } = await executeSql(db.pool, `select options ->> 'retryLimit' as n from pgboss.schedule`);
  assert.deepEqual(ticks, [{ n: '2' }]);
});

test('a queue of an earlier version takes on the options of this one', async () => {
  await executeSql(db.pool, `select pgboss.create_queue('older', '{"policy":"standard","retryLimit":1}'::jsonb)`);
  await jobs.send(db.pool, 'older', {});
  const { rows } = await executeSql(db.pool, `select retry_limit from pgboss.queue where name = 'older'`);
  assert.deepEqual(rows, [{ retry_limit: 100 }]);
});

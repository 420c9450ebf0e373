import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { executeSql, openDb, type Db } from './db.ts';
import { isLanyardError } from './errors.ts';
import { freshDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await freshDatabase();
  db = openDb(database);
});
after(async () => {
  await db.close();
  await database.drop();
});

test('no statement and no transaction that waits for its process holds others up for long', async () => {
  const show = async (name: string) => (await executeSql(db.pool, `select current_setting($1) as value`, [name])).rows;
  assert.deepEqual(await show('statement_timeout'), [{ value: '30s' }]);
  assert.deepEqual(await show('idle_in_transaction_session_timeout'), [{ value: '1min' }]);
});

test('a transaction that the server ended for standing idle is a database that is away, and the process goes on', async () => {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  await assert.rejects(
    db.tx(async (tx) => {
      await executeSql(tx, `set local idle_in_transaction_session_timeout = 20`);
      const gone = async (): Promise<boolean> =>
        (
          await executeSql(
            db.pool,
            `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
          )
        ).rows.length === 0;
      while (!(await gone()));
      resolve();
      await executeSql(tx, 'select 1');
    }),
    (error) => isLanyardError(error, 'database_unavailable'),
  );
  await ended;
  assert.deepEqual((await executeSql(db.pool, 'select 1 as one')).rows, [{ one: 1 }]);
});

test('of two transactions that wait for each other one goes on, and the other is undone and says so by name', async () => {
  await executeSql(db.pool, 'create table pair as select n, 0 as turns from generate_series(1, 2) n');
  const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const turn = (first: number, second: number) =>
    db.tx(async (tx) => {
      const take = (n: number) => executeSql(tx, 'update pair set turns = turns + 1 where n = $1', [n]);
      await take(first);
      both[first - 1]?.resolve();
      await both[second - 1]?.promise;
      await take(second);
    });
  const ends = await Promise.allSettled([turn(1, 2), turn(2, 1)]);
  const [refused, ...more] = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason as unknown);
  assert.ok(isLanyardError(refused, 'database_busy') && more.length === 0);
  const { rows } = await executeSql(db.pool, 'select turns from pair');
  assert.deepEqual(rows, [{ turns: 1 }, { turns: 1 }]);
});

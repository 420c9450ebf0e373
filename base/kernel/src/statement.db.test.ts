import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { executeSql, openDb, type Db } from './db.ts';
import { runStatement, statement } from './statement.ts';
import { freshDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await freshDatabase();
  db = openDb({ ...database, max: 1 });
});
after(async () => {
  await db.close();
  await database.drop();
});

const SUM = statement('test.sum', 'select $1::int + $2::int as sum');

test('a statement is prepared once for a connection, and other queries never are', async () => {
  for (const [a, b, sum] of [
    [1, 2, 3],
    [20, 30, 50],
  ])
    assert.deepEqual(await runStatement(db.pool, SUM, [a, b]), [{ sum }]);
  await executeSql(db.pool, 'select $1::int as one', [1]);
  const kept = await executeSql(
    db.pool,
    'select name, generic_plans + custom_plans as runs from pg_prepared_statements',
  );
  assert.deepEqual(kept.rows, [{ name: 'test.sum', runs: 2 }]);
});

test('a statement runs in a transaction, and sees what it did', async () => {
  const count = statement('test.count', 'select count(*) as n from counted');
  await db.tx(async (tx) => {
    await executeSql(tx, 'create temporary table counted on commit drop as select 1 as n');
    assert.deepEqual(await runStatement(tx, count, []), [{ n: 1 }]);
  });
});

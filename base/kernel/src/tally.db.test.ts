import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { executeSql, openDb, type Db } from './db.ts';
import { foldTally } from './tally.ts';
import { freshDatabase, type TestDatabase } from './testing.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  await executeSql(db.pool, 'create schema counted');
  await executeSql(db.pool, 'create table counted.tally (name text not null, n bigint not null)');
});
after(async () => {
  await db.close();
  await database.drop();
});

const add = (name: string, n: number, times = 1) =>
  executeSql(db.pool, 'insert into counted.tally select $1, $2::bigint from generate_series(1, $3::int)', [
    name,
    n,
    times,
  ]);
const rows = async () =>
  (await executeSql(db.pool, 'select name, n from counted.tally order by name, n')).rows as {
    name: string;
    n: number;
  }[];

test('changes are added up, and what came to nothing is gone', async () => {
  await add('a', 1, 7);
  await add('a', -1, 2);
  await add('b', 1);
  await add('b', -1);
  await foldTally(db.pool, 'counted');
  assert.deepEqual(await rows(), [{ name: 'a', n: 5 }]);
});

test('several that add up at once, while others change, lose and repeat nothing', async () => {
  await Promise.all(
    Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? foldTally(db.pool, 'counted') : add('a', 1, 50))),
  );
  await foldTally(db.pool, 'counted');
  assert.deepEqual(await rows(), [{ name: 'a', n: 5 + 16 * 50 }]);
});

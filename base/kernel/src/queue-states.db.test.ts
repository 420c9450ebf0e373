import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDb } from './db.ts';
import { startJobs } from './jobs.ts';
import { queueStates } from './queue-states.ts';
import { freshDatabase } from './testing.ts';

test('what waits is told by queue, and since when; later work is not late', async () => {
  const database = await freshDatabase();
  const db = openDb(database);
  const now = new Date();
  try {
    assert.deepEqual(await queueStates(db.pool, now), []);
    const { host, port, user } = database;
    const failed = (error: Error): never => assert.fail(error);
    const jobs = await startJobs({ connection: { host, port, user, database: database.database }, onError: failed });
    await jobs.send(db.pool, 'due', {});
    await jobs.send(db.pool, 'due', {});
    await jobs.send(db.pool, 'later', {}, { startAfter: new Date(now.getTime() + 3_600_000) });
    const states = await queueStates(db.pool, new Date(now.getTime() + 60_000));
    await jobs.stop();
    const [due, later] = ['due', 'later'].map((queue) => states.find((state) => state.queue === queue));
    assert.deepEqual([due?.waiting, due?.retrying, later?.waiting, later?.oldest], [2, 0, 1, null]);
    assert.ok(due?.oldest instanceof Date);
  } finally {
    await db.close();
    await database.drop();
  }
});

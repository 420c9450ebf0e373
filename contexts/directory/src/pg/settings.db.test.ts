import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeSql } from '@lanyard/kernel';
import { sql } from 'kysely';
import { actorWords } from './settings.ts';
import { openOffice } from '../testing/office.ts';

test('who changed a setting is found by their id, however many people there are', async (t) => {
  const office = await openOffice();
  t.after(() => office.close());
  const query = sql`explain select ${actorWords(sql.ref('h.by'))} from directory.setting_history h`.compile(
    office.db.pool,
  );
  await office.db.tx(async (tx) => {
    await executeSql(tx, 'set local enable_seqscan = off');
    const { rows } = await executeSql(tx, query.sql, query.parameters);
    assert.match(JSON.stringify(rows), /person_pkey/);
  });
});

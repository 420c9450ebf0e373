import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeSql } from '@lanyard/kernel';
import { openOffice } from '../testing/office.ts';

test('ADM-020 Entrust and registration by PIN turned off are not both saved by two at the same moment', async (t) => {
  const office = await openOffice();
  t.after(() => office.close());
  const ada = await office.person('administrator');
  const value = {
    anchors: [],
    provider: 'entrust',
    type: 'Certificate',
    selfServiceModuleUrl: 'https://ssm.example:8448/SelfService',
  };
  const waits = `select 1 from pg_locks where not granted and locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
  let answer: ReturnType<typeof office.call> | undefined;
  await office.db.tx(async (tx) => {
    await office.directory.putSetting(tx, { kind: 'portal_authentication', groupId: null, rank: 0, value });
    let ended = false;
    const url = '/api/admin/settings/device_registration/default';
    answer = office
      .call(ada, 'PUT', url, { value: { type: 'Off' } }, { headers: { 'if-match': '"0"' } })
      .finally(() => (ended = true));
    while (!ended && (await executeSql(office.db.pool, waits)).rows.length === 0);
  });
  const { status, problem } = (await answer) ?? {};
  assert.deepEqual([status, problem?.code], [409, 'setting_contradiction']);
});

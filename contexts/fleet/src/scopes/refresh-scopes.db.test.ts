import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { executeSql } from '@lanyard/kernel';
import { adminCall } from '../testing/admin-calls.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;

before(async () => {
  world = await fleetWorld();
});
after(() => world[Symbol.asyncDispose]());

const groupOf = async (): Promise<string> =>
  String((await adminCall(world, 'POST', 'device-groups', { name: randomUUID() })).body['id']);

const somebodyWaits = async (): Promise<boolean> =>
  (
    await world.rows(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' limit 1`,
    )
  ).length > 0;

test('a device that is put into two groups at once is in both', async () => {
  const { deviceId } = await world.registered();
  const [one, another] = [await groupOf(), await groupOf()];
  const first = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const slow = world.db.tx(async (tx) => {
    await executeSql(tx, 'select 1 from fleet.device where id = $1 for no key update', [deviceId]);
    locked.resolve();
    await first.promise;
    await executeSql(tx, 'insert into fleet.device_group_member (group_id, device_id) values ($1, $2)', [
      one,
      deviceId,
    ]);
  });
  await locked.promise;
  const second = adminCall(world, 'POST', `device-groups/${another}/members`, { add: [deviceId] });
  while (!(await somebodyWaits()));
  first.resolve();
  await slow;
  assert.equal((await second).status, 200);
  const [device] = await world.rows<{ scopes: string[] }>('select scopes from fleet.device where id = $1', [deviceId]);
  assert.deepEqual(device?.scopes, [`device-group:${one}`, `device-group:${another}`].toSorted());
});

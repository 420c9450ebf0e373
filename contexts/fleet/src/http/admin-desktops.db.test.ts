import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import type { PairedDesktop } from '@lanyard/contract';
import type { Caller } from '@lanyard/kernel';
import { adminCall } from '../testing/admin-calls.ts';
import { openWay, pairedDesk, processOf, type Process } from '../testing/relay-world.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let here: Process;
let administrator: Caller;

before(async () => {
  world = await fleetWorld();
  here = await processOf(world);
  administrator = world.caller;
});
beforeEach(() => {
  world.caller = administrator;
});
after(async () => {
  await here[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const listed = async (deviceId: string) =>
  (await adminCall(world, 'GET', `devices/${deviceId}/desktops`)).body['desktops'] as PairedDesktop[];

test('an administrator sees the desktops of one device, reachable, connected, and not any more', async () => {
  const { phone, reader } = await pairedDesk(world, here);
  const other = await world.registered();
  const { readerId } = reader;
  const [desktop, ...more] = await listed(phone.deviceId);
  assert.deepEqual(more, []);
  assert.deepEqual(
    [desktop?.readerId, desktop?.name, desktop?.pairedAt, desktop?.online, desktop?.connected],
    [readerId, 'Desk', world.clock.now().toISOString(), true, false],
  );
  assert.equal(desktop?.lastConnectedAt, null);
  const ticket = await phone.call('POST', '/device/relay/tickets', { purpose: 'connect', readerId });
  const { way } = await openWay(here.url, ticket.body['ticket']);
  await reader.expect('call');
  // Its turn comes after the connection was noted.
  await reader.send({ type: 'wait' });
  await reader.expect('word');
  const [now] = await listed(phone.deviceId);
  assert.deepEqual([now?.connected, now?.lastConnectedAt], [true, world.clock.now().toISOString()]);
  assert.deepEqual(await listed(other.deviceId), []);
  way.close();
  reader.close();
});

test('who administers one space sees and forgets the desktops of its devices alone', async () => {
  const { phone, reader } = await pairedDesk(world, here);
  const path = `devices/${phone.deviceId}/desktops`;
  world.caller = { ...administrator, roles: ['space-administrator'], spaces: [randomUUID()] } as Caller;
  assert.equal((await adminCall(world, 'GET', path)).body['code'], 'device_not_found');
  const refused = await adminCall(world, 'DELETE', `${path}/${reader.readerId}`);
  assert.equal(refused.body['code'], 'device_not_found');
  world.caller = administrator;
  assert.equal((await listed(phone.deviceId)).length, 1);
  assert.equal((await adminCall(world, 'DELETE', `${path}/${reader.readerId}`)).status, 204);
  assert.deepEqual(await listed(phone.deviceId), []);
  const again = await adminCall(world, 'DELETE', `${path}/${reader.readerId}`);
  assert.equal(again.body['code'], 'desktop_not_paired');
  const [entry] = await world.rows<{ actor: { kind: string }; name: string }>(
    `select actor, details ->> 'name' as name from kernel.audit where act = 'desktop.unpaired' and object = $1`,
    [reader.readerId],
  );
  assert.deepEqual([entry?.actor.kind, entry?.name], ['person', 'Desk']);
  reader.close();
});

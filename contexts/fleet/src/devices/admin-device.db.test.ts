import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { DEFAULT_SPACE, type DeviceCredential } from '@lanyard/contract';
import type { Caller } from '@lanyard/kernel';
import { adminCall } from '../testing/admin-calls.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let administrator: Caller;
before(async () => {
  world = await fleetWorld();
  administrator = world.caller;
});
beforeEach(() => {
  world.caller = administrator;
});
after(() => world[Symbol.asyncDispose]());

const call = (...rest: Parameters<typeof adminCall> extends [unknown, ...infer R] ? R : never) =>
  adminCall(world, ...rest);
async function spaceNamed(name: string, more: object = {}): Promise<{ id: string; version: number; devices: number }> {
  const { body } = await call('POST', 'spaces', { name, ...more });
  const found = (body['items'] as { id: string; name: string; version: number; devices: number }[]).find(
    (space) => space.name === name,
  );
  assert.ok(found);
  return found;
}
/** What the job does that every change of a rule sends. */
const worked = () => world.runJobs();

test('a device shows who has it, what it said of itself, and where it belongs', async () => {
  const person = world.person({ displayName: 'Ada Vega' });
  const device = await world.registered(person);
  const { status, etag, body } = await call('GET', `devices/${device.deviceId}`);
  assert.equal(status, 200);
  assert.equal(etag, '"1"');
  assert.deepEqual(body['person'], { userName: person.userName, displayName: 'Ada Vega' });
  assert.deepEqual(body['space'], { id: DEFAULT_SPACE, name: 'Default', byHand: false });
  assert.equal((await call('GET', `devices/${randomUUID()}`)).body['code'], 'device_not_found');
});

test('a device is renamed, and its wallet learns the name; the second of two edits is refused', async () => {
  const device = await world.registered();
  const { body } = await call('PATCH', `devices/${device.deviceId}`, { name: 'Reception' }, 1);
  assert.deepEqual([body['name'], body['version']], ['Reception', 2]);
  const desired = (await device.call('GET', '/device/check-in')).body['device'] as { name: string };
  assert.equal(desired.name, 'Reception');
  assert.equal((await call('PATCH', `devices/${device.deviceId}`, { name: 'Other' }, 1)).body['code'], 'conflict');
});

test('a lost device is refused at its next call, and what is on it ends with it', async () => {
  const device = await world.registered();
  const credential = { id: randomUUID(), name: 'Derived', state: 'active' } as DeviceCredential;
  world.has.credentials = [credential, { ...credential, id: randomUUID(), state: 'revoked' }];
  const preview = await call('POST', `devices/${device.deviceId}/ending-preview`);
  assert.deepEqual(preview.body['credentials'], [{ id: credential.id, name: 'Derived', state: 'active' }]);
  world.has.credentials = [];
  assert.equal((await call('POST', `devices/${device.deviceId}/lost`, {})).status, 400);
  const lost = await call('POST', `devices/${device.deviceId}/lost`, { reason: 'left in a taxi' });
  assert.equal(lost.body['state'], 'lost');
  assert.equal((await device.call('GET', '/device/check-in')).body['code'], 'device_lost');
  const retired = await call('POST', `devices/${device.deviceId}/retire`, { reason: 'never found' });
  assert.equal(retired.body['state'], 'retired');
});

test('spaces claim devices by user group and by device group, the lowest rank first', async () => {
  const person = world.person();
  const device = await world.registered(person);
  const staff = randomUUID();
  world.groups.set(person.id, [staff]);
  await world.fleet.personChanged(person.id);
  const second = await spaceNamed('Second', { rank: 20, userGroups: [staff] });
  await worked();
  const at = async () => ((await call('GET', `devices/${device.deviceId}`)).body['space'] as { id: string }).id;
  assert.equal(await at(), second.id);
  const first = await spaceNamed('First', { rank: 10, userGroups: [staff] });
  await worked();
  assert.equal(await at(), first.id);
  assert.equal((await call('DELETE', `spaces/${first.id}`, undefined, first.version)).status, 200);
  assert.equal(await at(), DEFAULT_SPACE);
  await worked();
  assert.equal(await at(), second.id);
});

test('a device that was moved by hand stays where it is until the rules are let in again', async () => {
  const person = world.person();
  const device = await world.registered(person);
  const staff = randomUUID();
  const [hand, rule] = [await spaceNamed('By hand'), await spaceNamed('By rule', { userGroups: [staff] })];
  const path = `devices/${device.deviceId}`;
  await call('PATCH', path, { spaceId: hand.id }, 1);
  world.groups.set(person.id, [staff]);
  await world.fleet.personChanged(person.id);
  const space = async () => (await call('GET', path)).body['space'];
  assert.deepEqual(await space(), { id: hand.id, name: 'By hand', byHand: true });
  await call('PATCH', path, { spaceId: null }, 2);
  assert.deepEqual(await space(), { id: rule.id, name: 'By rule', byHand: false });
});

test('the Default Space keeps its place: it has no rule and is not deleted', async () => {
  const claims = await call('PUT', `spaces/${DEFAULT_SPACE}`, { name: 'Default', userGroups: [randomUUID()] }, 1);
  assert.equal(claims.body['code'], 'space_fixed');
  assert.equal((await call('DELETE', `spaces/${DEFAULT_SPACE}`, undefined, 1)).body['code'], 'space_fixed');
  assert.equal((await call('PUT', `spaces/${DEFAULT_SPACE}`, { name: 'Headquarters' }, 1)).status, 200);
  await call('PUT', `spaces/${DEFAULT_SPACE}`, { name: 'Default' }, 2);
});

test('a space with configurations in it, and a group that is chosen somewhere, are not deleted', async () => {
  const space = await spaceNamed('Busy');
  const group = await call('POST', 'device-groups', { name: 'Chosen' });
  const id = String(group.body['id']);
  const audience = { to: 'chosen', deviceGroups: [id] };
  await call('POST', 'configurations', { kind: 'passcode', name: 'In it', value: {}, spaceId: space.id, audience });
  assert.equal((await call('DELETE', `spaces/${space.id}`, undefined, 1)).body['code'], 'configuration_in_use');
  const refused = await call('DELETE', `device-groups/${id}`, undefined, 1);
  const { references } = refused.body['details'] as { references: { name: string; where: string }[] };
  assert.deepEqual(
    references.map(({ name, where }) => [name, where]),
    [['In it', 'Distribution']],
  );
});

test('a device group follows what devices report of themselves', async () => {
  const device = await world.registered();
  const { body } = await call('POST', 'device-groups', { name: 'New systems', rule: { osFrom: '19' } });
  await worked();
  const groups = async () => (await call('GET', `devices/${device.deviceId}`)).body['deviceGroups'];
  assert.deepEqual(await groups(), []);
  const report = { osVersion: '19.1', model: 'Test phone', walletVersion: '1.0', name: 'My phone' };
  await device.call('PUT', '/device/report', report);
  assert.deepEqual(await groups(), [{ id: body['id'], name: 'New systems' }]);
  await call('PUT', `device-groups/${String(body['id'])}`, { name: 'New systems', rule: { osFrom: '20' } }, 1);
  await worked();
  assert.deepEqual(await groups(), []);
  assert.equal((await call('DELETE', `device-groups/${String(body['id'])}`, undefined, 2)).status, 204);
});

test('who administers one space sees and ends its devices alone, and makes no device groups', async () => {
  const space = await spaceNamed('Theirs');
  const [theirs, other] = [await world.registered(), await world.registered()];
  await call('PATCH', `devices/${theirs.deviceId}`, { spaceId: space.id }, 1);
  world.caller = { ...administrator, roles: ['space-administrator'], spaces: [space.id] } as Caller;
  assert.equal((await call('GET', `devices/${theirs.deviceId}`)).status, 200);
  for (const path of ['', '/deliveries'])
    assert.equal((await call('GET', `devices/${other.deviceId}${path}`)).body['code'], 'device_not_found');
  const lost = await call('POST', `devices/${other.deviceId}/lost`, { reason: 'x' });
  assert.equal(lost.body['code'], 'device_not_found');
  const away = await call('PATCH', `devices/${theirs.deviceId}`, { spaceId: DEFAULT_SPACE }, 2);
  assert.equal(away.body['code'], 'space_not_yours');
  assert.equal((await call('POST', 'device-groups', { name: 'Mine' })).body['code'], 'space_not_yours');
  const { person_id: owner } =
    (
      await world.rows<{ person_id: string }>('select person_id from fleet.device where id = $1', [theirs.deviceId])
    )[0] ?? {};
  assert.deepEqual(await world.fleet.peopleIn([space.id]), [owner]);
  assert.deepEqual(
    ((await call('GET', 'spaces')).body['items'] as { id: string }[]).map(({ id }) => id),
    [space.id],
  );
});

test('the devices of a group are listed page by page, with how they came into it', async () => {
  const devices = [await world.registered(), await world.registered(), await world.registered()];
  const ids = devices.map(({ deviceId }) => deviceId);
  for (const [n, id] of ids.entries()) await call('PATCH', `devices/${id}`, { name: n < 2 ? 'Same' : 'Zebra' }, 1);
  const { body } = await call('POST', 'device-groups', { name: 'Listed' });
  const path = `device-groups/${String(body['id'])}`;
  await call('POST', `${path}/members`, { add: ids });
  const page = async (after = '') =>
    (await call('GET', `${path}/devices?limit=1${after}`)).body as {
      items: { id: string; byHand: boolean }[];
      next: string | null;
    };
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const { items, next: more }: Awaited<ReturnType<typeof page>> = await page(next === null ? '' : `&after=${next}`);
    seen.push(...items.filter(({ byHand }) => byHand).map(({ id }) => id));
    next = more;
  } while (next !== null);
  assert.equal(seen.at(-1), ids[2]);
  assert.deepEqual(seen.toSorted(), ids.toSorted());
});

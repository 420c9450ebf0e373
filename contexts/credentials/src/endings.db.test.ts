import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { days } from '@lanyard/kernel';
import { World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await World.start();
});
after(() => world[Symbol.asyncDispose]());

test('AGT-017 a credential deleted on the device is revoked', async () => {
  const person = await world.person();
  const { credential, phone } = await world.bind(person);
  world.fleet.touched.length = 0;
  assert.equal((await world.call(phone, 'DELETE', `/device/credentials/${credential.id}`)).status, 204);
  assert.equal(await world.stateOf(credential.id), 'deleted');
  assert.equal(world.issuer.revoked.get(credential.id), 'cessationOfOperation');
  assert.ok(world.fleet.touched.includes(phone.device.id));
  assert.equal(
    (await world.call(phone, 'DELETE', `/device/credentials/${credential.id}`)).body['code'],
    'credential_not_active',
  );
});

test('a credential deleted at the portal is gone from the device at its next check-in', async () => {
  const person = await world.person();
  const { credential, phone } = await world.bind(person);
  assert.equal((await world.call(person, 'DELETE', `/api/me/credentials/${credential.id}`)).status, 204);
  const { credentials } = await world.credentials.forDevice(phone.device.id, person.id);
  assert.deepEqual(
    credentials.map(({ state, stateReason }) => ({ state, stateReason })),
    [{ state: 'deleted', stateReason: 'You deleted it.' }],
  );
});

test('nobody deletes what is somebody else’s, nor what is on another device', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  const other = await world.bind(await world.person());
  assert.equal(
    (await world.call({ id: other.phone.device.personId }, 'DELETE', `/api/me/credentials/${credential.id}`)).body[
      'code'
    ],
    'credential_not_found',
  );
  assert.equal(
    (await world.call(other.phone, 'DELETE', `/device/credentials/${credential.id}`)).body['code'],
    'credential_not_found',
  );
  assert.equal(
    (await world.call(await world.phone(person), 'DELETE', `/device/credentials/${credential.id}`)).body['code'],
    'credential_not_found',
  );
  assert.equal(
    (await world.call({ id: other.phone.device.personId }, 'POST', `/api/me/credentials/${credential.id}/not-me`)).body[
      'code'
    ],
    'credential_not_found',
  );
  assert.equal(await world.stateOf(credential.id), 'active');
});

test('"This wasn’t me" ends the credential as compromised and marks its device lost', async () => {
  const person = await world.person();
  const { credential, phone } = await world.bind(person);
  assert.equal((await world.call(person, 'POST', `/api/me/credentials/${credential.id}/not-me`)).status, 204);
  assert.equal(await world.stateOf(credential.id), 'revoked');
  assert.equal(world.issuer.revoked.get(credential.id), 'keyCompromise');
  assert.equal((await world.fleet.device(phone.device.id))?.state, 'lost');
  assert.deepEqual(
    world.notices
      .filter(({ personId }) => personId === person.id)
      .map(({ kind }) => kind)
      .slice(-2),
    ['credential.ended', 'device.lost'],
  );
});

test('a device reported lost ends its credentials and what was being activated on it', async () => {
  const person = await world.person();
  const { credential, phone } = await world.bind(person);
  const { requestId, activationPassword } = await world.request(person);
  await world.activate(phone, requestId, activationPassword);
  assert.equal((await world.call(person, 'POST', `/api/me/devices/${phone.device.id}/lost`)).status, 204);
  assert.equal(await world.stateOf(credential.id), 'revoked');
  assert.equal((await world.call(person, 'GET', `/api/me/requests/${requestId}`)).body['state'], 'cancelled');
  const notices = world.notices.length;
  assert.equal((await world.call(person, 'POST', `/api/me/devices/${phone.device.id}/lost`)).status, 204);
  assert.equal(world.notices.length, notices);
});

test('a device removed at the portal, or by itself, takes its credentials along; another person’s is not found', async () => {
  const person = await world.person();
  const first = await world.bind(person);
  const second = await world.bind(person);
  const stranger = await world.person();
  assert.equal(
    (await world.call(stranger, 'DELETE', `/api/me/devices/${first.phone.device.id}`)).body['code'],
    'device_not_found',
  );
  assert.equal((await world.call(person, 'DELETE', `/api/me/devices/${first.phone.device.id}`)).status, 204);
  assert.equal((await world.call(second.phone, 'DELETE', '/device/registration')).status, 204);
  for (const { credential, phone } of [first, second]) {
    assert.equal(await world.stateOf(credential.id), 'revoked');
    assert.equal((await world.fleet.device(phone.device.id))?.state, 'retired');
  }
  const { devices } = (await world.call(person, 'GET', '/api/me')).body;
  assert.deepEqual(devices, []);
});

test('endForDevice ends what is on a device in the transaction of who ends it', async () => {
  const { credential, phone } = await world.bind(await world.person());
  await assert.rejects(
    world.db.tx(async (tx) => {
      await world.credentials.endForDevice(tx, phone.device.id, 'lost');
      throw new Error('the leader failed');
    }),
  );
  assert.equal(await world.stateOf(credential.id), 'active');
  await world.db.tx((tx) => world.credentials.endForDevice(tx, phone.device.id, 'lost'));
  assert.equal(await world.stateOf(credential.id), 'revoked');
});

test('a credential over its time is expired by the job and not revoked', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  world.clock.advance(days(1_095));
  await world.credentials.expireDue();
  assert.equal(await world.stateOf(credential.id), 'expired');
  assert.equal(world.issuer.revoked.has(credential.id), false);
});

test('a terminated person’s open request and credentials end together', async () => {
  const person = await world.person();
  const { credential } = await world.bind(person);
  const { requestId } = await world.request(person);
  await world.personIs(person, 'terminated');
  await world.personIs(person, 'terminated');
  assert.equal(await world.stateOf(credential.id), 'revoked');
  assert.equal((await world.call(person, 'GET', `/api/me/requests/${requestId}`)).body['state'], 'cancelled');
  assert.equal(
    world.notices.filter(({ personId, kind }) => personId === person.id && kind === 'credential.ended').length,
    1,
  );
});

test('ENT-013 a request is shown to the device that registered with its PIN, and before that to all of the person’s', async () => {
  const person = await world.person();
  const [one, two] = [await world.phone(person), await world.phone(person)];
  const { requestId } = await world.request(person);
  const shown = async (phone: { device: { id: string } }) =>
    (await world.credentials.forDevice(phone.device.id, person.id)).request?.id ?? null;
  assert.deepEqual([await shown(one), await shown(two)], [requestId, requestId]);
  world.fleet.use(requestId, one.device.id);
  assert.deepEqual([await shown(one), await shown(two)], [requestId, null]);
});

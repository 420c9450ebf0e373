import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { minutes, seconds } from '@lanyard/kernel';
import { fleetWorld, type World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await fleetWorld({ registrationTries: { source: 10_000, installation: 10 } });
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => world.set('device_registration', {}));

test('SSP-020 the user name and the registration PIN of the portal register a device', async () => {
  const person = world.person();
  const device = world.device();
  const answer = await device.register(person.userName, await world.pin(person));
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.body['person'], { userName: person.userName, displayName: 'Ada Vega' });
  const [row] = await world.fleet.devicesOf(person.id);
  assert.equal(row?.id, device.deviceId);
  assert.equal(row?.state, 'active');
  assert.deepEqual(row?.agreementKey, device.agreement);
  assert.deepEqual(
    world.notices.filter(({ personId }) => personId === person.id).map(({ kind }) => kind),
    ['device.registered'],
  );
  const audit = await world.rows(`select act, outcome from kernel.audit where person_id = $1`, [person.id]);
  assert.deepEqual(audit, [{ act: 'device.registered', outcome: 'done' }]);
});

test('AGT-005 a PIN typed in lower case with spaces and hyphens, and a user name of other case, are right', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  const typed = `${pin.slice(0, 4).toLowerCase()}- ${pin.slice(4)}`;
  assert.equal((await world.device().register(person.userName.toUpperCase(), typed)).status, 200);
});

test('SSP-014 a registration PIN works once, and who types it again learns that it was used', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  await world.device().register(person.userName, pin);
  const again = await world.device().register(person.userName, pin);
  assert.equal(again.status, 410);
  assert.equal(again.body['code'], 'registration_pin_used');
});

test('of ten devices that use one PIN at once exactly one is registered', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  const answers = await Promise.all(Array.from({ length: 10 }, () => world.device().register(person.userName, pin)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal((await world.fleet.devicesOf(person.id)).length, 1);
  assert.deepEqual(
    new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body['code'])),
    new Set(['registration_pin_used']),
  );
});

test('a registration whose answer was lost is answered again, under the same and under a new key of the call', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  const device = world.device();
  const key = randomUUID();
  const first = await device.register(person.userName, pin, {}, { key });
  const second = await device.register(person.userName, pin, {}, { key });
  const third = await device.register(person.userName, pin);
  assert.equal(second.body['deviceId'], first.body['deviceId']);
  assert.equal(third.body['deviceId'], first.body['deviceId']);
  assert.equal((await world.fleet.devicesOf(person.id)).length, 1);
});

test('AGT-005 an expired and a superseded PIN are refused with their own reasons, told only to who typed them right', async () => {
  const person = world.person();
  const older = await world.pin(person);
  const newer = await world.pin(person);
  assert.equal((await world.device().register(person.userName, older)).body['code'], 'registration_pin_superseded');
  world.clock.advance(minutes(10));
  const late = await world.device().register(person.userName, newer);
  assert.equal(late.status, 410);
  assert.equal(late.body['code'], 'registration_pin_expired');
  assert.equal((await world.device().register(person.userName, 'AAAA0000')).body['code'], 'registration_refused');
});

test('what the rules refuse is on the record of the person, for whoever helps them, and no flood of it', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  world.clock.advance(minutes(11));
  for (let n = 0; n < 12; n++) await world.device().register(person.userName, pin);
  const noted = await world.rows(
    `select outcome, details ->> 'code' as code, actor ->> 'kind' as by from kernel.audit where person_id = $1`,
    [person.id],
  );
  assert.equal(noted.length, 10);
  assert.deepEqual(noted[0], { outcome: 'refused', code: 'registration_pin_expired', by: 'stranger' });
});

test('a PIN ends with the credential request that it was made for', async () => {
  const person = world.person();
  const requestId = randomUUID();
  const pin = await world.pin(person, { requestId });
  await world.db.tx((tx) => world.fleet.cancelRegistrationPin(tx, requestId));
  assert.equal((await world.device().register(person.userName, pin)).body['code'], 'registration_pin_expired');
  world.clock.advance(seconds(1));
  await world.pin(person);
  assert.equal((await world.device().register(person.userName, pin)).body['code'], 'registration_pin_superseded');
});

test('ENT-013 the device that registered with a request’s PIN is found by the request', async () => {
  const person = world.person();
  const requestId = randomUUID();
  const pin = await world.pin(person, { requestId });
  assert.equal(await world.fleet.registrationFor(requestId), null);
  const device = world.device();
  await device.register(person.userName, pin);
  assert.deepEqual(await world.fleet.registrationFor(requestId), { deviceId: device.deviceId, name: 'My phone' });
});

test('an unknown user name and a wrong PIN get the same answer', async () => {
  const person = world.person();
  await world.pin(person);
  const wrong = await world.device().register(person.userName, 'ZZZZZZZZ');
  const unknown = await world.device().register('nobody', 'ZZZZZZZZ');
  const strip = ({ correlationId: _, ...body }: Record<string, unknown>): unknown => body;
  assert.equal(wrong.status, 403);
  assert.deepEqual(strip(wrong.body), strip(unknown.body));
  assert.equal(wrong.body['code'], 'registration_refused');
});

test('a stranger’s wrong tries end the stranger’s tries, never the holder’s PIN', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  const stranger = world.device();
  for (let i = 0; i < 10; i++)
    assert.equal((await stranger.register(person.userName, 'ZZZZZZZZ')).body['code'], 'registration_refused');
  const limited = await stranger.register(person.userName, pin);
  assert.equal(limited.status, 429);
  assert.equal(limited.body['code'], 'registration_limited');
  assert.equal((await world.device().register(person.userName, pin)).status, 200);
});

test('wrong tries from one address are limited whatever installation they name', async () => {
  await using small = await fleetWorld({ registrationTries: { source: 3, installation: 10 } });
  const person = small.person();
  for (let i = 0; i < 3; i++) await small.device().register(person.userName, 'ZZZZZZZZ');
  assert.equal((await small.device().register(person.userName, 'ZZZZZZZZ')).body['code'], 'registration_limited');
  small.clock.advance(minutes(10));
  assert.equal((await small.device().register(person.userName, 'ZZZZZZZZ')).body['code'], 'registration_refused');
});

test('an account that ends while its PIN is looked at registers nothing, and the PIN is not used up', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  let reads = 0;
  Object.defineProperty(person, 'state', { get: () => (reads++ === 0 ? 'active' : 'terminated') });
  assert.equal((await world.device().register(person.userName, pin)).body['code'], 'person_not_active');
  assert.deepEqual(await world.fleet.devicesOf(person.id), []);
  const pins = await world.rows(`select state from fleet.registration_pin where person_id = $1`, [person.id]);
  assert.deepEqual(pins, [{ state: 'open' }]);
});

test('whoever has one IPv6 address has its whole /64: they are one source of tries', async () => {
  await using small = await fleetWorld({ registrationTries: { source: 3, installation: 10 } });
  const { userName } = small.person();
  const from = async (address: string) =>
    (await small.device().register(userName, 'ZZZZZZZZ', {}, { from: address })).body['code'];
  for (const last of [1, 2, 3]) assert.equal(await from(`2001:db8:1:2::${last}`), 'registration_refused');
  assert.equal(await from('2001:db8:1:2:ffff::9'), 'registration_limited');
  assert.equal(await from('2001:db8:1:3::1'), 'registration_refused');
});

test('an office that registers from one address does not run out of tries: right ones are given back', async () => {
  await using small = await fleetWorld({ registrationTries: { source: 2, installation: 10 } });
  for (let i = 0; i < 5; i++) {
    const person = small.person();
    assert.equal((await small.device().register(person.userName, await small.pin(person))).status, 200);
  }
  for (const code of ['registration_refused', 'registration_refused', 'registration_limited']) {
    assert.equal((await small.device().register('nobody', 'ZZZZZZZZ')).body['code'], code);
  }
});

test('ADM-040 OS Minimum Version Blocking refuses before the PIN is used up', async () => {
  world.set('device_registration', { minimumVersion: { enabled: true, ios: '17.2', android: '13' } });
  const person = world.person();
  const pin = await world.pin(person);
  const old = await world.device().register(person.userName, pin, { osVersion: '17.1.9' });
  assert.equal(old.status, 403);
  assert.equal(old.body['code'], 'os_too_old');
  assert.deepEqual(old.body['details'], { platform: 'ios', osVersion: '17.1.9', minimum: '17.2' });
  assert.equal((await world.device().register(person.userName, pin, { osVersion: '17.2' })).status, 200);
});

test('ADM-007 desktops and unknown platforms register only where the setting allows them', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  for (const platform of ['desktop', 'unknown'])
    assert.equal(
      (await world.device().register(person.userName, pin, { platform })).body['code'],
      'platform_not_allowed',
    );
  world.set('device_registration', { allowDesktop: true });
  assert.equal((await world.device().register(person.userName, pin, { platform: 'desktop' })).status, 200);
});

test('ADM-041 with PIN Only a password registers nobody', async () => {
  world.set('device_registration', { type: 'PIN Only' });
  const person = world.person();
  const pin = await world.pin(person);
  const withPassword = await world.device().register(person.userName, 'Correct-Horse9');
  assert.deepEqual([withPassword.status, withPassword.body['code']], [403, 'registration_refused']);
  const beside = await world.device().register(person.userName, pin, { password: 'Correct-Horse9' });
  assert.deepEqual([beside.status, beside.body['code']], [400, 'input_invalid']);
  assert.equal((await world.device().register(person.userName, pin)).status, 200);
});

test('a person has as many devices as the setting allows, and the PIN stays good for when one is removed', async () => {
  world.set('device_registration', { maxDevices: 1 });
  const person = world.person();
  const first = await world.registered(person);
  const pin = await world.pin(person);
  const refused = await world.device().register(person.userName, pin);
  assert.equal(refused.status, 409);
  assert.equal(refused.body['code'], 'device_limit');
  await world.db.tx((tx) => world.fleet.retire(tx, first.deviceId));
  assert.equal((await world.device().register(person.userName, pin)).status, 200);
});

test('a suspended person’s right PIN registers nothing', async () => {
  const person = world.person({ state: 'suspended' });
  assert.equal(
    (await world.device().register(person.userName, await world.pin(person))).body['code'],
    'person_not_active',
  );
});

test('a signing key that is registered already is refused for somebody else', async () => {
  const device = await world.registered();
  const other = world.person();
  const answer = await device.register(other.userName, await world.pin(other));
  assert.equal(answer.status, 409);
  assert.equal(answer.body['code'], 'conflict');
});

test('a registration must be proved with the key that it registers', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  const device = world.device();
  const foreign = await device.register(person.userName, pin, { signingKey: world.device().jwk });
  assert.equal(foreign.body['code'], 'device_proof_invalid');
  const offCurve = { ...device.agreement, y: device.agreement.x };
  assert.equal((await device.register(person.userName, pin, { agreementKey: offCurve })).body['code'], 'input_invalid');
});

test('neither the PIN nor anything to find it from is in the database', async () => {
  const person = world.person();
  const pin = await world.pin(person);
  const [row] = await world.rows<{ hash: string }>(`select hash from fleet.registration_pin where person_id = $1`, [
    person.id,
  ]);
  assert.match(row?.hash ?? '', /^argon2id\$/);
  await world.device().register(person.userName, pin);
  const rows = await world.rows<{ t: string }>(
    `select (select coalesce(string_agg(p::text, ' '), '') from fleet.registration_pin p) || (select coalesce(string_agg(c::text, ' '), '') from fleet.device_call c)
      || (select coalesce(string_agg(a::text, ' '), '') from kernel.audit a) as t`,
  );
  assert.equal(rows[0]?.t.includes(pin), false);
});

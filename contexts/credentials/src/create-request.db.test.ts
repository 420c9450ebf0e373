import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { minutes } from '@lanyard/kernel';
import { World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await World.start();
});
after(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.set('portal_authentication', { derivedMobileSmartCredential: true });
  world.set('device_registration', {});
  world.set('derived_credential', {});
});

const home = async (person: { id: string }) => (await world.call(person, 'GET', '/api/me')).body;

test('SSP-025 one act requests the registration PIN and the derived credential, and ENT-016 takes its name', async () => {
  const person = await world.person();
  const secrets = await world.request(person, { name: 'Ada’s iPhone' });
  assert.equal(secrets.userName, person.userName);
  assert.match(secrets.activationPassword, /^[0-9A-HJKMNP-TV-Z]{8}$/);
  assert.equal(typeof secrets.registrationPin, 'string');
  assert.equal(secrets.link, `https://wallet.example/#request=${secrets.requestId}`);
  assert.equal(secrets.expiresAt, new Date(world.clock.now().getTime() + minutes(10)).toISOString());
  assert.equal(secrets.registrationPinExpiresAt, secrets.expiresAt);
  assert.deepEqual(secrets.warnings, []);
  const { request } = await home(person);
  assert.equal((request as { name: string }).name, 'Ada’s iPhone');
});

test('SSP-016 the button says "Request PIN and Derived Credential", and SSP-013 "Request a PIN" where there are none', async () => {
  const person = await world.person();
  assert.equal((await home(person))['requestButton'], 'Request PIN and Derived Credential');
  world.set('portal_authentication', { derivedMobileSmartCredential: false });
  assert.equal((await home(person))['requestButton'], 'Request a PIN');
});

test('SSP-024, ADM-042 without derived credentials only a PIN is made, with the setting’s length and lifetime', async () => {
  world.set('portal_authentication', { derivedMobileSmartCredential: false });
  world.set('device_registration', { pinLength: 6, pinMinutes: 60 });
  const person = await world.person();
  const secrets = await world.request(person);
  assert.equal(secrets.requestId, null);
  assert.equal(secrets.activationPassword, null);
  assert.equal(secrets.link, 'https://wallet.example/');
  assert.equal(secrets.registrationPinExpiresAt, new Date(world.clock.now().getTime() + minutes(60)).toISOString());
  assert.equal(world.fleet.pins.at(-1)?.length, 6);
  assert.match(secrets.warnings.join(' '), /6 characters/);
  assert.equal((await home(person))['request'], null);
});

test('SSP-023 a new request ends the older one and its PIN', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const older = await world.request(person);
  const newer = await world.request(person);
  assert.equal(
    (await world.activate(phone, older.requestId, older.activationPassword)).body['code'],
    'request_superseded',
  );
  assert.equal(world.fleet.pins.find(({ requestId }) => requestId === older.requestId)?.cancelled, true);
  assert.equal((await world.activate(phone, newer.requestId, newer.activationPassword)).status, 200);
});

test('of several requests at once one stays open', async () => {
  const person = await world.person();
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => world.call(person, 'POST', '/api/me/requests', {})),
  );
  assert.ok(answers.some(({ status }) => status === 200));
  for (const { status, body } of answers) if (status !== 200) assert.equal(body['code'], 'conflict');
  const [row] = await world.rows<{ n: number }>(
    `select count(*)::int as n from credentials.request where person_id = $1 and state = 'pending'`,
    [person.id],
  );
  assert.equal(row?.n, 1);
});

test('ENT-010 the window is the setting’s, and one longer than ten minutes says that it is outside SP 800-63B-4', async () => {
  world.set('derived_credential', { windowMinutes: 30, passwordLength: 12 });
  const person = await world.person();
  const phone = await world.phone(person);
  const secrets = await world.request(person);
  assert.equal(secrets.activationPassword.length, 12);
  assert.match(secrets.warnings.join(' '), /outside SP 800-63B-4/);
  world.clock.advance(minutes(31));
  const late = await world.activate(phone, secrets.requestId, secrets.activationPassword);
  assert.equal(late.status, 410);
  assert.equal(late.body['code'], 'request_expired');
});

test('ENT-032 a phone that is registered already needs no PIN; without one there is nothing to pick the request up', async () => {
  const person = await world.person();
  const none = await world.call(person, 'POST', '/api/me/requests', { withRegistration: false });
  assert.equal(none.body['code'], 'device_not_found');
  const { device } = await world.phone(person);
  const secrets = await world.request(person, { withRegistration: false });
  assert.equal(secrets.registrationPin, null);
  const { request } = await world.credentials.forDevice(device.id, person.id);
  assert.equal(request?.id, secrets.requestId);
  assert.equal(request?.state, 'pending');
});

test('ADM-043 "Allow user to request a new PIN" gives one after the old has expired; off, it refuses, and says why beforehand', async () => {
  const late = await world.person();
  const { registrationPin } = await world.request(late);
  world.clock.advance(minutes(11));
  assert.equal((await home(late)).canRequest, true);
  const next = (await world.request(late)).registrationPin;
  assert.ok(next && next !== registrationPin);
  world.set('device_registration', { allowNewPin: false });
  const person = await world.person();
  const { canRequest, cannotRequestReason } = await home(person);
  assert.equal(canRequest, false);
  assert.match(String(cannotRequestReason), /does not let you request/);
  assert.equal((await world.call(person, 'POST', '/api/me/requests', {})).body['code'], 'new_pin_not_allowed');
  world.set('portal_authentication', { derivedMobileSmartCredential: false });
  await world.phone(person);
  const around = await world.call(person, 'POST', '/api/me/requests', { withRegistration: false });
  assert.equal(around.body['code'], 'new_pin_not_allowed');
});

test('who has as many devices as allowed learns it before a PIN is made; suspended people request nothing', async () => {
  world.set('device_registration', { maxDevices: 1 });
  const person = await world.person();
  await world.phone(person);
  assert.equal((await world.call(person, 'POST', '/api/me/requests', {})).body['code'], 'device_limit');
  const gone = await world.person();
  world.people.set(gone.id, { ...gone, state: 'suspended' });
  assert.equal((await world.call(gone, 'POST', '/api/me/requests', {})).body['code'], 'person_not_active');
});

test('the live steps follow the phone: registered, password accepted, activated', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  const steps = async () => {
    const { registered, registeredDevice, passwordAccepted, activated, state } = (
      await world.call(person, 'GET', `/api/me/requests/${requestId}`)
    ).body;
    return { registered, registeredDevice, passwordAccepted, activated, state };
  };
  assert.deepEqual(await steps(), {
    registered: false,
    registeredDevice: null,
    passwordAccepted: false,
    activated: false,
    state: 'pending',
  });
  world.fleet.use(requestId, phone.device.id);
  assert.deepEqual(await steps(), {
    registered: true,
    registeredDevice: 'My phone',
    passwordAccepted: false,
    activated: false,
    state: 'pending',
  });
  await world.activate(phone, requestId, activationPassword);
  assert.deepEqual(await steps(), {
    registered: true,
    registeredDevice: 'My phone',
    passwordAccepted: true,
    activated: false,
    state: 'activating',
  });
  await world.finish(phone, requestId);
  assert.deepEqual(await steps(), {
    registered: true,
    registeredDevice: 'My phone',
    passwordAccepted: true,
    activated: true,
    state: 'activated',
  });
});

test('"More time" makes a new password and window, and a new PIN only while no phone has registered', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const first = await world.request(person);
  world.clock.advance(minutes(9));
  const second = (await world.call(person, 'POST', `/api/me/requests/${first.requestId}/more-time`)).body;
  assert.equal(second['expiresAt'], new Date(world.clock.now().getTime() + minutes(10)).toISOString());
  assert.notEqual(second['registrationPin'], null);
  world.fleet.use(first.requestId, phone.device.id);
  const third = (await world.call(person, 'POST', `/api/me/requests/${first.requestId}/more-time`)).body;
  assert.equal(third['registrationPin'], null);
  assert.equal(
    (await world.activate(phone, first.requestId, first.activationPassword)).body['code'],
    'activation_password_wrong',
  );
  assert.equal((await world.activate(phone, first.requestId, String(third['activationPassword']))).status, 200);
  assert.equal(
    (await world.call(person, 'POST', `/api/me/requests/${first.requestId}/more-time`)).body['code'],
    'request_used',
  );
});

test('"More time" does not bring back what has ended', async () => {
  const person = await world.person();
  const { requestId } = await world.request(person);
  world.clock.advance(minutes(10));
  assert.equal(
    (await world.call(person, 'POST', `/api/me/requests/${requestId}/more-time`)).body['code'],
    'request_expired',
  );
  assert.equal((await home(person))['request'], null);
});

test('a request is cancelled by its holder, with its PIN; another person’s is not', async () => {
  const person = await world.person();
  const phone = await world.phone(person);
  const { requestId, activationPassword } = await world.request(person);
  const other = await world.person();
  for (const method of ['GET', 'DELETE'] as const)
    assert.equal((await world.call(other, method, `/api/me/requests/${requestId}`)).body['code'], 'request_not_yours');
  assert.equal(
    (await world.call(other, 'GET', '/api/me/requests/018f6d1e-0000-7000-8000-000000000009')).body['code'],
    'request_not_found',
  );
  assert.equal((await world.call(person, 'DELETE', `/api/me/requests/${requestId}`)).status, 204);
  assert.equal((await world.call(person, 'DELETE', `/api/me/requests/${requestId}`)).status, 204);
  assert.equal(world.fleet.pins.at(-1)?.cancelled, true);
  assert.equal((await world.activate(phone, requestId, activationPassword)).body['code'], 'request_cancelled');
});

test('a request over its time is ended by the job, with its PIN', async () => {
  const person = await world.person();
  const { requestId } = await world.request(person);
  world.clock.advance(minutes(10));
  assert.ok((await world.credentials.expireDue()) >= 1);
  const [row] = await world.rows<{ state: string; password_hash: null }>(
    `select state, password_hash from credentials.request where id = $1`,
    [requestId],
  );
  assert.deepEqual(row, { state: 'expired', password_hash: null });
  assert.equal(world.fleet.pins.find((pin) => pin.requestId === requestId)?.cancelled, true);
  assert.equal(await world.credentials.expireDue(), 0);
});

test('ENT-009 the activation password is nowhere in the database', async () => {
  const person = await world.person();
  const { activationPassword } = await world.request(person);
  const [row] = await world.rows<{ t: string }>(
    `select (select string_agg(r::text, ' ') from credentials.request r) || (select string_agg(a::text, ' ') from kernel.audit a) as t`,
  );
  assert.equal(row?.t.includes(activationPassword), false);
});

import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hours, minutes, seconds } from '@lanyard/kernel';
import { publicPart, type TestDevice } from './testing/test-device.ts';
import { fleetWorld, type World } from './testing/world.ts';

let world: World;
let device: TestDevice;
before(async () => {
  world = await fleetWorld();
  device = await world.registered();
});
after(() => world[Symbol.asyncDispose]());

const report = { osVersion: '18.2', model: 'Test phone', walletVersion: '1.1', name: 'Renamed' };

test('a proof and a token let the device in; every answer carries a nonce', async () => {
  const answer = await device.call('GET', '/device/check-in');
  assert.equal(answer.status, 200);
  assert.match(String(answer.headers['dpop-nonce']), /^[\w-]{22}$/);
  assert.equal(answer.headers['cache-control'], 'no-store');
});

const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const wrongProofs: readonly [string, Parameters<TestDevice['once']>[3], string][] = [
  ['of another method', { claims: { htm: 'POST' } }, 'htm'],
  ['of another address', { claims: { htu: 'https://device.example/device/report' } }, 'htu'],
  ['of another origin', { claims: { htu: 'https://elsewhere.example/device/check-in' } }, 'htu'],
  ['with a query', { claims: { htu: 'https://device.example/device/check-in?x=1' } }, 'htu'],
  ['of another token', { claims: { ath: 'AAAA' } }, 'ath'],
  ['without its token', { claims: { ath: undefined } }, 'ath'],
  ['of another type', { header: { typ: 'JWT' } }, 'form'],
  ['with a private key in it', { header: { jwk: { ...publicPart(stranger.publicKey), d: 'AAAA' } } }, 'form'],
  ['of another key', { header: { jwk: publicPart(stranger.publicKey) }, signWith: stranger.privateKey }, 'key'],
  ['signed by another key', { signWith: stranger.privateKey }, 'signature'],
  ['without an id', { claims: { jti: undefined } }, 'form'],
];
for (const [what, options, check] of wrongProofs) {
  test(`a proof ${what} is refused`, async () => {
    const answer = await device.call('GET', '/device/check-in', undefined, options);
    assert.equal(answer.status, 401);
    assert.equal(answer.body['code'], 'device_proof_invalid');
    assert.equal((answer.body['details'] as { check: string }).check, check);
  });
}

test('a proof with a clock that is off by ten minutes is refused, and the server says its time', async () => {
  const iat = Math.floor(world.clock.now().getTime() / 1_000) - 600;
  const { body } = await device.call('GET', '/device/check-in', undefined, { claims: { iat } });
  assert.deepEqual(body['details'], { check: 'iat', serverTime: world.clock.now().toISOString() });
});

test('a proof must carry a nonce of the last two slots; older ones are asked for again', async () => {
  const without = await device.once('GET', '/device/check-in', undefined, { claims: { nonce: undefined } });
  assert.equal(without.status, 401);
  assert.equal(without.body['code'], 'device_nonce_required');
  const nonce = String(without.headers['dpop-nonce']);
  world.clock.advance(minutes(2));
  assert.equal((await device.once('GET', '/device/check-in', undefined, { claims: { nonce } })).status, 200);
  world.clock.advance(minutes(2));
  assert.equal(
    (await device.once('GET', '/device/check-in', undefined, { claims: { nonce } })).body['code'],
    'device_nonce_required',
  );
});

test('a token ends after ten minutes, and the device’s key alone gets a new one', async () => {
  world.clock.advance(minutes(10));
  assert.equal((await device.call('GET', '/device/check-in')).body['code'], 'device_token_invalid');
  const answer = await device.call('POST', '/device/token', { deviceId: device.deviceId }, { token: null });
  assert.equal(answer.body['expiresIn'], 600);
  device.token = String(answer.body['token']);
  assert.equal((await device.call('GET', '/device/check-in')).status, 200);
  const other = world.device();
  assert.equal(
    (await other.call('POST', '/device/token', { deviceId: device.deviceId }, { token: null })).body['code'],
    'device_proof_invalid',
  );
  assert.equal(
    (await other.call('POST', '/device/token', { deviceId: randomUUID() }, { token: null })).body['code'],
    'device_unknown',
  );
});

test('a stolen token is of no use without the key, and a changed one with it', async () => {
  const thief = world.device();
  thief.token = device.token;
  assert.equal((await thief.call('GET', '/device/check-in')).body['code'], 'device_proof_invalid');
  const [head, , signature] = String(device.token).split('.');
  const forged = Buffer.from(JSON.stringify({ sub: device.deviceId })).toString('base64url');
  assert.equal(
    (await device.call('GET', '/device/check-in', undefined, { token: `${head}.${forged}.${signature}` })).body['code'],
    'device_token_invalid',
  );
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  assert.equal(
    (await device.call('GET', '/device/check-in', undefined, { token: `${none}.${forged}.AAAA` })).body['code'],
    'device_token_invalid',
  );
});

test('a call without a token, or with a bearer token, is refused', async () => {
  assert.equal(
    (await device.call('GET', '/device/check-in', undefined, { token: null })).body['code'],
    'device_token_invalid',
  );
  assert.equal(
    (await device.call('GET', '/device/check-in', undefined, { headers: { authorization: `Bearer ${device.token}` } }))
      .body['code'],
    'device_token_invalid',
  );
});

test('a body that is not the one signed is refused, to the octet', async () => {
  const changed = await device.call('PUT', '/device/report', report, {
    sent: JSON.stringify({ ...report, name: 'Evil' }),
  });
  assert.equal(changed.status, 401);
  assert.equal(changed.body['code'], 'device_body_unsigned');
  const spaced = await device.call('PUT', '/device/report', report, { sent: `${JSON.stringify(report)} ` });
  assert.equal(spaced.body['code'], 'device_body_unsigned');
  const unsigned = await device.call('PUT', '/device/report', report, { claims: { bd: undefined } });
  assert.equal(unsigned.body['code'], 'device_body_unsigned');
});

test('a call that was caught cannot be made anew under another idempotency key', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const { status, body } = await device.call('PUT', '/device/report', report, { headers });
  assert.equal(status, 401);
  assert.equal(body['code'], 'device_proof_invalid');
  assert.deepEqual(body['details'], { check: 'ik' });
});

test('a changing call needs an idempotency key', async () => {
  const answer = await device.call('PUT', '/device/report', report, { key: 'x' });
  assert.equal(answer.status, 400);
  assert.equal(answer.body['code'], 'idempotency_key_required');
});

test('what a device reports of itself shows, and brings a new desired state', async () => {
  const before = await device.call('GET', '/device/check-in');
  assert.equal((await device.call('PUT', '/device/report', report)).status, 204);
  const { body } = await device.call('GET', '/device/check-in');
  assert.notEqual(body['generation'], before.body['generation']);
  assert.equal((body['device'] as { name: string }).name, 'Renamed');
});

test('a lost device is stopped at its next call, whatever token it has, and a retired one is unknown', async () => {
  const lost = await world.registered();
  assert.equal(await world.db.tx((tx) => world.fleet.markLost(tx, lost.deviceId)), true);
  assert.equal(await world.db.tx((tx) => world.fleet.markLost(tx, lost.deviceId)), false);
  const answer = await lost.call('GET', '/device/check-in');
  assert.equal(answer.status, 403);
  assert.equal(answer.body['code'], 'device_lost');
  assert.equal(
    (await lost.call('POST', '/device/token', { deviceId: lost.deviceId }, { token: null })).body['code'],
    'device_lost',
  );
  assert.equal(await world.db.tx((tx) => world.fleet.retire(tx, lost.deviceId)), true);
  assert.equal((await lost.call('GET', '/device/check-in')).body['code'], 'device_unknown');
});

test('a lost device that is found registers again with its old key and a new PIN', async () => {
  const person = world.person();
  const found = await world.registered(person);
  await world.db.tx((tx) => world.fleet.markLost(tx, found.deviceId));
  const before = found.deviceId;
  assert.equal((await found.register(person.userName, await world.pin(person))).status, 200);
  assert.notEqual(found.deviceId, before);
  assert.equal((await found.call('GET', '/device/check-in')).status, 200);
});

test('the server says before registration who it is and what it registers', async () => {
  const response = await world.app.inject({ method: 'GET', url: '/device/server' });
  const facts = JSON.parse(response.body) as Record<string, unknown>;
  assert.equal(facts['organisation'], 'Agency');
  assert.equal(facts['demo'], true);
  assert.equal(facts['time'], world.clock.now().toISOString());
});

test('a check-in that brings nothing new is 304, costs two queries at most, and notes itself once a minute', async () => {
  const quiet = await world.registered();
  const first = await quiet.call('GET', '/device/check-in');
  const etag = String(first.headers['etag']);
  assert.equal(etag, `"${String(first.body['generation'])}"`);
  world.clock.advance(seconds(30));
  const before = world.queries.count;
  const again = await quiet.call('GET', '/device/check-in', undefined, { headers: { 'if-none-match': etag } });
  assert.equal(world.queries.count - before, 1);
  assert.equal(again.status, 304);
  assert.deepEqual(again.body, {});
  const noted = async (): Promise<Date | null | undefined> => (await world.fleet.device(quiet.deviceId))?.lastCheckInAt;
  const at = await noted();
  world.clock.advance(seconds(30));
  const later = world.queries.count;
  await quiet.call('GET', '/device/check-in', undefined, { headers: { 'if-none-match': etag } });
  assert.equal(world.queries.count - later, 2);
  assert.equal((await noted())?.getTime(), (at?.getTime() ?? 0) + seconds(60));
});

test('a changed setting reaches every device at its next check-in; one that devices are not told of reaches none', async () => {
  const both = [await world.registered(), await world.registered()] as const;
  const ask = (one: TestDevice, etag: string) =>
    one.call('GET', '/device/check-in', undefined, { headers: { 'if-none-match': etag } });
  const [first, second] = await Promise.all(
    both.map(async (one) => String((await one.call('GET', '/device/check-in')).headers['etag'])),
  );
  await world.fleet.settingChanged('portal_authentication');
  assert.equal((await ask(both[0], first ?? '')).status, 304);
  world.set('wallet', { vaultTries: 4 });
  await world.fleet.settingChanged('wallet');
  for (const [one, etag] of [
    [both[0], first],
    [both[1], second],
  ] as const) {
    const { status, body } = await ask(one, etag ?? '');
    assert.equal(status, 200);
    assert.equal((body['wallet'] as { vaultTries: number }).vaultTries, 4);
  }
  world.set('wallet', {});
});

test('a touched device gets its new state at the next check-in, and every device once an hour', async () => {
  const quiet = await world.registered();
  const ask = async (etag: string) =>
    quiet.call('GET', '/device/check-in', undefined, { headers: { 'if-none-match': etag } });
  const etag = String((await quiet.call('GET', '/device/check-in')).headers['etag']);
  assert.equal((await ask(etag)).status, 304);
  await world.db.tx((tx) => world.fleet.touch(tx, { deviceId: quiet.deviceId }));
  const changed = await ask(etag);
  assert.equal(changed.status, 200);
  world.clock.advance(hours(1));
  const { body } = await quiet.call('POST', '/device/token', { deviceId: quiet.deviceId }, { token: null });
  quiet.token = String(body['token']);
  assert.equal((await ask(String(changed.headers['etag']))).status, 200);
});

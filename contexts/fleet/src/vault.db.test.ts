import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { TestDevice } from './testing/test-device.ts';
import { fleetWorld, type World } from './testing/world.ts';

let world: World;
before(async () => {
  world = await fleetWorld();
});
after(() => world[Symbol.asyncDispose]());

const secret = (): string => randomBytes(32).toString('base64');
const set = (device: TestDevice, way: string, verifier: string, current?: string, key?: string) =>
  device.call(
    'PUT',
    `/device/vault/${way}`,
    { verifier, ...(current === undefined ? {} : { current }) },
    key === undefined ? {} : { key },
  );
const open = (device: TestDevice, way: string, verifier: string, key?: string) =>
  device.call('POST', `/device/vault/${way}/open`, { verifier }, key === undefined ? {} : { key });

test('the server’s share is 32 octets of its own making, given for the right verifier only', async () => {
  const device = await world.registered();
  const right = secret();
  const made = await set(device, 'passcode', right);
  assert.equal(made.status, 200);
  assert.equal(Buffer.from(String(made.body['share']), 'base64').length, 32);
  assert.deepEqual((await open(device, 'passcode', right)).body, { share: made.body['share'], tries: 10 });
  const wrong = await open(device, 'passcode', secret());
  assert.equal(wrong.status, 403);
  assert.equal(wrong.body['code'], 'vault_secret_wrong');
  assert.deepEqual(wrong.body['details'], { triesLeft: 9 });
});

test('a right verifier gives all tries back; ten wrong ones destroy the share for good', async () => {
  const device = await world.registered();
  const right = secret();
  await set(device, 'pin', right);
  for (let i = 0; i < 9; i++) await open(device, 'pin', secret());
  assert.equal((await open(device, 'pin', right)).status, 200);
  for (let left = 9; left > 0; left--)
    assert.deepEqual((await open(device, 'pin', secret())).body['details'], { triesLeft: left });
  const last = await open(device, 'pin', secret());
  assert.equal(last.status, 423);
  assert.equal(last.body['code'], 'vault_destroyed');
  assert.equal((await open(device, 'pin', right)).body['code'], 'vault_destroyed');
  assert.equal((await set(device, 'pin', secret())).body['code'], 'vault_destroyed');
  assert.equal((await set(device, 'pin', secret(), right)).body['code'], 'vault_destroyed');
  const rows = await world.rows(`select sealed from fleet.vault_share where device_id = $1`, [device.deviceId]);
  assert.deepEqual(rows, [{ sealed: null }]);
});

test('how many tries are left can be asked, and costs none; another device’s are its own', async () => {
  const device = await world.registered();
  const left = () => device.call('GET', '/device/vault/pin');
  assert.equal((await left()).body['code'], 'vault_way_unknown');
  await set(device, 'pin', secret());
  for (let wrong = 0; wrong < 10; wrong++) {
    assert.deepEqual((await left()).body, { tries: 10 - wrong });
    assert.deepEqual((await left()).body, { tries: 10 - wrong });
    await open(device, 'pin', secret());
  }
  assert.deepEqual((await left()).body, { tries: 0 });
});

test('no answer that held a share is remembered: who destroys it destroys all there is of it', async () => {
  const device = await world.registered();
  const right = secret();
  const key = randomUUID();
  const made = await set(device, 'pin', right, undefined, key);
  assert.equal((await open(device, 'pin', right)).status, 200);
  assert.deepEqual((await set(device, 'pin', right, undefined, key)).body, made.body);
  const calls = await world.rows<{ answer: Uint8Array }>(`select answer from fleet.device_call where owner = $1`, [
    device.deviceId,
  ]);
  assert.equal(calls.length, 2);
  for (const { answer } of calls) assert.ok(answer.length < 32 + 29, 'a share and its seal need more octets');
  await world.db.tx((tx) => world.fleet.markLost(tx, device.deviceId));
  const shares = await world.rows(`select sealed from fleet.vault_share where device_id = $1`, [device.deviceId]);
  assert.deepEqual(shares, [{ sealed: null }]);
});

test('twenty guesses at once cost ten tries: none is shared', async () => {
  const device = await world.registered();
  await set(device, 'pin', secret());
  const answers = await Promise.all(Array.from({ length: 20 }, () => open(device, 'pin', secret())));
  const left = answers.flatMap(({ body }) =>
    body['code'] === 'vault_secret_wrong' ? [(body['details'] as { triesLeft: number }).triesLeft] : [],
  );
  assert.deepEqual(
    left.sort((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  assert.equal(answers.filter(({ body }) => body['code'] === 'vault_destroyed').length, 11);
});

test('a way in is changed only with the present secret, which counts as a try', async () => {
  const device = await world.registered();
  const [first, second] = [secret(), secret()];
  const before = await set(device, 'passcode', first);
  const without = await set(device, 'passcode', second);
  assert.equal(without.body['code'], 'vault_way_exists');
  assert.deepEqual((await set(device, 'passcode', second, secret())).body['details'], { triesLeft: 9 });
  const changed = await set(device, 'passcode', second, first);
  assert.equal(changed.status, 200);
  assert.notEqual(changed.body['share'], before.body['share']);
  assert.equal((await open(device, 'passcode', first)).body['code'], 'vault_secret_wrong');
  assert.equal((await open(device, 'passcode', second)).body['share'], changed.body['share']);
});

test('asking to set a way that exists costs no try and gives none', async () => {
  const device = await world.registered();
  await set(device, 'pin', secret());
  await open(device, 'pin', secret());
  await set(device, 'pin', secret());
  assert.deepEqual((await open(device, 'pin', secret())).body['details'], { triesLeft: 8 });
});

test('a way that was never set up is told apart from one that was closed', async () => {
  const device = await world.registered();
  assert.equal((await open(device, 'pin', secret())).body['code'], 'vault_way_unknown');
  assert.equal((await set(device, 'pin', secret(), secret())).body['code'], 'vault_way_unknown');
});

test('the tries are the setting’s', async () => {
  world.set('wallet', { vaultTries: 3 });
  const device = await world.registered();
  assert.equal((await set(device, 'pin', secret())).body['tries'], 3);
  world.set('wallet', {});
});

test('a repeated call gets the same answer and costs no second try', async () => {
  const device = await world.registered();
  const right = secret();
  const setting = randomUUID();
  const made = await set(device, 'pin', right, undefined, setting);
  assert.deepEqual((await set(device, 'pin', right, undefined, setting)).body, made.body);
  const guess = secret();
  const guessing = randomUUID();
  assert.deepEqual((await open(device, 'pin', guess, guessing)).body['details'], { triesLeft: 9 });
  assert.deepEqual((await open(device, 'pin', guess, guessing)).body['details'], { triesLeft: 9 });
  assert.deepEqual((await open(device, 'pin', secret())).body['details'], { triesLeft: 8 });
});

test('a change whose memory was lost with the process finds what it had set', async () => {
  const device = await world.registered();
  const [first, second] = [secret(), secret()];
  await set(device, 'pin', first);
  const key = randomUUID();
  const changed = await set(device, 'pin', second, first, key);
  await world.rows(`delete from fleet.device_call where key = $1`, [key]);
  assert.deepEqual((await set(device, 'pin', second, first, key)).body, changed.body);
});

test('one key of a call is no way to try many secrets: other content burns what it remembered', async () => {
  const device = await world.registered();
  const right = secret();
  const key = randomUUID();
  await set(device, 'pin', right, undefined, key);
  const other = await set(device, 'pin', secret(), undefined, key);
  assert.equal(other.status, 409);
  assert.equal(other.body['code'], 'idempotency_key_reused');
  assert.equal((await set(device, 'pin', right, undefined, key)).body['code'], 'idempotency_key_reused');
});

test('a lost device’s shares are destroyed, and no other device gets them', async () => {
  const device = await world.registered();
  const right = secret();
  await set(device, 'pin', right);
  assert.equal((await open(await world.registered(), 'pin', right)).body['code'], 'vault_way_unknown');
  await world.db.tx((tx) => world.fleet.markLost(tx, device.deviceId));
  const rows = await world.rows(`select sealed, tries from fleet.vault_share where device_id = $1`, [device.deviceId]);
  assert.deepEqual(rows, [{ sealed: null, tries: 0 }]);
});

test('an activation password lets closed ways be chosen anew and leaves open ones as they are', async () => {
  const device = await world.registered();
  const [passcode, pin] = [secret(), secret()];
  await set(device, 'passcode', passcode);
  await set(device, 'pin', pin);
  for (let i = 0; i < 10; i++) await open(device, 'pin', secret());
  await world.db.tx((tx) => world.fleet.allowNewVault(tx, device.deviceId));
  assert.equal((await set(device, 'pin', secret())).status, 200);
  assert.equal((await set(device, 'passcode', secret())).body['code'], 'vault_way_exists');
  assert.equal((await open(device, 'passcode', passcode)).status, 200);
});

test('the vault of a person whose account is suspended stays shut, and keeps its tries', async () => {
  const person = world.person();
  const device = await world.registered(person);
  const right = secret();
  await set(device, 'pin', right);
  world.person({ ...person, state: 'suspended' });
  assert.equal((await open(device, 'pin', right)).body['code'], 'person_not_active');
  assert.equal((await open(device, 'pin', secret())).body['code'], 'person_not_active');
  world.person(person);
  assert.deepEqual((await open(device, 'pin', secret())).body['details'], { triesLeft: 9 });
});

test('neither share nor verifier is in the database in clear', async () => {
  const device = await world.registered();
  const right = secret();
  const share = String((await set(device, 'pin', right)).body['share']);
  const rows = await world.rows<{ t: string }>(
    `select (select string_agg(s::text, ' ') from fleet.vault_share s) || (select string_agg(c::text, ' ') from fleet.device_call c) as t`,
  );
  for (const value of [share, right])
    assert.equal(rows[0]?.t.includes(Buffer.from(value, 'base64').toString('hex')), false);
});

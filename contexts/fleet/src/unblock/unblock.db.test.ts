import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { DeviceCredential } from '@lanyard/contract';
import { createHttp, createLog, executeSql, type Http } from '@lanyard/kernel';
import type { DirectoryPerson } from '../ports.ts';
import type { TestDevice } from '../testing/test-device.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let portal: Http;
let owner: DirectoryPerson;
before(async () => {
  world = await fleetWorld();
  const guard = async () => ({ ...world.caller, kind: 'session' as const, personId: owner.id }) as World['caller'];
  portal = await createHttp({ log: createLog('silent'), ratePerMinute: 100_000, guard });
  world.fleet.routes.portal(portal);
});
after(async () => {
  await portal.close();
  await world[Symbol.asyncDispose]();
});

const CREDENTIAL: DeviceCredential = {
  id: randomUUID(),
  name: 'Ada on the phone',
  provider: 'lanyard',
  state: 'active',
  issuedAt: '2026-01-01T00:00:00Z',
  expiresAt: '2028-01-01T00:00:00Z',
  certificates: [],
};

const secret = (): string => randomBytes(32).toString('base64');
const NEW = secret();
const WRONG = '0123456789ABCDEF';

async function device(platform: 'ios' | 'android' = 'ios'): Promise<TestDevice> {
  owner = world.person();
  world.has.credentials = [{ ...CREDENTIAL }];
  const made = await world.registered(owner);
  await world.rows(`update fleet.device set platform = $1 where id = $2`, [platform, made.deviceId]);
  return made;
}

const start = async (on: TestDevice): Promise<string> => {
  const { status, body } = await on.call('POST', '/device/unblock', {});
  assert.equal(status, 200, JSON.stringify(body));
  return String(body['challenge']);
};
const reset = (on: TestDevice, response: string, verifier = NEW, key?: string) =>
  on.call('PUT', '/device/unblock', { response, verifier }, key === undefined ? {} : { key });
const openPin = (on: TestDevice, verifier: string) => on.call('POST', '/device/vault/pin/open', { verifier });

async function ask(on: TestDevice, challenge: string, unlockType = 'windows-7') {
  const url = `/api/me/devices/${on.deviceId}/unlock`;
  const answer = await portal.inject({ method: 'POST', url, payload: { challenge, unlockType } });
  return { status: answer.statusCode, body: answer.json<{ response: string; code?: string }>() };
}

test('ENT-027, PDM-064 the response to the phone’s challenge gives a PIN that was destroyed a new share, once', async () => {
  const phone = await device();
  const old = secret();
  await phone.call('PUT', '/device/vault/pin', { verifier: old });
  for (let i = 0; i < 10; i++) await openPin(phone, secret());
  assert.equal((await openPin(phone, old)).body['code'], 'vault_destroyed');
  const { response } = (await ask(phone, await start(phone))).body;
  assert.match(response, /^[0-9A-F]{16}$/);
  const made = await reset(phone, response);
  assert.equal(made.status, 200);
  assert.equal((await openPin(phone, NEW)).body['share'], made.body['share']);
  assert.equal((await openPin(phone, old)).body['code'], 'vault_secret_wrong');
  assert.equal((await reset(phone, response, secret())).body['code'], 'unblock_expired');
  assert.deepEqual(world.notices.at(-1), {
    personId: owner.id,
    kind: 'pin.reset',
    facts: { deviceName: 'My phone', credentialName: CREDENTIAL.name },
  });
  const acts = await world.rows<{ act: string }>(`select act from kernel.audit where device_id = $1 order by id`, [
    phone.deviceId,
  ]);
  assert.deepEqual(acts.map(({ act }) => act).slice(-3), ['unblock.started', 'unblock.answered', 'vault.pin-reset']);
});

test('PDM-037, ENT-036 the challenge is read whatever its case and spaces; another one is refused', async () => {
  const phone = await device();
  const challenge = await start(phone);
  assert.equal((await ask(phone, 'never')).body.code, 'unblock_challenge_unknown');
  assert.equal((await ask(phone, await start(await device()))).body.code, 'device_not_found', 'of somebody else');
  const mine = await device();
  const other = await start(mine);
  assert.equal((await ask(mine, challenge)).body.code, 'unblock_challenge_unknown');
  const spaced = other.toLowerCase().replace(/(.{4})/g, '$1 ');
  assert.equal((await ask(mine, spaced)).body.response, (await ask(mine, other)).body.response);
});

test('ENT-024, ENT-026 on iOS "Windows 7 PIN Unblock" is the type; a "Card Unlocking Key" is never given', async () => {
  const phone = await device('ios');
  const challenge = await start(phone);
  for (const type of ['windows-11', 'card-unlocking-key'])
    assert.equal((await ask(phone, challenge, type)).body.code, 'unblock_type_wrong', type);
  assert.equal((await reset(phone, (await ask(phone, challenge)).body.response)).status, 200);
});

test('ENT-025, ENT-027 on Android each Windows version has its response; only the last one given is taken', async () => {
  const phone = await device('android');
  const challenge = await start(phone);
  assert.equal((await ask(phone, challenge, 'card-unlocking-key')).body.code, 'unblock_type_wrong');
  const seven = (await ask(phone, challenge, 'windows-7')).body.response;
  const eleven = (await ask(phone, challenge, 'windows-11')).body.response;
  assert.notEqual(seven, eleven);
  assert.deepEqual((await reset(phone, seven)).body['details'], { triesLeft: 4 });
  assert.equal((await reset(phone, eleven)).status, 200);
  const again = await start(phone);
  assert.notEqual((await ask(phone, again, 'windows-11')).body.response, eleven);
});

test('five wrong responses end a challenge, also at once; the right one comes too late then', async () => {
  const phone = await device();
  const { response } = (await ask(phone, await start(phone))).body;
  const answers = await Promise.all(Array.from({ length: 8 }, () => reset(phone, WRONG)));
  const left = answers.flatMap(({ body }) =>
    body['code'] === 'unblock_response_wrong' ? [(body['details'] as { triesLeft: number }).triesLeft] : [],
  );
  assert.deepEqual(
    left.toSorted((a, b) => a - b),
    [1, 2, 3, 4],
  );
  const late = await reset(phone, response);
  assert.deepEqual([late.status, late.body['code']], [423, 'unblock_ended']);
  assert.equal((await ask(phone, WRONG)).body.code, 'unblock_challenge_unknown');
});

test('without the portal no response is right, and a repeated wrong one costs one try', async () => {
  const phone = await device();
  await start(phone);
  const key = randomUUID();
  assert.deepEqual((await reset(phone, WRONG, NEW, key)).body['details'], { triesLeft: 4 });
  assert.deepEqual((await reset(phone, WRONG, NEW, key)).body['details'], { triesLeft: 4 });
  assert.deepEqual((await reset(phone, WRONG)).body['details'], { triesLeft: 3 });
});

test('a reset whose answer was lost finds what it had set, and no second one passes', async () => {
  const phone = await device();
  const { response } = (await ask(phone, await start(phone))).body;
  const key = randomUUID();
  const made = await reset(phone, response, NEW, key);
  assert.deepEqual((await reset(phone, response, NEW, key)).body, made.body);
  await world.rows(`delete from fleet.device_call where key = $1`, [key]);
  assert.deepEqual((await reset(phone, response, NEW, key)).body, made.body);
});

test('a challenge ends with its time, with a newer one, and with its credential', async () => {
  const phone = await device();
  const first = (await ask(phone, await start(phone))).body.response;
  const second = await start(phone);
  assert.deepEqual((await reset(phone, first)).body['details'], { triesLeft: 4 });
  const { response } = (await ask(phone, second)).body;
  world.has.credentials = [{ ...CREDENTIAL, id: randomUUID() }];
  assert.equal((await reset(phone, response)).body['code'], 'unblock_response_wrong');
  world.has.credentials = [];
  assert.equal((await reset(phone, response)).body['code'], 'credential_not_active');
  assert.equal((await phone.call('POST', '/device/unblock', {})).body['code'], 'credential_not_active');
  world.has.credentials = [{ ...CREDENTIAL }];
  await world.rows(`update fleet.unblock set expires_at = $1`, [world.clock.now()]);
  assert.equal((await reset(phone, response)).body['code'], 'unblock_expired');
});

test('a device that was reported lost has no challenge any more', async () => {
  const phone = await device();
  const challenge = await start(phone);
  await world.db.tx((tx) => world.fleet.markLost(tx, phone.deviceId));
  assert.equal((await ask(phone, challenge)).body.code, 'device_not_found');
  assert.deepEqual(await world.rows(`select 1 from fleet.unblock where device_id = $1`, [phone.deviceId]), []);
});

test('no response is in the database, and none has an octet 0', async () => {
  const phone = await device('android');
  for (let i = 0; i < 5; i++) {
    const challenge = await start(phone);
    const { response } = (await ask(phone, challenge, 'windows-10')).body;
    assert.equal(Buffer.from(response, 'hex').includes(0), false);
    const rows = await world.rows<{ t: string }>(
      `select (select string_agg(u::text, ' ') from fleet.unblock u) || (select string_agg(a::text, ' ') from kernel.audit a) as t`,
    );
    assert.equal(rows[0]?.t.toUpperCase().includes(response), false);
  }
});

test('a device that is reported lost while its PIN is reset is lost: neither waits for the other for ever', async () => {
  const phone = await device();
  await phone.call('PUT', '/device/vault/pin', { verifier: secret() });
  await start(phone);
  let lost: Promise<boolean> | undefined;
  await world.db.tx(async (tx) => {
    await executeSql(tx, 'select 1 from fleet.unblock where device_id = $1 for update', [phone.deviceId]);
    lost = world.db.tx((other) => world.fleet.markLost(other, phone.deviceId));
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await world.rows(waiting)).length === 0);
    await executeSql(tx, 'update fleet.vault_share set changed_at = changed_at where device_id = $1', [phone.deviceId]);
  });
  assert.equal(await lost, true);
});

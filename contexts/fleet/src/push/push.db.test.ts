import assert from 'node:assert/strict';
import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { minutes, hours } from '@lanyard/kernel';
import { openMessage, readVapid } from '../testing/open-message.ts';
import { pairedDesk, processOf, type Process, type TestReader } from '../testing/relay-world.ts';
import type { Answer, TestDevice } from '../testing/test-device.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let here: Process;

before(async () => {
  world = await fleetWorld();
  here = await processOf(world);
});
after(async () => {
  await here[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  world.clock.advance(hours(2)); // every window of tries is a new one
  world.set('wallet', {});
  world.set('push', {});
  world.push.posted.length = 0;
  world.push.status = 201;
});

interface Browser {
  readonly key: ECDH;
  readonly auth: Buffer;
  readonly subscription: { endpoint: string; p256dh: string; auth: string };
}

function browser(endpoint = 'https://fcm.googleapis.com/fcm/send/abc'): Browser {
  const [key, auth] = [createECDH('prime256v1'), randomBytes(16)];
  const p256dh = key.generateKeys('base64url', 'uncompressed');
  return { key, auth, subscription: { endpoint, p256dh, auth: auth.toString('base64url') } };
}

const put = (phone: TestDevice, { readerId }: { readerId: string }, { subscription } = browser()): Promise<Answer> =>
  phone.call('PUT', '/device/push', { subscription, readerId });

/** A phone that its desktop may wake. */
async function wakeable(own = browser()) {
  const pair = await pairedDesk(world, here);
  assert.equal((await put(pair.phone, pair.reader, own)).status, 204);
  return { ...pair, ...own };
}

async function wake(reader: TestReader): Promise<string | null> {
  await reader.send({ type: 'wake' });
  return (await reader.expect('woken')).code;
}

test('a desktop wakes its phone: a sealed message to its push service, which learns no name, and no length but one', async () => {
  const { reader, phone, key, auth } = await wakeable();
  assert.equal(await wake(reader), null);
  const [message] = world.push.posted;
  assert.ok(message);
  assert.equal(message.url.href, 'https://fcm.googleapis.com/fcm/send/abc');
  const { ttl, urgency, topic, authorization = '', ...rest } = message.headers;
  assert.deepEqual([ttl, urgency, rest['content-encoding']], ['60', 'high', 'aes128gcm']);
  assert.match(topic ?? '', /^[\w-]{32}$/);
  const { key: signer, claims } = readVapid(authorization);
  const facts = (await phone.call('GET', '/device/push')).body;
  assert.deepEqual(facts, { allowed: true, applicationServerKey: signer });
  assert.deepEqual(claims, {
    aud: 'https://fcm.googleapis.com',
    sub: 'https://portal.example',
    exp: Math.floor(world.clock.now().getTime() / 1_000) + 3_600,
  });
  assert.deepEqual(JSON.parse(openMessage(message.body, key, auth).toString()), { wake: reader.readerId });
  const outside = JSON.stringify(message.headers) + Buffer.from(message.body).toString('latin1');
  for (const known of [reader.readerId, 'Desk', 'My phone', phone.deviceId]) assert.ok(!outside.includes(known), known);
  reader.close();
});

test('address and keys of a subscription, and the private key of this installation, are not kept in clear', async () => {
  const { reader, subscription } = await wakeable();
  const [row] = await world.rows<{ all: string }>(
    `select string_agg(t, ' ') as all from (select s::text as t from fleet.push_subscription s
     union all select k::text from fleet.push_key k) as rows`,
  );
  const secrets = [
    subscription.endpoint,
    subscription.auth,
    Buffer.from(subscription.auth, 'base64url').toString('hex'),
  ];
  for (const secret of secrets) assert.ok(!row?.all.includes(secret));
  const [one] = await world.rows<{ n: number }>('select count(*)::int as n from fleet.push_key');
  assert.equal(one?.n, 1);
  reader.close();
});

test('a phone names a push service that the organisation lists, a key of the curve, and a desktop of its own', async () => {
  const { reader, phone } = await pairedDesk(world, here);
  const { reader: others } = await pairedDesk(world, here);
  const codeOf = async (answer: Promise<Answer>) => (await answer).body['code'];
  assert.equal(await codeOf(put(phone, reader, browser('https://10.0.0.1/latest/meta-data'))), 'push_service_refused');
  assert.equal(await codeOf(put(phone, reader, browser('http://fcm.googleapis.com/x'))), 'input_invalid');
  assert.equal(
    await codeOf(put(phone, reader, browser(`https://fcm.googleapis.com/${'x'.repeat(1_000)}`))),
    'input_invalid',
  );
  const own = browser();
  const beside = Buffer.alloc(65, 4).toString('base64url');
  assert.equal(
    await codeOf(put(phone, reader, { ...own, subscription: { ...own.subscription, p256dh: beside } })),
    'input_invalid',
  );
  assert.equal(await codeOf(put(phone, others)), 'desktop_not_paired');
  world.set('push', { wake: false });
  assert.equal(await codeOf(put(phone, reader)), 'wake_forbidden');
  assert.deepEqual(
    await world.rows('select 1 from fleet.push_subscription where device_id = $1', [phone.deviceId]),
    [],
  );
  reader.close();
  others.close();
});

test('a desktop wakes six times a minute and sixty an hour at the most, and is told by name', async () => {
  const { reader } = await wakeable();
  let sent = 0;
  for (let minute = 0; minute < 12; minute++) {
    let code = await wake(reader);
    for (; code === null; code = await wake(reader)) sent += 1;
    assert.equal(code, 'wake_limited');
    world.clock.advance(minutes(1));
  }
  assert.equal(sent, 60);
  assert.equal(world.push.posted.length, 60);
  reader.close();
});

test('of two desktops of a phone, the one that was named last wakes it, and the other not', async () => {
  const { reader, phone } = await wakeable();
  const { reader: second } = await pairedDesk(world, here, phone);
  assert.equal(await wake(second), 'wake_not_set_up');
  assert.equal((await put(phone, second)).status, 204);
  assert.equal(await wake(second), null);
  assert.equal(await wake(reader), 'wake_not_set_up');
  const acts = await world.rows<{ object: string }>(
    `select object from kernel.audit where act = 'desktop.may-wake' and device_id = $1 order by id`,
    [phone.deviceId],
  );
  assert.deepEqual(acts, [{ object: reader.readerId }, { object: second.readerId }]);
  reader.close();
  second.close();
});

const taken = {
  'its holder disconnected it, or turned waking off': [
    async ({ phone }: { phone: TestDevice }) => assert.equal((await phone.call('DELETE', '/device/push')).status, 204),
    'wake_not_set_up',
  ],
  'the organisation forbids waking': [async () => world.set('push', { wake: false }), 'wake_forbidden'],
  'the organisation forbids the relay': [
    async () => world.set('wallet', { desktops: { relay: 'forbidden' } }),
    'relay_forbidden',
  ],
  'the organisation takes the push service from its list': [
    async () => world.set('push', { services: ['push.agency.example'] }),
    'push_service_refused',
  ],
} as const;
for (const [why, [act, code]] of Object.entries(taken))
  test(`no desktop wakes the phone any more when ${why}`, async () => {
    const pair = await wakeable();
    await act(pair);
    assert.equal(await wake(pair.reader), code);
    assert.deepEqual(world.push.posted, []);
    pair.reader.close();
  });

test('BLE-020 with the pairing ends the right to wake, and where the phone was woken is forgotten', async () => {
  const { phone, reader } = await wakeable();
  assert.equal((await phone.call('DELETE', `/device/desktops/${reader.readerId}`)).status, 204);
  assert.equal(await wake(reader), 'desktop_not_paired');
  assert.deepEqual(
    await world.rows('select 1 from fleet.push_subscription where device_id = $1', [phone.deviceId]),
    [],
  );
  reader.close();
});

test('a phone that a desktop was paired with before is not woken by it, whatever it said in that very moment', async () => {
  const { phone, reader } = await wakeable();
  const other = await world.registered();
  await world.rows('update fleet.pairing set device_id = $1 where device_id = $2', [other.deviceId, phone.deviceId]);
  assert.equal(await wake(reader), 'wake_not_set_up');
  assert.deepEqual(world.push.posted, []);
  reader.close();
});

test('a push service that knows the subscription no more ends it; one that is away or full does not', async () => {
  const { reader, phone } = await wakeable();
  for (const status of [null, 429, 500, 301]) {
    world.push.status = status;
    assert.equal(await wake(reader), 'wake_not_delivered', String(status));
  }
  world.clock.advance(minutes(1));
  world.push.status = 410;
  assert.equal(await wake(reader), 'wake_not_set_up');
  world.push.status = 201;
  assert.equal(await wake(reader), 'wake_not_set_up', 'it is gone');
  assert.equal((await put(phone, reader)).status, 204);
  assert.equal(await wake(reader), null);
  reader.close();
});

test('a person is told of every desktop that is paired with their phone, and of one that was forgotten in a portal', async () => {
  world.notices.splice(0);
  const { reader, phone } = await pairedDesk(world, here);
  const facts = { desktopName: 'Desk', deviceName: 'My phone' };
  const told = () => world.notices.splice(0).filter(({ kind }) => kind.startsWith('desktop.'));
  const [paired] = told();
  assert.deepEqual([paired?.kind, paired?.facts], ['desktop.paired', facts]);
  const url = `/api/admin/devices/${phone.deviceId}/desktops/${reader.readerId}`;
  assert.equal((await world.admin.inject({ method: 'DELETE', url })).statusCode, 204);
  assert.deepEqual(told(), [{ personId: paired?.personId, kind: 'desktop.unpaired', facts }]);
  const { reader: second } = await pairedDesk(world, here, phone);
  told();
  assert.equal((await phone.call('DELETE', `/device/desktops/${second.readerId}`)).status, 204);
  assert.deepEqual(told(), [], 'who has the phone in hand knows');
  reader.close();
  second.close();
});

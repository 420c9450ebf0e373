import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import type { DeviceCredential, PendingRequest, Purpose } from '@lanyard/contract';
import { adminCall, made } from '../testing/admin-calls.ts';
import { asPem, rootCertificate } from '../testing/root-certificate.ts';
import type { TestDevice } from '../testing/test-device.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
before(async () => {
  world = await fleetWorld();
});
afterEach(() => {
  world.has.request = null;
  world.has.credentials = [];
});
after(() => world[Symbol.asyncDispose]());

interface Line {
  readonly id: string;
  readonly version: number;
  readonly waitsFor: string | null;
  readonly value: Record<string, unknown> | null;
}
const call = (...rest: Parameters<typeof adminCall> extends [unknown, ...infer R] ? R : never) =>
  adminCall(world, ...rest);
const checkIn = async (device: TestDevice, etag?: string) =>
  device.call('GET', '/device/check-in', undefined, etag ? { headers: { 'if-none-match': etag } } : {});
const configurations = async (device: TestDevice): Promise<Line[]> =>
  (await checkIn(device)).body['configurations'] as Line[];
const lineOf = async (device: TestDevice, id: string): Promise<Line | undefined> =>
  (await configurations(device)).find((line) => line.id === id);
const deliveries = async (device: TestDevice) =>
  (await call('GET', `devices/${device.deviceId}/deliveries`)).body['items'] as {
    id: string;
    state: string;
    reason: string | null;
    version: number | null;
  }[];
const stateOf = async (device: TestDevice, id: string) => {
  const line = (await deliveries(device)).find((one) => one.id === id);
  return line === undefined ? undefined : [line.state, line.reason];
};
const to = (more: object) => ({ audience: { to: 'chosen', ...more } });

function credential(...purposes: Purpose[]): DeviceCredential {
  const view = { serial: '01', subject: '', issuer: '', keystore: 'wallet', protection: 'software' } as const;
  const dates = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2028-01-01T00:00:00.000Z' };
  return {
    id: randomUUID(),
    name: 'Derived',
    provider: 'lanyard',
    state: 'active',
    issuedAt: dates.notBefore,
    expiresAt: dates.notAfter,
    certificates: purposes.map((purpose) => ({ purpose, ...view, ...dates, sha256: `${purpose} certificate` })),
  };
}

test('ADM-053 ADM-054 ADM-065 all compatible devices get it, or those of the groups that were chosen', async () => {
  const [ios, android] = [await world.registered(), world.device()];
  const person = world.person();
  await android.register(person.userName, await world.pin(person), { platform: 'android' });
  const group = await call('POST', 'device-groups', { name: 'iPhones', rule: { platforms: ['ios'] } });
  await call('POST', `device-groups/${String(group.body['id'])}/members`, { add: [ios.deviceId, android.deviceId] });
  const all = await made(world, 'app_catalog', {});
  const some = await made(world, 'passcode', {}, to({ deviceGroups: [group.body['id']] }));
  const none = await made(world, 'passcode', {}, { audience: { to: 'none' } });
  const got = async (device: TestDevice) => (await configurations(device)).map(({ id }) => id);
  assert.deepEqual((await got(ios)).toSorted(), [all.id, some.id].toSorted());
  assert.deepEqual(await got(android), [some.id]);
  const left = await call('POST', `device-groups/${String(group.body['id'])}/members`, { remove: [android.deviceId] });
  assert.equal(left.body['devices'], 1);
  assert.deepEqual(await got(android), []);
  assert.equal((await got(ios)).includes(none.id), false);
});

test('a person, a user group and a device can be chosen; a change of groups moves what its person’s devices get', async () => {
  const person = world.person();
  const device = await world.registered(person);
  const other = await world.registered();
  const staff = randomUUID();
  const [byPerson, byDevice, byGroup] = [
    await made(world, 'passcode', {}, to({ people: [person.id] })),
    await made(world, 'passcode', {}, to({ devices: [device.deviceId] })),
    await made(world, 'passcode', {}, to({ userGroups: [staff] })),
  ];
  const mine = async () => new Set((await configurations(device)).map(({ id }) => id));
  assert.deepEqual([(await mine()).has(byPerson.id), (await mine()).has(byDevice.id)], [true, true]);
  assert.equal((await mine()).has(byGroup.id), false);
  world.groups.set(person.id, [staff]);
  await world.fleet.personChanged(person.id);
  assert.equal((await mine()).has(byGroup.id), true);
  world.groups.set(person.id, []);
  await world.fleet.personChanged(person.id);
  assert.equal((await mine()).has(byGroup.id), false);
  const others = (await configurations(other)).map(({ id }) => id);
  assert.ok([byPerson, byDevice, byGroup].every(({ id }) => !others.includes(id)));
});

test('APP-010 a CA certificate reaches the devices that were chosen, and no other', async () => {
  const [chosen, other] = [await world.registered(), await world.registered()];
  const content = asPem(await rootCertificate(world.clock.now()));
  const { id } = await made(world, 'certificate', { content }, to({ devices: [chosen.deviceId] }));
  assert.equal((await lineOf(chosen, id))?.value?.['content'], content);
  assert.equal(await lineOf(other, id), undefined);
});

test('ADM-055 a changed distribution holds from the next check-in on, and only devices that it concerns are told', async () => {
  const person = world.person();
  const [device, stranger] = [await world.registered(person), await world.registered()];
  const { id } = await made(world, 'passcode', {}, { audience: { to: 'none' } });
  const [mine, theirs] = [await checkIn(device), await checkIn(stranger)].map((one) => String(one.headers['etag']));
  const name = `Passcode ${id}`;
  const edit = { name, value: {}, allSpaces: true, publish: true, ...to({ people: [person.id] }) };
  assert.equal((await call('PUT', `configurations/${id}`, edit, 1)).status, 200);
  assert.equal((await checkIn(stranger, theirs)).status, 304);
  const told = await checkIn(device, mine);
  assert.equal(told.status, 200);
  assert.ok((told.body['configurations'] as Line[]).some((line) => line.id === id));
  const back = { ...edit, audience: { to: 'none' } };
  await call('PUT', `configurations/${id}`, back, 2);
  assert.equal(await lineOf(device, id), undefined);
});

test('a publication for everybody writes one counter, however many devices there are', async () => {
  for (let i = 0; i < 3; i++) await world.registered();
  const { id } = await made(world, 'passcode', {});
  const count = async () =>
    (await world.rows<{ scope: string; n: number }>('select scope, n from fleet.change_counter order by scope')).map(
      ({ scope, n }) => `${scope} ${n}`,
    );
  const sum = async () =>
    (await world.rows<{ n: number }>('select sum(generation)::bigint as n from fleet.device'))[0]?.n;
  const [before, devices] = [await count(), await sum()];
  await call(
    'PUT',
    `configurations/${id}`,
    { name: id, value: {}, allSpaces: true, audience: { to: 'all' }, publish: true },
    1,
  );
  assert.equal((await count()).filter((one) => !before.includes(one)).length, 1);
  assert.equal(await sum(), devices);
});

test('ADM-051 unticked, a configuration reaches devices of its own space alone; ticked, all', async () => {
  const person = world.person();
  const [inside, outside] = [await world.registered(person), await world.registered()];
  const made0 = await call('POST', 'spaces', { name: 'South' });
  const south = (made0.body['items'] as { id: string; name: string }[]).find(({ name }) => name === 'South')?.id;
  const device = await call('GET', `devices/${inside.deviceId}`);
  await call('PATCH', `devices/${inside.deviceId}`, { spaceId: south }, Number(device.body['version']));
  const own = await made(world, 'passcode', {}, { allSpaces: false, spaceId: south });
  const everywhere = await made(world, 'passcode', {}, { allSpaces: true, spaceId: south });
  const has = async (one: TestDevice) => {
    const ids = (await configurations(one)).map(({ id }) => id);
    return [ids.includes(own.id), ids.includes(everywhere.id)];
  };
  assert.deepEqual(
    [await has(inside), await has(outside)],
    [
      [true, true],
      [false, true],
    ],
  );
});

test('ADM-067 ADM-103 ADM-104 what AppConnect on Android may do reaches Android devices, as it was set', async () => {
  const person = world.person();
  const device = world.device();
  await device.register(person.userName, await world.pin(person), { platform: 'android', osVersion: '15' });
  const value = { passcode: { allowRecovery: true }, dlp: { camera: false, screenCapture: true } };
  const android = await made(world, 'appconnect_device_android', value);
  const ios = await made(world, 'appconnect_device_ios', {});
  const got = (await lineOf(device, android.id))?.value as { passcode: object; dlp: object };
  assert.partialDeepStrictEqual(got, value);
  assert.equal(await lineOf(device, ios.id), undefined);
});

test('MAA-011 a policy whose identity is Derived PIV Credentials waits until they reached the device', async () => {
  const device = await world.registered();
  const wifi = await made(world, 'wifi', { ssid: 'office', userName: '${userUIDLocalPart}' });
  const waiting = await lineOf(device, wifi.id);
  assert.deepEqual([waiting?.waitsFor, waiting?.value], ['waits until the derived credential is activated', null]);
  assert.deepEqual(await stateOf(device, wifi.id), ['waiting', 'waits until the derived credential is activated']);
  world.has.credentials = [credential('authentication')];
  const sent = await lineOf(device, wifi.id);
  assert.equal(sent?.waitsFor, null);
  const { authentication } = (sent?.value?.['certificates'] ?? {}) as { authentication?: { sha256: string } };
  assert.equal(authentication?.sha256, 'authentication certificate');
  assert.deepEqual(await stateOf(device, wifi.id), ['sent', null]);
});

const derived = 'Derived PIV Credentials';
const policies = [
  [
    'mail',
    'mail',
    {
      host: 'mail.agency.example',
      emailAddress: '${userEmailAddress}',
      userName: '${userUID}',
      ssl: true,
      syncDays: 3,
    },
  ],
  [
    'Wi-Fi',
    'wifi',
    { ssid: 'Office', security: 'WPA3 Enterprise', userName: '${userUID}', trustedServers: ['radius.agency.example'] },
  ],
  [
    'VPN',
    'vpn',
    { connectionName: 'Office', type: 'IKEv2', server: 'vpn.agency.example', userName: '${userEmailAddress}' },
  ],
] as const;
for (const [name, kind, value] of policies)
  test(`MAA-003, MAA-005, MAA-008, MAA-009 ${name} of an iPhone has the certificate for authentication, as it was set; Android has none`, async () => {
    const person = world.person({ userName: 'ada', email: 'ada@agency.example' });
    const device = await world.registered(person);
    const android = world.device();
    await android.register(person.userName, await world.pin(person), { platform: 'android', osVersion: '15' });
    const one = await made(world, kind, { ...value, identity: derived }, { name: `${kind} with the credential` });
    const without = await made(world, kind, { ...value, identity: 'none' }, { name: `${kind} without` });
    assert.equal((await lineOf(device, one.id))?.value, null, 'it waits for the credential');
    assert.deepEqual((await lineOf(device, without.id))?.waitsFor, null, 'and without one for nothing');
    world.has.credentials = [credential('authentication', 'signing')];
    const { certificates, ...sent } = (await lineOf(device, one.id))?.value ?? {};
    const filled = { '${userEmailAddress}': 'ada@agency.example', '${userUID}': 'ada' } as const;
    const wanted = Object.entries(value).map(([key, of]) => [key, filled[of as keyof typeof filled] ?? of]);
    assert.partialDeepStrictEqual(sent, Object.fromEntries(wanted));
    assert.deepEqual(Object.keys(certificates as object), ['authentication'], 'and no other of its certificates');
    assert.equal(await lineOf(android, one.id), undefined);
  });

test('APP-034 a device passcode reaches iPhones as it was set', async () => {
  const device = await world.registered();
  const value = { required: true, minLength: 8, maxFailedAttempts: 6, autoLockMinutes: 2 };
  const passcode = await made(world, 'passcode', value);
  assert.partialDeepStrictEqual((await lineOf(device, passcode.id))?.value, value);
});

for (const state of ['revoked', 'expired', 'deleted', 'replaced'] as const)
  test(`MAA-035 of a credential that is ${state}, what stood on it is withdrawn, and comes back with the next`, async () => {
    const device = await world.registered();
    const wifi = await made(world, 'wifi', { ssid: `office ${state}` });
    const old = credential('authentication');
    world.has.credentials = [old];
    await checkIn(device);
    const report = (outcome: string) =>
      device.call('PUT', '/device/applied', { items: [{ id: wifi.id, version: 1, state: outcome }] });
    await report('applied');
    assert.deepEqual(await stateOf(device, wifi.id), ['applied', null]);
    world.has.credentials = [{ ...old, state }];
    assert.equal((await lineOf(device, wifi.id))?.value, null);
    await report('withdrawn');
    assert.deepEqual(await stateOf(device, wifi.id), ['waiting', 'waits until the derived credential is activated']);
    world.has.credentials = [{ ...old, state }, credential('authentication')];
    await checkIn(device);
    assert.deepEqual(await stateOf(device, wifi.id), ['sent', null]);
  });

test('MAA-007 mail with S/MIME waits for the certificates that it signs and encrypts with', async () => {
  const device = await world.registered();
  const mail = await made(world, 'mail', {
    host: 'mail.agency.example',
    smimeSigning: derived,
    smimeEncryption: derived,
  });
  world.has.credentials = [credential('authentication', 'signing')];
  assert.match((await lineOf(device, mail.id))?.waitsFor ?? '', /a certificate for encryption/);
  world.has.credentials = [credential('authentication', 'signing', 'encryption')];
  const { certificates } = ((await lineOf(device, mail.id))?.value ?? {}) as { certificates: object };
  assert.deepEqual(Object.keys(certificates), ['authentication', 'signing', 'encryption']);
});

test('ADM-075 APP-012 APP-016 ADM-079 variables are replaced by the values of the device and its person', async () => {
  const person = world.person({ userName: 'grace.hopper@agency.example', email: 'grace@agency.example' });
  const device = await world.registered(person);
  const facts = { osVersion: '18.1', model: 'Test phone', walletVersion: '1.0', name: 'My phone' };
  await device.call('PUT', '/device/report', { ...facts, udid: '00008030-001A', imsi: '262011234567890' });
  const vpn = await made(
    world,
    'vpn',
    {
      connectionName: '${deviceUDID}',
      server: '${deviceIMSI}',
      remoteId: 'x${pivdActivationLink}',
      userName: '${userUIDLocalPart} ${userUID}',
      identity: 'none',
      onDemandDomains: ['${deviceClientDeviceIdentifier}'],
    },
    { name: 'VPN' },
  );
  const before = (await lineOf(device, vpn.id))?.value;
  assert.deepEqual([before?.['connectionName'], before?.['server']], ['00008030-001A', '262011234567890']);
  assert.equal(before?.['userName'], 'grace.hopper grace.hopper@agency.example');
  assert.deepEqual(before?.['onDemandDomains'], [device.deviceId]);
  assert.equal(before?.['remoteId'], 'x');
  world.has.request = { id: randomUUID() } as PendingRequest;
  const { request } = world.has;
  Object.assign(request, { name: 'n', provider: 'lanyard', state: 'pending', credentialId: null });
  Object.assign(request, { expiresAt: new Date(0).toISOString() });
  const after = (await lineOf(device, vpn.id))?.value;
  assert.equal(after?.['remoteId'], `xhttps://wallet.example/#request=${request.id}`);
});

test('a device says what became of each; the administrator sees waiting, sent, applied, failed and withdrawn', async () => {
  const person = world.person();
  const device = await world.registered(person);
  const [one, other] = [
    await made(world, 'passcode', {}, to({ people: [person.id] })),
    await made(world, 'passcode', {}, to({ people: [person.id] })),
  ];
  assert.deepEqual(await stateOf(device, one.id), ['waiting', 'waits until the device checks in']);
  await checkIn(device);
  assert.deepEqual(await stateOf(device, one.id), ['sent', null]);
  const report = async (...items: object[]) => (await device.call('PUT', '/device/applied', { items })).status;
  const failed = { id: other.id, version: 1, state: 'failed', reason: 'too old' };
  assert.equal(await report({ id: one.id, version: 1, state: 'applied' }, failed), 204);
  assert.deepEqual(await stateOf(device, one.id), ['applied', null]);
  assert.deepEqual(await stateOf(device, other.id), ['failed', 'too old']);
  const arrived = await call('GET', `configurations/${one.id}/arrival`);
  assert.deepEqual(arrived.body, { sent: 0, applied: 1, failed: 0, withdrawn: 0 });
  const who = await call('GET', `configurations/${other.id}/devices?state=failed`);
  const [line] = who.body['items'] as { id: string; personId: string; reason: string }[];
  assert.deepEqual([line?.id, line?.personId, line?.reason], [device.deviceId, person.id, 'too old']);
  assert.equal(who.body['next'], null);
  await call('DELETE', `configurations/${one.id}`, undefined, 1);
  assert.deepEqual(await stateOf(device, one.id), ['waiting', 'waits until the device takes it away']);
  await checkIn(device);
  await report({ id: one.id, version: 1, state: 'withdrawn' });
  assert.deepEqual(await stateOf(device, one.id), ['withdrawn', null]);
});

test('what a device says of an older version, or of what it was never sent, is not believed', async () => {
  const device = await world.registered();
  const { id } = await made(world, 'passcode', {});
  await checkIn(device);
  await device.call('PUT', '/device/applied', { items: [{ id, version: 7, state: 'applied' }] });
  assert.deepEqual(await stateOf(device, id), ['sent', null]);
  const stranger = randomUUID();
  await device.call('PUT', '/device/applied', { items: [{ id: stranger, version: 1, state: 'applied' }] });
  assert.equal(await stateOf(device, stranger), undefined);
  const many = Array.from({ length: 501 }, () => ({ id: randomUUID(), version: 1, state: 'applied' }));
  assert.equal((await device.call('PUT', '/device/applied', { items: many })).status, 400);
});

test('a check-in that brings nothing new is one query, also with configurations', async () => {
  const device = await world.registered();
  const etag = String((await checkIn(device)).headers['etag']);
  const before = world.queries.count;
  assert.equal((await checkIn(device, etag)).status, 304);
  assert.equal(world.queries.count - before, 1);
});

test('the preview says how many devices gain, change and lose, with their names, and changes nothing', async () => {
  const [ada, bob] = [world.person(), world.person()];
  const devices = [await world.registered(ada), await world.registered(ada), await world.registered(bob)];
  const { id } = await made(world, 'passcode', {}, to({ people: [ada.id] }));
  const edit = {
    name: `Moved ${id}`,
    value: {},
    allSpaces: true,
    ...to({ people: [bob.id], devices: [devices[0]?.deviceId] }),
  };
  const { body } = await call('POST', `configurations/${id}/preview`, edit);
  const counts = ['gains', 'changes', 'loses'].map((what) => (body[what] as { count: number }).count);
  assert.deepEqual(counts, [1, 1, 1]);
  const { first } = body['loses'] as { first: { id: string }[] };
  assert.deepEqual(
    first.map((one) => one.id),
    [devices[1]?.deviceId],
  );
  const deletion = await call('POST', `configurations/${id}/preview-deletion`);
  assert.equal((deletion.body['loses'] as { count: number }).count, 2);
  assert.equal((await call('GET', `configurations/${id}`)).body['version'], 1);
  const fresh = await call('POST', 'configurations/preview', {
    kind: 'mail',
    name: 'Mail',
    value: { host: 'mail.agency.example', ssl: false },
    ...to({ people: [randomUUID()] }),
  });
  assert.equal((fresh.body['gains'] as { count: number }).count, 0);
  assert.equal((fresh.body['warnings'] as string[]).length, 2);
});

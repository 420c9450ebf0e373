import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { MISSING_CREDENTIALS, type CertificateDecision, type DeliveredConfiguration } from '@lanyard/contract';
import { toPem } from '@lanyard/pki';
import { adminCall, made } from '../testing/admin-calls.ts';
import {
  appOn,
  appsOn,
  contentOf,
  credential,
  identity,
  madeApp,
  madeAppConfiguration,
  upload,
} from '../testing/app-calls.ts';
import { apkFacts, apkOf } from '../testing/app-package.ts';
import { rootCertificate } from '../testing/root-certificate.ts';
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

const call = (...rest: Parameters<typeof adminCall> extends [unknown, ...infer R] ? R : never) =>
  adminCall(world, ...rest);
const to = (more: object) => ({ audience: { to: 'chosen', ...more } });
const browsing = (id: string, host = '*.agency.example') => ({
  pairs: [{ key: 'IdCertificate_1_host', value: host }],
  certificates: [{ key: 'IdCertificate_1', configurationId: id }],
});
async function android(): Promise<TestDevice> {
  const person = world.person();
  const device = world.device();
  await device.register(person.userName, await world.pin(person), { platform: 'android', osVersion: '15' });
  return device;
}

test('ADM-070, MAA-014 only the devices of chosen people and groups are told of an app, and only on its platform', async () => {
  const [one, two, three] = [world.person(), world.person(), world.person()];
  const group = randomUUID();
  world.groups.set(two.id, [group]);
  const devices = [await world.registered(one), await world.registered(two), await world.registered(three)];
  await world.fleet.personChanged(two.id);
  const app = await madeApp(world, to({ people: [one.id], userGroups: [group] }));
  const has = await Promise.all(devices.map(async (device) => (await appOn(device, app.id)) !== undefined));
  assert.deepEqual(has, [true, true, false]);
  const everybody = await madeApp(world, { platform: 'android' });
  assert.equal(await appOn(devices[0] as TestDevice, everybody.id), undefined);
  assert.equal((await appOn(await android(), everybody.id))?.name, everybody.name);
});

test('ADM-080, APP-027 of several configurations the first whose audience a device is in is what the app is told', async () => {
  const [one, two] = [world.person(), world.person()];
  const [ones, twos] = [await world.registered(one), await world.registered(two)];
  const app = await madeApp(world, { kind: 'other' });
  const pairs = (value: string) => ({ pairs: [{ key: 'server', value }] });
  await madeAppConfiguration(world, app.id, pairs('for one'), to({ people: [one.id] }));
  const told = async (device: TestDevice) => (await appOn(device, app.id))?.pairs;
  assert.deepEqual([await told(ones), await told(twos)], [{ server: 'for one' }, {}], 'the app without those keys');
  const all = await madeAppConfiguration(world, app.id, pairs('for all'));
  assert.deepEqual([await told(ones), await told(twos)], [{ server: 'for one' }, { server: 'for all' }]);
  const { items } = (await call('GET', `apps/${app.id}/configurations`)).body as { items: { id: string }[] };
  await call('PUT', `apps/${app.id}/configurations/order`, {
    order: [all.id, ...items.map(({ id }) => id).filter((id) => id !== all.id)],
  });
  assert.deepEqual(await told(ones), { server: 'for all' });
  await call('DELETE', `app-configurations/${all.id}`, undefined, 1);
  assert.deepEqual(await told(ones), { server: 'for one' });
});

test('ADM-074, ADM-075, APP-012, APP-016, OTH-004 values reach the app after substitution, for each device its own', async () => {
  const person = world.person({ userName: 'joe@agency.example', email: 'joe@mail.example' });
  const device = await world.registered(person);
  const app = await madeApp(world, { kind: 'email-plus' });
  const auth = await identity(world, 'Authentication');
  const emailPlus = {
    exchangeHost: 'mail.agency.example',
    exchangeUserName: '${userUIDLocalPart}',
    identityCertificateId: auth,
  };
  await madeAppConfiguration(world, app.id, {
    emailPlus,
    pairs: [{ key: 'Vendor.Device', value: '${deviceClientDeviceIdentifier}' }],
  });
  const delivered = await appOn(device, app.id);
  assert.equal(delivered?.pairs['email_address'], 'joe@mail.example');
  assert.equal(delivered?.pairs['email_exchange_username'], 'joe');
  assert.equal(delivered?.pairs['Vendor.Device'], device.deviceId);
  assert.deepEqual(
    delivered?.certificates.map(({ key, configurationId }) => [key, configurationId]),
    [['email_login_certificate', auth]],
  );
});

test('ADM-079 the activation link is empty until a request was made in the portal, and then leads to it', async () => {
  const device = await world.registered();
  const app = await madeApp(world, { kind: 'piv-d-manager' });
  const pairs = [{ key: 'MI_CREDENTIAL_ACTIVATION_URL', value: '${pivdActivationLink}' }];
  await madeAppConfiguration(world, app.id, { provider: 'lanyard', pairs });
  assert.deepEqual((await appOn(device, app.id))?.pairs, { MI_CREDENTIAL_ACTIVATION_URL: '' });
  const id = randomUUID();
  const rest = { name: 'n', provider: 'lanyard', state: 'pending', credentialId: null } as const;
  world.has.request = { id, ...rest, expiresAt: '2030-01-01T00:00:00.000Z' };
  const link = (await appOn(device, app.id))?.pairs['MI_CREDENTIAL_ACTIVATION_URL'];
  assert.equal(link, `https://wallet.example/#request=${id}`);
});

test('ADM-050 an identity configuration travels with the app that names it, and leaves with it', async () => {
  const device = await world.registered();
  const auth = await identity(world, 'Authentication');
  const has = async () =>
    ((await device.call('GET', '/device/check-in')).body['configurations'] as DeliveredConfiguration[]).some(
      ({ id }) => id === auth,
    );
  const app = await madeApp(world);
  assert.equal(await has(), false);
  await madeAppConfiguration(world, app.id, browsing(auth));
  assert.equal(await has(), true);
  await call('DELETE', `apps/${app.id}`, undefined, 1);
  assert.equal(await has(), false);
});

test('AGT-012, AGT-022, AGT-025 an app that lacks a certificate is unauthorized, on iOS with the words of its documents; with it, it is given by reference', async () => {
  const [iphone, phone] = [await world.registered(), await android()];
  const auth = await identity(world, 'Authentication');
  const [ios, other] = [await madeApp(world), await madeApp(world, { platform: 'android', name: 'Web' })];
  for (const app of [ios, other]) await madeAppConfiguration(world, app.id, browsing(auth));
  assert.equal((await appOn(iphone, ios.id))?.unauthorized, MISSING_CREDENTIALS);
  assert.equal(
    (await appOn(phone, other.id))?.unauthorized,
    'Web waits until the derived credential is activated (IdCertificate_1).',
  );
  const has = credential('authentication', 'signing');
  world.has.credentials = [has];
  const app = await appOn(iphone, ios.id);
  assert.equal(app?.unauthorized, null);
  assert.deepEqual(app?.certificates, [
    { key: 'IdCertificate_1', configurationId: auth, credentialId: has.id, sha256: 'authentication certificate' },
  ]);
  assert.equal((await appOn(phone, other.id))?.unauthorized, null);
  world.has.credentials = [{ ...has, state: 'revoked' }];
  assert.equal((await appOn(iphone, ios.id))?.unauthorized, MISSING_CREDENTIALS, 'and not when it is gone');
});

test('OTH-011 an app is unauthorized at the check-in after its credential was deleted', async () => {
  const device = await world.registered();
  const app = await madeApp(world);
  await madeAppConfiguration(world, app.id, browsing(await identity(world, 'Authentication')));
  world.has.credentials = [credential('authentication')];
  assert.equal((await appOn(device, app.id))?.unauthorized, null);
  world.has.credentials = [{ ...credential('authentication'), state: 'deleted' }];
  assert.equal((await appOn(device, app.id))?.unauthorized, MISSING_CREDENTIALS);
});

test('APP-007 each CA certificate of a mail app is a configuration of its own and travels with the app', async () => {
  const device = await android();
  const [signing, login] = [await identity(world, 'Signing'), await identity(world, 'Authentication')];
  const cas = await Promise.all(
    [1, 2, 3].map(async () => {
      const content = toPem('CERTIFICATE', await rootCertificate(world.clock.now()));
      return (await made(world, 'certificate', { content }, { audience: { to: 'none' } })).id;
    }),
  );
  const app = await madeApp(world, { kind: 'email-plus', platform: 'android' });
  await madeAppConfiguration(world, app.id, {
    pairs: [{ key: 'email_exchange_host', value: 'mail.agency.example' }],
    certificates: [
      { key: 'email_signing_certificate', configurationId: signing },
      { key: 'email_login_certificate', configurationId: login },
      ...cas.map((configurationId, i) => ({ key: `email_certificate_${i + 1}`, configurationId })),
    ],
  });
  world.has.credentials = [credential('authentication', 'signing')];
  const { configurations, apps } = (await device.call('GET', '/device/check-in')).body as {
    configurations: DeliveredConfiguration[];
    apps: Awaited<ReturnType<typeof appsOn>>;
  };
  assert(
    cas.every((id) =>
      configurations.some((one) => one.id === id && String(one.value?.['content']).includes('BEGIN CERTIFICATE')),
    ),
  );
  assert.equal(apps.find(({ id }) => id === app.id)?.unauthorized, null);
});

test('a change of an app, its configuration, its order, or what it names reaches the device that was told nothing else is new', async () => {
  const device = await world.registered();
  const auth = await made(world, 'identity_certificate', { usage: 'Authentication' }, { audience: { to: 'none' } });
  const app = await madeApp(world);
  const configuration = await madeAppConfiguration(world, app.id, browsing(auth.id));
  let etag = '';
  const fresh = async () => {
    const answer = await device.call('GET', '/device/check-in', undefined, { headers: { 'if-none-match': etag } });
    etag = String(answer.headers['etag']);
    return answer.status === 200;
  };
  await fresh();
  assert.equal(await fresh(), false);
  await call('PUT', `apps/${app.id}`, { ...contentOf(app), description: 'new' }, 1);
  assert.equal(await fresh(), true);
  const { name, description, audience, value } = configuration;
  await call(
    'PUT',
    `app-configurations/${configuration.id}`,
    { name, description, audience, value: { ...value, pairs: [...value.pairs, { key: 'a', value: 'b' }] } },
    1,
  );
  assert.equal(await fresh(), true);
  await call('PUT', `apps/${app.id}/configurations/order`, { order: [configuration.id] });
  assert.equal(await fresh(), true);
  const shown = (await call('GET', `configurations/${auth.id}`)).body;
  const content = {
    name: shown['name'],
    audience: { to: 'none' },
    allSpaces: true,
    value: { usage: 'Authentication', provider: 'lanyard' },
    publish: true,
  };
  assert.equal((await call('PUT', `configurations/${auth.id}`, content, auth.version)).status, 200);
  assert.equal(await fresh(), true);
  const other = await madeApp(world, to({ people: [randomUUID()] }));
  assert.ok(other);
  assert.equal(await fresh(), false, 'what is for others costs nothing here');
});

test('ADM-090 a device downloads the package of an app that it gets, and of no other', async () => {
  const device = await android();
  const apk = await apkOf({ ...apkFacts, package: 'gov.agency.download' });
  const { id } = await upload(world, apk);
  const content = { name: 'Download', category: 'Work', audience: { to: 'all' }, allSpaces: true };
  const app = (await call('POST', `apps/from-upload/${id}`, content)).body;
  const delivered = await appOn(device, String(app['id']));
  assert.deepEqual([delivered?.package?.size, delivered?.appVersion], [apk.length, '2.1.0']);
  const path = `/device/apps/${String(app['id'])}/package`;
  const proof = await device.proof('GET', path, undefined);
  const answer = await world.app.inject({ url: path, headers: { dpop: proof, authorization: `DPoP ${device.token}` } });
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(new Uint8Array(answer.rawPayload), apk);
  assert.equal((await world.app.inject({ url: path })).statusCode, 401);
  await call('DELETE', `apps/${String(app['id'])}`, undefined, 1);
  assert.equal((await device.call('GET', path)).body['code'], 'app_not_found');
});

test('a device of no platform of apps is told of none', async () => {
  const person = world.person();
  const device = world.device();
  world.set('device_registration', { allowDesktop: true });
  await device.register(person.userName, await world.pin(person), { platform: 'desktop', osVersion: '12' });
  await madeApp(world);
  assert.deepEqual(await appsOn(device), []);
});

test('APP-037, APP-042, APP-057 the certificate-rule tester answers for a configuration as it is, and for a device with what it has', async () => {
  const device = await world.registered();
  const [first, third] = [
    await identity(world, 'Authentication', { name: `First ${randomUUID()}` }),
    await identity(world, 'Authentication', { name: `Third ${randomUUID()}` }),
  ];
  const app = await madeApp(world);
  const configuration = await madeAppConfiguration(world, app.id, {
    pairs: [
      { key: 'IdCertificate_1_host', value: 'one.agency.example' },
      { key: 'IdCertificate_3_host', value: '*.agency.example/hr' },
    ],
    certificates: [
      { key: 'IdCertificate_1', configurationId: first },
      { key: 'IdCertificate_3', configurationId: third },
    ],
  });
  const ask = async (address: string, deviceId?: string) =>
    (
      await call('POST', 'apps/certificate-test', {
        appConfigurationId: configuration.id,
        address,
        ...(deviceId ? { deviceId } : {}),
      })
    ).body as unknown as CertificateDecision;
  assert.equal((await ask('https://three.agency.example/hr/pay')).shown?.certificateKey, 'IdCertificate_3');
  assert.equal((await ask('http://one.agency.example')).shown, null);
  const lacking = await ask('https://one.agency.example', device.deviceId);
  assert.deepEqual([lacking.shown, lacking.tried[0]?.verdict], [null, 'not on the device']);
  world.has.credentials = [credential('authentication')];
  assert.match((await ask('https://one.agency.example', device.deviceId)).shown?.certificate ?? '', /^First/);
});

test('ADM-051 an app of one space reaches the devices of that space alone, until it is made available in all', async () => {
  const device = await world.registered();
  const name = `Space ${randomUUID()}`;
  const { items } = (await call('POST', 'spaces', { name })).body as { items: { id: string; name: string }[] };
  const spaceId = items.find((one) => one.name === name)?.id;
  const app = await madeApp(world, { spaceId, allSpaces: false });
  assert.equal(await appOn(device, app.id), undefined);
  const before = await call('GET', `devices/${device.deviceId}`);
  await call('PATCH', `devices/${device.deviceId}`, { spaceId }, Number(before.body['version']));
  assert.equal((await appOn(device, app.id))?.id, app.id);
  const other = await world.registered();
  await call('PUT', `apps/${app.id}`, { ...contentOf(app), allSpaces: true }, 1);
  assert.equal((await appOn(other, app.id))?.id, app.id);
});

test('what a device has of an app is seen beside what it should have', async () => {
  const device = await world.registered();
  const app = await madeApp(world);
  await madeAppConfiguration(world, app.id, browsing(await identity(world, 'Authentication')));
  await appsOn(device);
  const state = async () => {
    const { items } = (await call('GET', `devices/${device.deviceId}/deliveries`)).body as {
      items: { id: string; state: string; reason: string | null }[];
    };
    const line = items.find(({ id }) => id === app.id);
    return [line?.state, line?.reason];
  };
  assert.deepEqual(await state(), ['waiting', MISSING_CREDENTIALS]);
  world.has.credentials = [credential('authentication')];
  await appsOn(device);
  assert.deepEqual(await state(), ['sent', null]);
});

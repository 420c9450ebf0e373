// What an administrator publishes in the admin interface, on a device: the real server, the real wallet, no screen.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Delivery } from '@lanyard/contract';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { CardHolder } from './support/card-holder.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { openPhone } from './support/phone-profile.ts';
import { answer, checkIn as callCheckIn, press, registerAt, setPinAt, titled } from './support/wallet-page.ts';

const APP = 'com.example.intranet';
let on: Lanyard;
let administrator: CardHolder;
let phone: ReturnType<typeof deviceIn>;
let deviceId = '';
let activationPassword: string | null = null;

before(async () => {
  on = await lanyard();
  await on.start();
  administrator = new CardHolder(on.portal);
  await administrator.signIn(join(on.cards, 'ada.vega.p12'));
  phone = deviceIn(on.folder, 'phone');
});
after(() => on?.remove());

async function admin(method: string, path: string, body?: object, version?: number): Promise<Record<string, unknown>> {
  const got = await administrator.send(method, `/api/admin/${path}`, body, version);
  assert.ok(got.status < 400, JSON.stringify(got.body));
  return (got.body ?? {}) as Record<string, unknown>;
}
const everybody = { audience: { to: 'all' }, allSpaces: true, publish: true };
const published = (kind: string, name: string, value: object, more: object = everybody) =>
  admin('POST', 'configurations', { kind, name, value, ...more });
const delivered = async (name: string): Promise<[string, string | null] | undefined> => {
  const items = (await admin('GET', `devices/${deviceId}/deliveries`))['items'] as Delivery[];
  const line = items.find((item) => item.name === name);
  return line && [line.state, line.reason];
};
const checkIn = async (): Promise<void> => {
  const { code, said } = await phone(['check-in']);
  assert.equal(code, 0, said);
};

test('MAA-010 MAA-011 AGT-023 what is published waits on a device until its derived credential is there', async () => {
  await published('wifi', 'Office Wi-Fi', { ssid: 'office', userName: '${userUIDLocalPart}' });
  const identity = await published(
    'identity_certificate',
    'Authentication',
    { usage: 'Authentication' },
    { publish: true, allSpaces: true },
  );
  const app = await admin('POST', 'apps', {
    name: 'Intranet',
    category: 'Work',
    platform: 'ios',
    kind: 'web-at-work',
    identifier: APP,
    appConnect: true,
    audience: { to: 'all' },
    allSpaces: true,
  });
  await admin('POST', `apps/${String(app['id'])}/configurations`, {
    name: 'Intranet for all',
    value: {
      pairs: [
        { key: 'IdCertificate_1_host', value: '*.harbor.example' },
        { key: 'Vendor.User', value: '${userUID}' },
      ],
      certificates: [{ key: 'IdCertificate_1', configurationId: identity['id'] }],
    },
    audience: { to: 'all' },
  });
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'chloe.lind.p12'));
  const request = await holder.request({ name: 'Work' });
  ({ activationPassword } = request);
  const about = ['--user', request.userName, '--name', 'Phone', '--platform', 'ios', '--os-version', '18.1'];
  const registered = await phone(
    ['register', '--server', on.wallet, ...about, '--registration-pin-stdin'],
    request.registrationPin,
  );
  assert.equal(registered.code, 0, registered.said);
  deviceId = (await holder.home()).devices[0]?.id ?? assert.fail('no device');
  const waits = 'waits until the derived credential is activated';
  assert.deepEqual(await delivered('Office Wi-Fi'), ['waiting', waits]);
  assert.deepEqual(await delivered('Authentication'), ['waiting', waits]);
  assert.deepEqual((await delivered('Intranet'))?.[0], 'waiting');
  const refused = await phone(['app', APP]);
  assert.equal(refused.code, 1);
  assert.match(refused.said, /Missing required credentials\. Please ensure you provisioned the credentials/);
});

test('ADM-060 ADM-062 the passcode must keep the AppConnect device configuration that was published', async () => {
  const rules = await published('appconnect_device_ios', 'Secure apps', { passcode: { minLength: 20 } });
  await checkIn();
  const short = await activate(phone, activationPassword);
  assert.equal(short.code, 1);
  assert.match(short.said, /too short/);
  const edit = { name: 'Secure apps', value: { passcode: { minLength: 10 } }, ...everybody };
  await admin('PUT', `configurations/${String(rules['id'])}`, edit, 1);
  await checkIn();
  const activated = await activate(phone, activationPassword);
  assert.equal(activated.code, 0, activated.said);
});

test('MAA-011 ADM-050 with the credential everything that waited arrives, and the identity with the app that names it', async () => {
  await checkIn();
  assert.deepEqual(await delivered('Authentication'), ['applied', null]);
  assert.deepEqual(await delivered('Secure apps'), ['applied', null]);
  assert.deepEqual(await delivered('Intranet'), ['applied', null]);
  const wifi = await delivered('Office Wi-Fi');
  assert.equal(wifi?.[0], 'failed');
  assert.match(wifi?.[1] ?? '', /cannot set up "Wi-Fi" in the operating system/);
});

test('ADM-078 ADM-105 an app is handed its values and the name of its certificate when it starts, never a key', async () => {
  const started = await phone(['app', APP]);
  assert.equal(started.code, 0, started.said);
  const { pairs, certificates } = JSON.parse(started.out) as {
    pairs: Record<string, string>;
    certificates: { key: string; sha256: string }[];
  };
  assert.deepEqual(pairs, { IdCertificate_1_host: '*.harbor.example', 'Vendor.User': 'chloe.lind' });
  const { out } = await phone(['status', '--json']);
  const { credentials } = JSON.parse(out) as {
    credentials: { certificates: { purpose: string; sha256: string }[] }[];
  };
  const own = credentials[0]?.certificates.find(({ purpose }) => purpose === 'authentication');
  assert.deepEqual(
    certificates.map(({ key, sha256 }) => [key, sha256]),
    [['IdCertificate_1', own?.sha256]],
  );
  assert.doesNotMatch(started.out, /PRIVATE/);
});

test('what is deleted is withdrawn from the device, and the administrator sees it', async () => {
  const { items } = (await admin('GET', 'configurations?q=office')) as { items: { id: string; version: number }[] };
  const [wifi] = items;
  await admin('DELETE', `configurations/${wifi?.id}`, undefined, wifi?.version);
  assert.deepEqual(await delivered('Office Wi-Fi'), ['waiting', 'waits until the device takes it away']);
  await checkIn();
  assert.deepEqual(await delivered('Office Wi-Fi'), ['withdrawn', null]);
});

test('a phone whose passcode became too weak asks its holder for a new one', { skip: needs('chromium') }, async () => {
  const holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ben.okafor.p12'));
  const request = await holder.request();
  const { context, wallet } = await openPhone(join(on.folder, 'profile'));
  await wallet.goto(on.wallet);
  await registerAt(wallet, request);
  await press(wallet, 'Enter Password');
  await answer(wallet, 'Activation password', request.activationPassword ?? '', 'Activate');
  await setPinAt(wallet);
  await published('appconnect_device_android', 'Secure apps on Android', { passcode: { minLength: 20 } });
  await wallet.goto(`${on.wallet}/#/card`);
  await callCheckIn(wallet);
  await wallet.getByText('Your organisation asks for a stronger secure apps passcode.').waitFor();
  await assertAccessible(wallet, 'wallet passcode due', [320, 430]);
  await wallet.getByRole('link', { name: 'Choose a new one' }).click();
  await titled(wallet, 'Change passcode').waitFor();
  await wallet.getByText('At least 20 characters').waitFor();
  await context.close();
});

test('whoever may only look changes nothing', async () => {
  const auditor = new CardHolder(on.portal);
  await auditor.signIn(join(on.cards, 'ben.okafor.p12'));
  assert.equal((await auditor.send('GET', '/api/admin/configurations')).status, 200);
  const body = { kind: 'passcode', name: 'Mine', value: {} };
  const refused = await auditor.send('POST', '/api/admin/configurations', body);
  assert.deepEqual([refused.status, (refused.body as { code: string }).code], [403, 'permission_denied']);
  const lost = await auditor.send('POST', `/api/admin/devices/${deviceId}/lost`, { reason: 'x' });
  assert.equal(lost.status, 403);
});

test('ADM-076 an administrator who reports a device lost ends what is on it, and the device is refused', async () => {
  const preview = await admin('POST', `devices/${deviceId}/ending-preview`);
  assert.equal((preview['credentials'] as object[]).length, 1);
  await admin('POST', `devices/${deviceId}/lost`, { reason: 'left in a taxi' });
  const said = await phone(['check-in']);
  assert.equal(said.code, 1);
  assert.match(said.said, /reported lost/);
});

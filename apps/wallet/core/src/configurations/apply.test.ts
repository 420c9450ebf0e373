import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appConnectDeviceIosConfiguration, type DeliveredApp, type DeliveredConfiguration } from '@lanyard/contract';
import { isWalletError } from '../errors.ts';
import { activated, PASSCODE, registered, type Bench } from '../testing/bench.ts';
import type { SystemPort } from './outcome.ts';

const WIFI: DeliveredConfiguration = {
  id: '33333333-3333-4333-8333-333333333333',
  kind: 'wifi',
  name: 'Office',
  version: 1,
  waitsFor: null,
  value: { ssid: 'office' },
};
const IDENTITY: DeliveredConfiguration = {
  id: '44444444-4444-4444-8444-444444444444',
  kind: 'identity_certificate',
  name: 'Authentication',
  version: 1,
  waitsFor: null,
  value: {},
};
const APP: DeliveredApp = {
  id: '55555555-5555-4555-8555-555555555555',
  version: 1,
  name: 'Web@Work',
  identifier: 'com.example.web',
  appVersion: '2.0',
  kind: 'web-at-work',
  category: 'Work',
  description: '',
  instructions: '',
  package: null,
  configuration: null,
  pairs: { IdCertificate_1_host: 'intra.agency.test' },
  certificates: [],
  tunnels: [],
  unauthorized: null,
};

let generation = 0;
async function deliver(
  bench: Bench,
  configurations: DeliveredConfiguration[],
  apps: DeliveredApp[] = [],
): Promise<void> {
  const { desired } = bench.server;
  bench.server.desired = { ...desired, configurations, apps, generation: `changed ${generation++}` };
  await bench.wallet.checkIn();
}

test('what a browser cannot set up in the operating system is reported as failed, with the reason, once', async () => {
  const bench = await registered();
  await deliver(bench, [WIFI]);
  await bench.wallet.checkIn();
  const [item] = bench.server.applied;
  assert.equal(bench.server.applied.length, 1);
  assert.deepEqual([item?.id, item?.version, item?.state], [WIFI.id, 1, 'failed']);
  assert.match(item?.reason ?? '', /Wi-Fi/);
});

test('a configuration that waits is not reported; one that is not delivered any more is withdrawn', async () => {
  const bench = await registered();
  await deliver(bench, [{ ...WIFI, waitsFor: 'waits until the derived credential is activated', value: null }]);
  assert.deepEqual(bench.server.applied, []);
  await deliver(bench, [WIFI]);
  await deliver(bench, []);
  assert.deepEqual(
    bench.server.applied.map(({ state }) => state),
    ['failed', 'withdrawn'],
  );
  await bench.wallet.checkIn();
  assert.equal(bench.server.applied.length, 2);
});

test('a report that was lost is sent at the next check-in', async () => {
  const bench = await registered();
  const { desired } = bench.server;
  bench.server.desired = { ...desired, configurations: [WIFI], generation: 'lost report' };
  bench.server.loseCall(1);
  await bench.wallet.checkIn();
  assert.deepEqual(bench.server.applied, []);
  await bench.wallet.checkIn();
  assert.equal(bench.server.applied.length, 1);
});

test('an identity is in force where its certificate is in the wallet', async () => {
  const bench = await activated();
  const [credential] = (await bench.wallet.overview()).credentials;
  const sha256 = credential?.certificates[0]?.sha256 ?? '';
  const naming = (digest: string, version: number) => ({
    ...IDENTITY,
    version,
    value: { certificates: { authentication: { credentialId: credential?.id, sha256: digest } } },
  });
  await deliver(bench, [naming(sha256, 1)]);
  assert.deepEqual(bench.server.applied, [{ id: IDENTITY.id, version: 1, state: 'applied' }]);
  await deliver(bench, [naming('0'.repeat(64), 2)]);
  assert.equal(bench.server.applied[1]?.state, 'failed');
});

test('ADM-062 ADM-063 a passcode must keep the AppConnect device configuration that reached the device', async () => {
  const bench = await registered();
  const passcode = { minLength: 16, minComplex: 3 };
  const strict: DeliveredConfiguration = {
    ...IDENTITY,
    kind: 'appconnect_device_ios',
    value: appConnectDeviceIosConfiguration.parse({ passcode }),
  };
  await deliver(bench, [strict]);
  await assert.rejects(
    () => bench.wallet.createPasscode(PASSCODE),
    (error) => isWalletError(error, 'passcode_too_short'),
  );
  const long = 'harbour lamp seven';
  await assert.rejects(
    () => bench.wallet.createPasscode({ secret: long, repeated: long }),
    (error) => isWalletError(error, 'passcode_too_simple'),
  );
  const right = 'harbour-lamp-seven!';
  await bench.wallet.createPasscode({ secret: right, repeated: right });
  assert.equal((await bench.wallet.overview()).passcodeOutdated, false);
});

test('a passcode made under weaker rules shows as outdated, to its holder and to the administrator', async () => {
  const bench = await registered();
  await bench.wallet.createPasscode(PASSCODE);
  const value = appConnectDeviceIosConfiguration.parse({ passcode: { minLength: 16 } });
  await deliver(bench, [{ ...IDENTITY, kind: 'appconnect_device_ios', value }]);
  assert.equal((await bench.wallet.overview()).passcodeOutdated, true);
  assert.equal(bench.server.applied[0]?.state, 'failed');
});

test('ADM-078 OTH-005 an app gets its values when it starts; a change reaches it at the next start', async () => {
  const bench = await registered();
  await deliver(bench, [], [APP]);
  const running = await bench.wallet.startApp(APP.identifier);
  assert.deepEqual(running.pairs, { IdCertificate_1_host: 'intra.agency.test' });
  await deliver(bench, [], [{ ...APP, version: 2, pairs: { IdCertificate_1_host: 'new.agency.test' } }]);
  assert.deepEqual(running.pairs, { IdCertificate_1_host: 'intra.agency.test' });
  assert.deepEqual((await bench.wallet.startApp(APP.identifier)).pairs, { IdCertificate_1_host: 'new.agency.test' });
});

test('an app that lacks a certificate does not start, and says why; one that was not given is unknown', async () => {
  const bench = await registered();
  const reason = 'Missing required credentials. Please ensure you provisioned the credentials';
  await deliver(bench, [], [{ ...APP, unauthorized: reason }]);
  await assert.rejects(
    () => bench.wallet.startApp(APP.identifier),
    (error) => isWalletError(error, 'app_unauthorized') && error.details['reason'] === reason,
  );
  await assert.rejects(
    () => bench.wallet.startApp('com.example.other'),
    (error) => isWalletError(error, 'app_unknown'),
  );
});

test('an app is handed the CA certificates that its keys name', async () => {
  const bench = await registered();
  const ca: DeliveredConfiguration = { ...IDENTITY, kind: 'certificate', value: { content: 'PEM of a CA' } };
  const certificates = [{ key: 'email_certificate_1', configurationId: ca.id, credentialId: null, sha256: null }];
  await deliver(bench, [ca], [{ ...APP, certificates }]);
  assert.deepEqual((await bench.wallet.startApp(APP.identifier)).trusted, { email_certificate_1: 'PEM of a CA' });
});

test('a native shell sets up what is of the system and takes it away again; what it refuses stops nothing else', async () => {
  const set = new Map<string, string>();
  const system: SystemPort = {
    apply: async ({ id, name }) => {
      if (name === 'Refused') throw new Error('no such network');
      set.set(id, name);
      return null;
    },
    withdraw: async (id) => void set.delete(id),
  };
  const bench = await registered(system);
  const refused = { ...WIFI, id: IDENTITY.id, name: 'Refused' };
  await deliver(bench, [refused, WIFI]);
  assert.deepEqual([...set.values()], ['Office']);
  assert.deepEqual(
    bench.server.applied.map(({ state, reason }) => [state, reason]),
    [
      ['failed', 'no such network'],
      ['applied', undefined],
    ],
  );
  await deliver(bench, []);
  assert.equal(set.size, 0);
  await deliver(bench, [WIFI]);
  await bench.wallet.unregister({ force: true });
  assert.equal(set.size, 0);
});

test('a long list of outcomes is reported in parts that a request can hold', async () => {
  const bench = await registered();
  const id = (n: number) => `66666666-6666-4666-8666-${String(n).padStart(12, '0')}`;
  await deliver(
    bench,
    Array.from({ length: 250 }, (_, n) => ({ ...WIFI, id: id(n) })),
  );
  assert.equal(bench.server.applied.length, 250);
  assert.equal(bench.server.calls.filter((call) => call === 'PUT /device/applied').length, 3);
});

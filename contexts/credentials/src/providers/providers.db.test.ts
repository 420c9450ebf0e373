import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HomeView, Problem, ProviderPreview, ProviderView, RequestSecrets } from '@lanyard/contract';
import { createHttp, createLog, executeSql, type Http } from '@lanyard/kernel';
import { World } from '../testing/world.ts';

const SSM = 'https://yourEntrustSSM.yourcorp.com:8448/SelfService';
let world: World;
let app: Http;
before(async () => {
  world = await World.start();
  app = await createHttp({
    log: createLog('silent'),
    guard: async () => ({
      kind: 'session',
      sessionId: '00000000-0000-4000-8000-00000000000a',
      personId: '00000000-0000-4000-8000-000000000001',
      signedInBy: 'primary',
      primary: true,
      fresh: true,
      roles: ['administrator'],
      spaces: null,
    }),
  });
  world.credentials.routes.providers(app);
});
after(async () => {
  await app.close();
  await world[Symbol.asyncDispose]();
});

async function call<T>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object, version?: number) {
  const answer = await app.inject({
    method,
    url: `/api/admin/providers${path}`,
    ...(payload && { payload }),
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  });
  const body = (answer.body === '' ? {} : answer.json()) as T; // sound: the test names what it expects, and asserts on it
  return { status: answer.statusCode, body, problem: body as unknown as Problem };
}
const one = async (key: string): Promise<ProviderView> => (await call<ProviderView>('GET', `/${key}`)).body;
const enable = async (key: string, enabled: boolean): Promise<void> => {
  const { version, value } = await one(key);
  const { status } = await call('PUT', `/${key}`, { ...(value as object), enabled }, version);
  assert.equal(status, 200);
};
const anApp = { name: 'Acme ID', enabled: true, appName: 'Acme ID for iOS', instructions: 'Open it and tap Start.' };

test('MAA-002 a new installation has the built-in issuer; every other provider and policies by it are off until an administrator turns them on', async () => {
  const { body } = await call<{ items: ProviderView[] }>('GET', '');
  assert.deepEqual(
    body.items.map(({ kind, enabled, value }) => [kind, enabled, (value as { policies: boolean }).policies]),
    [
      ['lanyard', true, false],
      ['entrust', false, false],
      ['purebred', false, false],
    ],
  );
  const { version } = await one('entrust');
  const turned = await call<ProviderView>('PUT', '/entrust', { enabled: true, policies: true }, version);
  assert.deepEqual([turned.status, turned.body.enabled, turned.body.version], [200, true, version + 1]);
  assert.deepEqual(await world.credentials.enabledProviders(), ['lanyard', 'entrust']);
  await enable('entrust', false);
});

test('ADM-012 each provider says which platforms it serves, with what apps, and why not the others', async () => {
  const { support } = await one('purebred');
  assert.deepEqual(
    support.map(({ platform, supported }) => [platform, supported]),
    [
      ['ios', true],
      ['android', false],
      ['desktop', false],
    ],
  );
  assert.deepEqual(support[0]?.apps, ['DISA Purebred Registration', 'PIV-D Manager for iOS']);
  assert.match(support[1]?.reason ?? '', /iOS only/);
});

test('OTH-001, OTH-014 an app of another vendor for Android is refused with the reason of the matrix', async () => {
  const { status, problem } = await call('POST', '', { ...anApp, platforms: ['ios', 'android'] });
  assert.equal(status, 400);
  assert.match(JSON.stringify(problem.details), /"field":"platforms".*supported on iOS only/);
});

test('several apps of other vendors have names of their own, and one that a setting names stays', async () => {
  const first = await call<ProviderView>('POST', '', anApp);
  assert.deepEqual([first.status, first.body.support[0]?.apps], [201, ['Acme ID for iOS']]);
  assert.equal((await call('POST', '', { ...anApp, name: 'acme id' })).status, 409);
  const second = await call<ProviderView>('POST', '', { ...anApp, name: 'Other ID' });
  world.set('portal_authentication', { provider: 'other', otherProviderId: first.body.id });
  const refused = await call('DELETE', `/${first.body.id}`, undefined, 1);
  assert.deepEqual([refused.status, refused.problem.code], [409, 'provider_in_use']);
  const isThere = (id: string) => world.credentials.hasOtherProvider(id, world.db.pool);
  assert.equal(await isThere(second.body.id), true);
  assert.equal((await call('DELETE', `/${second.body.id}`, undefined, 1)).status, 204);
  assert.deepEqual([await isThere(second.body.id), await isThere((await one('lanyard')).id)], [false, false]);
  assert.equal((await call('DELETE', '/entrust', undefined, 3)).problem.code, 'provider_built_in');
});

test('OTH-009 the words of the vendor are shown to people who have its provider', async () => {
  const ada = await world.person();
  const home = (await world.call(ada, 'GET', '/api/me')).body as unknown as HomeView;
  assert.deepEqual(
    [home.provider.kind, home.provider.name, home.provider.instructions, home.requestButton],
    ['other', 'Acme ID', 'Open it and tap Start.', 'Request a PIN'],
  );
});

test('a change names the version it was made on, and is audited', async () => {
  const { id, version, value } = await one('lanyard');
  assert.equal((await call('PUT', '/lanyard', value as object, version + 1)).status, 409);
  assert.equal((await call('PUT', '/lanyard', value as object, version)).status, 200);
  const { rows } = await executeSql(world.db.pool, `select act from kernel.audit where object = $1`, [id]);
  assert.deepEqual(rows, [{ act: 'provider.changed' }]);
});

test('turning a provider off says beforehand whose requests end with it, and then refuses them', async () => {
  world.set('portal_authentication', { derivedMobileSmartCredential: true });
  const ada = await world.person();
  await world.request(ada);
  const off = await call<ProviderPreview>('POST', '/lanyard/preview', { enabled: false });
  assert.deepEqual([off.body.settings, off.body.openRequests], [['Default'], 1]);
  assert.match(off.body.sentences.join(' '), /People of "Default" can request no new derived credential/);
  await enable('lanyard', false);
  const refused = await world.call(ada, 'POST', '/api/me/requests', {});
  assert.deepEqual([refused.status, refused.body['code']], [403, 'provider_not_enabled']);
  const home = (await world.call(ada, 'GET', '/api/me')).body as unknown as HomeView;
  assert.deepEqual(
    [home.canRequest, home.cannotRequestReason],
    [false, 'Lanyard is not enabled here. Ask your administrator.'],
  );
  await enable('lanyard', true);
});

test('ADM-037 with Entrust a request leads the browser exactly to the Self Service Module URL, and makes nothing here', async () => {
  await enable('entrust', true);
  world.set('portal_authentication', {
    provider: 'entrust',
    derivedMobileSmartCredential: true,
    selfServiceModuleUrl: SSM,
  });
  const ada = await world.person();
  const home = (await world.call(ada, 'GET', '/api/me')).body as unknown as HomeView;
  assert.deepEqual([home.requestButton, home.provider.requestUrl], ['Request PIN and Derived Credential', SSM]);
  const made = (await world.call(ada, 'POST', '/api/me/requests', {})).body as unknown as RequestSecrets;
  assert.deepEqual(
    [made.redirect, made.registrationPin, made.activationPassword, made.requestId],
    [SSM, null, null, null],
  );
  const acts = await world.rows(
    `select details ->> 'to' as "to" from kernel.audit where person_id = $1 and act = 'request.redirected'`,
    [ada.id],
  );
  assert.deepEqual(acts, [{ to: SSM }]);
  assert.deepEqual(await world.rows(`select id from credentials.request where person_id = $1`, [ada.id]), []);
});

test('ENT-001, ENT-005 the URL for a QR code is shown to people, and may be that of the Self Service Module', async () => {
  const { version } = await one('entrust');
  assert.equal((await call('PUT', '/entrust', { enabled: true, qrUrl: SSM }, version)).status, 200);
  const ada = await world.person();
  const home = (await world.call(ada, 'GET', '/api/me')).body as unknown as HomeView;
  assert.deepEqual([home.provider.qrUrl, home.provider.requestUrl], [SSM, SSM]);
  const http = await call('PUT', '/entrust', { enabled: true, qrUrl: 'http://ssm.example' }, version + 1);
  assert.equal(http.status, 400);
});

test('with Entrust a registration PIN is still to be had, by itself', async () => {
  const ada = await world.person();
  const made = (await world.call(ada, 'POST', '/api/me/requests', { pinOnly: true })).body as unknown as RequestSecrets;
  assert.ok(made.registrationPin);
  assert.deepEqual([made.redirect, made.activationPassword], [null, null]);
});

test('where device registration is off, no PIN is given', async () => {
  world.set('portal_authentication', {});
  world.set('device_registration', { type: 'Off' });
  const ada = await world.person();
  const refused = await world.call(ada, 'POST', '/api/me/requests', {});
  assert.deepEqual([refused.status, refused.body['code']], [403, 'new_pin_not_allowed']);
  const home = (await world.call(ada, 'GET', '/api/me')).body as unknown as HomeView;
  assert.deepEqual([home.canRequest, /does not register devices/.test(home.cannotRequestReason ?? '')], [false, true]);
});

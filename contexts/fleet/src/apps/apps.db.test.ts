import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type AppConfigurationView, type AppView, type AudiencePreview } from '@lanyard/contract';
import { days, executeSql } from '@lanyard/kernel';
import { rankAppConfigurations } from '../pg/app-configurations.ts';
import { adminCall, made } from '../testing/admin-calls.ts';
import { contentOf, identity, madeApp, madeAppConfiguration } from '../testing/app-calls.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let owner: World['caller'];
before(async () => {
  world = await fleetWorld();
  owner = world.caller;
});
beforeEach(() => {
  world.caller = owner;
});
after(() => world[Symbol.asyncDispose]());

const call = (...rest: Parameters<typeof adminCall> extends [unknown, ...infer R] ? R : never) =>
  adminCall(world, ...rest);
const codes = (view: { findings: readonly { code: string }[] }) => view.findings.map(({ code }) => code);

async function space(): Promise<string> {
  const name = `Space ${randomUUID()}`;
  const { items } = (await call('POST', 'spaces', { name })).body as { items: { id: string; name: string }[] };
  const found = items.find((one) => one.name === name);
  assert(found);
  return found.id;
}

test('ADM-069 PIV-D Manager is found by its name, and by the name that it had', async () => {
  for (const q of ['MobileIron%20PIV-D%20Manager', 'piv-d%20entrust']) {
    const { body } = await call('GET', `apps/known?platform=ios&q=${q}`);
    assert.deepEqual(
      (body['items'] as { id: string }[]).map(({ id }) => id),
      ['piv-d-manager-ios'],
    );
  }
});

test('APP-011, APP-036 Email+ and Web@Work for iOS are business apps with a form of their own', async () => {
  const { body } = await call('GET', 'apps/known?platform=ios');
  const business = (body['items'] as { kind: string; business: boolean }[]).filter((one) => one.business);
  assert(['email-plus', 'web-at-work'].every((kind) => business.some((one) => one.kind === kind)));
  const app = await madeApp(world, { kind: 'email-plus' });
  const auth = await identity(world, 'Authentication');
  const emailPlus = { exchangeHost: 'mail.agency.example', identityCertificateId: auth };
  const view = await madeAppConfiguration(world, app.id, { emailPlus }, { name: 'Mail for all' });
  assert.deepEqual([view.name, view.value.emailPlus?.exchangeHost], ['Mail for all', 'mail.agency.example']);
});

test('ADM-092 an app without a category is refused, and the field named', async () => {
  const { status, body } = await call('POST', 'apps', { name: 'X', platform: 'ios', identifier: 'a.b', category: ' ' });
  assert.equal(status, 400);
  assert.match(JSON.stringify(body['details']), /category/);
});

test('one identifier, and one name of a platform, is one app', async () => {
  const app = await madeApp(world);
  const again = { ...contentOf(app), platform: 'ios', identifier: app.identifier };
  assert.equal((await call('POST', 'apps', { ...again, name: 'Another' })).body['code'], 'app_identifier_taken');
  assert.equal((await call('POST', 'apps', { ...again, identifier: 'an.other' })).body['code'], 'app_name_taken');
  assert.equal((await call('POST', 'apps', { ...again, identifier: 'an.other', platform: 'android' })).status, 201);
});

test('ADM-088 a change is made on a version, kept as one, and can be put back', async () => {
  const app = await madeApp(world, { description: 'first' });
  const changed = await call('PUT', `apps/${app.id}`, { ...contentOf(app), description: 'second' }, 1);
  assert.deepEqual([changed.status, changed.etag], [200, '"2"']);
  const late = await call('PUT', `apps/${app.id}`, contentOf(app), 1);
  assert.deepEqual([late.status, (late.body['details'] as { version: number }).version], [409, 2]);
  const { items } = (await call('GET', `apps/${app.id}/versions`)).body as {
    items: { number: number; content: AppView }[];
  };
  assert.deepEqual(
    items.map(({ number, content }) => [number, content.description]),
    [
      [2, 'second'],
      [1, 'first'],
    ],
  );
  const back = await call('POST', `apps/${app.id}/versions/1/put-back`, undefined, 2);
  assert.deepEqual([back.body['description'], back.body['version']], ['first', 3]);
});

test('a deleted app can be brought back for 30 days, with its app configurations', async () => {
  const app = await madeApp(world);
  await madeAppConfiguration(world, app.id, {});
  assert.equal((await call('DELETE', `apps/${app.id}`, undefined, 1)).status, 204);
  assert.equal((await call('PUT', `apps/${app.id}`, contentOf(app), 2)).body['code'], 'app_not_found');
  const back = await call('POST', `apps/${app.id}/restore`);
  assert.deepEqual([back.status, back.body['configurations']], [200, 1]);
  await call('DELETE', `apps/${app.id}`, undefined, Number(back.body['version']));
  world.clock.advance(days(31));
  assert.equal((await call('POST', `apps/${app.id}/restore`)).body['code'], 'app_not_restorable');
});

test('ADM-071, ADM-089 an app has several named configurations, tried in their order; each name once', async () => {
  const app = await madeApp(world, { kind: 'other' });
  const [one, two] = [await madeAppConfiguration(world, app.id, {}), await madeAppConfiguration(world, app.id, {})];
  assert.deepEqual([one.rank, two.rank], [1, 2]);
  const taken = await call('POST', `apps/${app.id}/configurations`, { name: one.name.toUpperCase(), value: {} });
  assert.equal(taken.body['code'], 'app_configuration_name_taken');
  const ordered = await call('PUT', `apps/${app.id}/configurations/order`, { order: [two.id, one.id] });
  assert.deepEqual(
    (ordered.body['items'] as { id: string }[]).map(({ id }) => id),
    [two.id, one.id],
  );
  assert.equal((await call('PUT', `apps/${app.id}/configurations/order`, { order: [two.id] })).status, 409);
});

test('ADM-073 what the app cannot work with is refused with what is missing; what is only unwise is kept and shown', async () => {
  const app = await madeApp(world, { kind: 'piv-d-manager' });
  const post = (value: object) => call('POST', `apps/${app.id}/configurations`, { name: randomUUID(), value });
  const refused = await post({ provider: 'entrust' });
  assert.deepEqual([refused.status, refused.body['code']], [400, 'app_configuration_invalid']);
  assert.match(JSON.stringify(refused.body['details']), /MI_CREDENTIAL_ACTIVATION_URL/);
  const pairs = [
    { key: 'MI_CREDENTIAL_ACTIVATION_URL', value: '${pivdActivationLink}' },
    { key: 'Mi_Credential_Device_Id', value: '${deviceIMSI}' },
  ];
  const kept = (await post({ provider: 'entrust', pairs })).body as unknown as AppConfigurationView;
  assert.deepEqual(kept.value.pairs, pairs, 'as typed');
  assert.deepEqual(codes(kept), ['key_near_miss', 'variable_personal']);
});

test('who changes an app configuration and who orders them wait for each other, and not for ever', async () => {
  const app = await madeApp(world);
  const { id, name } = await madeAppConfiguration(world, app.id, {});
  let changed: ReturnType<typeof call> | undefined;
  await world.db.tx(async (tx) => {
    await executeSql(tx, 'select 1 from fleet.app where id = $1 for update', [app.id]);
    changed = call('PUT', `app-configurations/${id}`, { name, value: {}, description: 'later' }, 1);
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await world.rows(waiting)).length === 0);
    await rankAppConfigurations(tx, app.id, [id]);
  });
  assert.equal((await changed)?.status, 200);
});

test('ADM-105 an app configuration holds references to configurations by id and shows their names; never a key', async () => {
  const app = await madeApp(world);
  const auth = await identity(world, 'Authentication', { name: 'Auth for browsing' });
  const view = await madeAppConfiguration(world, app.id, {
    pairs: [{ key: 'IdCertificate_1_host', value: '*.agency.example' }],
    certificates: [{ key: 'IdCertificate_1', configurationId: auth }],
  });
  assert.deepEqual(view.names, { [auth]: 'Auth for browsing' });
  assert.deepEqual(view.value.certificates, [{ key: 'IdCertificate_1', configurationId: auth }]);
  assert.doesNotMatch(JSON.stringify(view), /PRIVATE|BEGIN/);
});

test('EPM-008 a configuration that an app names is not deleted, and says where it is named', async () => {
  const app = await madeApp(world, { name: 'Browser', identifier: 'gov.agency.browser' });
  const auth = await made(world, 'identity_certificate', { usage: 'Authentication' }, { audience: { to: 'none' } });
  const value = {
    pairs: [{ key: 'IdCertificate_1_host', value: 'a.example' }],
    certificates: [{ key: 'IdCertificate_1', configurationId: auth.id }],
  };
  const configuration = await madeAppConfiguration(world, app.id, value, { name: 'Inside' });
  const refused = await call('DELETE', `configurations/${auth.id}`, undefined, auth.version);
  assert.equal(refused.body['code'], 'configuration_in_use');
  assert.match(JSON.stringify(refused.body['details']), /Browser: Inside.*IdCertificate_1/);
  await call('DELETE', `app-configurations/${configuration.id}`, undefined, 1);
  assert.equal((await call('DELETE', `configurations/${auth.id}`, undefined, auth.version)).status, 204);
});

test('EPM-009, EPM-025 Wi-Fi, VPN and mail cannot name a client-provided enrollment: a key of an app can', async () => {
  const enrollment = await made(
    world,
    'client_provided_enrollment',
    { purpose: 'Authentication', provider: 'entrust' },
    { audience: { to: 'none' } },
  );
  const app = await madeApp(world);
  const value = {
    pairs: [{ key: 'IdCertificate_1_host', value: 'a.example' }],
    certificates: [{ key: 'IdCertificate_1', configurationId: enrollment.id }],
  };
  const choices = await call('GET', `apps/choices?appId=${app.id}&key=IdCertificate_1`);
  assert((choices.body['items'] as { id: string }[]).some(({ id }) => id === enrollment.id));
  assert.deepEqual(codes(await madeAppConfiguration(world, app.id, value)), []);
  const wifi = await call('POST', 'configurations', {
    kind: 'wifi',
    name: 'w',
    value: { ssid: 'Agency', identity: enrollment.id },
  });
  assert.equal(wifi.body['code'], 'input_invalid');
});

test('ADM-015, ADM-052, APP-059 the drop-down of a key offers identities of its purpose; for an App Store app none', async () => {
  const [auth, signing] = [await identity(world, 'Authentication'), await identity(world, 'Signing')];
  const offered = async (app: AppView, key: string) =>
    ((await call('GET', `apps/choices?appId=${app.id}&key=${key}`)).body['items'] as { id: string }[]).map(
      ({ id }) => id,
    );
  const inHouse = await madeApp(world);
  const ids = await offered(inHouse, 'IdCertificate_7');
  assert(ids.includes(auth) && !ids.includes(signing));
  const vendor = await offered(inHouse, 'vendorKey');
  assert(vendor.includes(auth) && vendor.includes(signing), 'its maker decides the purpose');
  assert.deepEqual(await offered(await madeApp(world, { kind: 'other' }), 'vendorKey'), []);
});

test('ADM-051 an identity of another space is not offered, and refused where it is named', async () => {
  const mine = await identity(world, 'Authentication', { allSpaces: false, spaceId: await space() });
  const app = await madeApp(world);
  const offered = (await call('GET', `apps/choices?appId=${app.id}`)).body['items'] as { id: string }[];
  assert(!offered.some(({ id }) => id === mine));
  const value = {
    pairs: [{ key: 'IdCertificate_1_host', value: 'a.example' }],
    certificates: [{ key: 'IdCertificate_1', configurationId: mine }],
  };
  const refused = await call('POST', `apps/${app.id}/configurations`, { name: 'x', value });
  assert.match(JSON.stringify(refused.body), /reference_other_space/);
});

test('a preview says who gains, keeps and loses an app, and changes nothing', async () => {
  const person = world.person();
  const [one, two] = [await world.registered(person), await world.registered()];
  const app = await madeApp(world, { audience: { to: 'chosen', people: [person.id] } });
  const content = { ...contentOf(app), audience: { to: 'chosen', devices: [two.deviceId] } };
  const { gains, changes, loses } = (await call('POST', `apps/${app.id}/preview`, content))
    .body as unknown as AudiencePreview;
  assert.deepEqual(
    [gains.first, changes.count, loses.first],
    [[{ id: two.deviceId, name: 'My phone' }], 0, [{ id: one.deviceId, name: 'My phone' }]],
  );
  assert.equal((await call('GET', `apps/${app.id}`)).body['version'], 1);
  const gone = (await call('POST', `apps/${app.id}/preview-deletion`)).body as unknown as AudiencePreview;
  assert.deepEqual([gone.loses.count, gone.gains.count], [1, 0]);
  const configuration = { name: 'c', audience: { to: 'chosen', devices: [one.deviceId, two.deviceId] }, value: {} };
  const inner = (await call('POST', `apps/${app.id}/configurations/preview`, configuration))
    .body as unknown as AudiencePreview;
  assert.deepEqual(
    inner.gains.first.map(({ id }) => id),
    [one.deviceId],
    'only where the app is',
  );
  await madeAppConfiguration(world, app.id, {}, { audience: { to: 'chosen', people: [person.id] } });
  const late = (await call('POST', `apps/${app.id}/configurations/preview`, configuration))
    .body as never as AudiencePreview;
  assert.equal(late.gains.count, 0, 'another one comes before it');
});

test('ADM-075 what a chosen device would be told is shown before it is saved', async () => {
  const person = world.person({ userName: 'ada@agency.example', email: 'ada@mail.example' });
  const device = await world.registered(person);
  const app = await madeApp(world);
  const pairs = [
    { key: 'who', value: '${userUIDLocalPart} <${userEmailAddress}>' },
    { key: 'device', value: '${deviceClientDeviceIdentifier}' },
    { key: 'link', value: '${pivdActivationLink}' },
    { key: 'odd', value: '${userUdi}' },
  ];
  const { body } = await call('POST', `apps/${app.id}/configurations/substitution`, {
    deviceId: device.deviceId,
    value: { pairs },
  });
  assert.deepEqual(body['pairs'], [
    { key: 'who', written: pairs[0]?.value, delivered: 'ada <ada@mail.example>', empty: [], unknown: [] },
    { key: 'device', written: pairs[1]?.value, delivered: device.deviceId, empty: [], unknown: [] },
    { key: 'link', written: pairs[2]?.value, delivered: '', empty: ['pivdActivationLink'], unknown: [] },
    { key: 'odd', written: pairs[3]?.value, delivered: '${userUdi}', empty: [], unknown: ['userUdi'] },
  ]);
});

test('APP-013 a password in the form of Email+ is warned of, and never kept', async () => {
  const app = await madeApp(world, { kind: 'email-plus' });
  const auth = await identity(world, 'Authentication');
  const emailPlus = { exchangeHost: 'mail.agency.example', identityCertificateId: auth, password: 'hunter2' };
  const checked = await call('POST', `apps/${app.id}/configurations/check`, { emailPlus });
  assert.deepEqual(codes(checked.body as never), ['email_password']);
  const view = await madeAppConfiguration(world, app.id, { emailPlus });
  assert.equal(view.value.emailPlus?.password, '');
  const kept = await world.rows<{ text: string }>(
    `select value::text as text from fleet.app_configuration union all select content::text from fleet.app_configuration_version`,
  );
  assert(kept.every(({ text }) => !text.includes('hunter2')));
});

test('lists are searched, filtered, paged by name, and given as CSV', async () => {
  const mark = randomUUID().slice(0, 8);
  for (const name of ['b', 'A', 'c']) await madeApp(world, { name: `${mark} ${name}`, category: mark });
  const first = (await call('GET', `apps?q=${mark}&limit=2`)).body as {
    items: AppView[];
    next: string;
    total: { count: number };
  };
  assert.deepEqual([first.items.map(({ name }) => name.slice(-1)), first.total.count], [['A', 'b'], 3]);
  const rest = (await call('GET', `apps?q=${mark}&limit=2&after=${encodeURIComponent(first.next)}`)).body as {
    items: AppView[];
    next: null;
  };
  assert.deepEqual([rest.items.map(({ name }) => name.slice(-1)), rest.next], [['c'], null]);
  assert.equal(((await call('GET', `apps?category=${mark}&platform=android`)).body['items'] as []).length, 0);
  const csv = await world.admin.inject({ url: `/api/admin/apps?q=${mark}`, headers: { accept: 'text/csv' } });
  assert.equal(csv.body.split('\r\n').length, 5);
});

test('who administers one space sees and changes the apps of that space alone', async () => {
  const own = await space();
  const [theirs, others, common] = [
    await madeApp(world, { spaceId: own, allSpaces: false }),
    await madeApp(world, { allSpaces: false }),
    await madeApp(world),
  ];
  world.caller = { ...owner, spaces: [own] } as World['caller'];
  assert.equal((await call('PUT', `apps/${theirs.id}`, contentOf(theirs), 1)).status, 200);
  assert.equal((await call('GET', `apps/${others.id}`)).body['code'], 'app_not_found');
  assert.equal((await call('GET', `apps/${common.id}`)).status, 200);
  assert.equal((await call('PUT', `apps/${common.id}`, contentOf(common), 1)).body['code'], 'space_not_yours');
  assert.equal(
    (await call('POST', `apps/${common.id}/configurations`, { name: 'x', value: {} })).body['code'],
    'space_not_yours',
  );
  // A preview names devices, and so is for whoever could do what is previewed.
  const placed = contentOf(theirs);
  const store = { ...placed, name: 'x', platform: 'ios', kind: 'other', identifier: 'gov.agency.x' };
  const { spaceId: _own, ...anywhere } = store;
  assert.equal((await call('POST', 'apps/preview', anywhere)).status, 200);
  for (const [path, body] of [
    ['apps/preview', { ...store, allSpaces: true }],
    ['apps/preview', { ...store, spaceId: common.spaceId }],
    [`apps/${theirs.id}/preview`, { ...placed, allSpaces: true }],
    [`apps/${common.id}/preview`, contentOf(common)],
    [`apps/${common.id}/preview-deletion`, undefined],
    [`apps/${common.id}/configurations/preview`, { name: 'x', value: {} }],
  ] as const)
    assert.equal((await call('POST', path, body)).body['code'], 'space_not_yours', path);
});

test('every act on the catalog is in the audit log, with who did it', async () => {
  const app = await madeApp(world);
  const configuration = await madeAppConfiguration(world, app.id, {});
  await call('DELETE', `app-configurations/${configuration.id}`, undefined, 1);
  await call('DELETE', `apps/${app.id}`, undefined, 1);
  const rows = await world.rows<{ act: string; actor: { kind: string } }>(
    'select act, actor from kernel.audit where object = any($1) order by id',
    [[app.id, configuration.id]],
  );
  assert.deepEqual(
    rows.map(({ act }) => act),
    ['app.added', 'app_configuration.added', 'app_configuration.deleted', 'app.deleted'],
  );
  assert(rows.every(({ actor }) => actor.kind === 'person'));
});

test('an app configuration is changed on a version, put back, deleted and restored like its app', async () => {
  const app = await madeApp(world, { kind: 'other' });
  const { id, name } = await madeAppConfiguration(world, app.id, { pairs: [{ key: 'a', value: 'first' }] });
  const put = (value: string, on: number) =>
    call('PUT', `app-configurations/${id}`, { name, value: { pairs: [{ key: 'a', value }] } }, on);
  assert.equal((await put('second', 1)).etag, '"2"');
  assert.equal((await put('third', 1)).status, 409);
  const back = await call('POST', `app-configurations/${id}/versions/1/put-back`, undefined, 2);
  assert.deepEqual((back.body['value'] as { pairs: object }).pairs, [{ key: 'a', value: 'first' }]);
  const { items } = (await call('GET', `app-configurations/${id}/versions`)).body as { items: { number: number }[] };
  assert.deepEqual(
    items.map(({ number }) => number),
    [3, 2, 1],
  );
  assert.equal((await call('DELETE', `app-configurations/${id}`, undefined, 3)).status, 204);
  assert.deepEqual((await call('GET', `apps/${app.id}/configurations`)).body['items'], []);
  assert.equal((await call('POST', `app-configurations/${id}/restore`)).status, 200);
  assert.equal((await call('GET', `app-configurations/${id}`)).body['name'], name);
});

test('pasted pairs are read over HTTP, and what is nothing is refused with the way out', async () => {
  const { body } = await call('POST', 'apps/parse-pairs', {
    text: 'IdCertificate_1_host=a.example\nIdCertificate_1=x',
    kind: 'web-at-work',
  });
  assert.deepEqual(
    [body['understoodAs'], (body['pairs'] as []).length, (body['certificates'] as []).length],
    ['lines', 1, 1],
  );
  assert.equal((await call('POST', 'apps/parse-pairs', { text: 'nothing' })).body['code'], 'pairs_not_understood');
});

test('of two administrators who edit one app at once one is told of the other', async () => {
  const app = await madeApp(world);
  const answers = await Promise.all(
    ['one', 'two', 'three', 'four'].map((description) =>
      call('PUT', `apps/${app.id}`, { ...contentOf(app), description }, 1),
    ),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).sort((a, b) => a - b),
    [200, 409, 409, 409],
  );
});

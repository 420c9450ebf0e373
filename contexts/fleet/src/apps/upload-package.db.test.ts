import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type AppView } from '@lanyard/contract';
import { days, executeSql } from '@lanyard/kernel';
import { adminCall } from '../testing/admin-calls.ts';
import { madeApp, upload } from '../testing/app-calls.ts';
import { apkFacts, apkOf, ipaFacts, ipaOf, onePixel } from '../testing/app-package.ts';
import { purgeApps } from '../pg/apps.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
before(async () => {
  world = await fleetWorld({ appPackageBytes: 5_000_000 });
});
after(() => world[Symbol.asyncDispose]());

const call = (...rest: Parameters<typeof adminCall> extends [unknown, ...infer R] ? R : never) =>
  adminCall(world, ...rest);

test('ADM-091, ADM-093, APP-047, APP-058 an uploaded package becomes an in-house app, without screenshots too', async () => {
  const apk = await upload(world, await apkOf({ ...apkFacts, package: 'gov.agency.docs' }));
  assert.deepEqual(
    [apk.status, apk.body['platform'], apk.body['identifier'], apk.body['version']],
    [200, 'android', 'gov.agency.docs', '2.1.0'],
  );
  const content = { name: 'Docs@Work', category: 'Productivity', kind: 'docs-at-work' };
  const { status, body } = await call('POST', `apps/from-upload/${apk.id}`, content);
  assert.equal(status, 201);
  const app = body as unknown as AppView;
  assert.deepEqual(
    [app.source, app.platform, app.business, app.packageVersion],
    ['in-house', 'android', true, '2.1.0'],
  );
  assert.equal(
    (await call('POST', `apps/from-upload/${apk.id}`, { ...content, name: 'Again' })).body['code'],
    'app_upload_not_found',
  );
});

test('the newest package of an app is the one that is delivered; older ones are kept', async () => {
  const icon = { 'Payload/Forms.app/AppIcon.png': onePixel() };
  const facts = { ...ipaFacts, CFBundleIdentifier: 'gov.agency.versions' };
  const first = await upload(world, await ipaOf(facts));
  const made_ = await call('POST', `apps/from-upload/${first.id}`, { name: 'Forms', category: 'Work' });
  const id = String(made_.body['id']);
  world.clock.advance(1_000);
  const second = await upload(world, await ipaOf({ ...facts, CFBundleShortVersionString: '2.2.0' }, icon));
  assert.equal(second.body['existingAppId'], id);
  const { status, body } = await call('POST', `apps/${id}/packages/${second.id}`, undefined, 1);
  assert.equal(status, 200);
  const { packages, packageVersion, version } = body as unknown as AppView;
  assert.deepEqual(
    packages.map((one) => [one.version, one.delivered]),
    [
      ['2.2.0', true],
      ['2.1.0', false],
    ],
  );
  assert.deepEqual([packageVersion, version], ['2.2.0', 2]);
  const shown = await world.admin.inject({ url: `/api/admin/apps/${id}/icon` });
  assert.deepEqual(
    [shown.statusCode, shown.headers['content-type'], new Uint8Array(shown.rawPayload)],
    [200, 'image/png', onePixel()],
  );
  const other = await upload(world, await ipaOf({ ...ipaFacts, CFBundleIdentifier: 'some.other' }));
  assert.equal(
    (await call('POST', `apps/${id}/packages/${other.id}`, undefined, 2)).body['code'],
    'app_package_other_app',
  );
});

test('a package of several parts is put together again; too many octets, a missing part and wrong types are refused by name', async () => {
  const noise = new Uint8Array(randomBytes(2_500_000));
  const large = await ipaOf({ ...ipaFacts, CFBundleIdentifier: 'gov.agency.large' }, { noise });
  assert(large.length > 2_200_000);
  const { status, body } = await upload(world, large);
  assert.deepEqual([status, body['size']], [200, large.length]);
  assert.equal((await upload(world, new Uint8Array(5_000_001))).body['code'], 'app_package_too_large');
  const text = await upload(world, new TextEncoder().encode('MZ this is no package'));
  assert.equal(text.body['code'], 'app_package_wrong_type');
  assert.equal(
    (await call('POST', `apps/uploads/${text.id}/finish`)).body['code'],
    'app_upload_not_found',
    'it was not kept',
  );
  assert.equal((await upload(world, large, 1_000_000)).body['code'], 'app_package_damaged');
});

test('a part that comes while the package is read does not change what was read', async () => {
  const { body: begun } = await call('POST', 'apps/uploads');
  const id = String(begun['id']);
  const put = (content: Uint8Array) =>
    world.admin.inject({
      method: 'PUT',
      url: `/api/admin/apps/uploads/${id}/parts/0`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(content),
    });
  const [first, second] = [
    await ipaOf({ ...ipaFacts, CFBundleIdentifier: 'gov.agency.first' }),
    await ipaOf({ ...ipaFacts, CFBundleIdentifier: 'gov.agency.second' }),
  ];
  await put(first);
  const waiting = async () =>
    (await world.rows(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
      .length;
  let replaced: ReturnType<typeof put> | undefined;
  let finished: ReturnType<typeof call> | undefined;
  await world.db.tx(async (tx) => {
    await executeSql(tx, 'select 1 from fleet.app_package_chunk where package_id = $1 for update', [id]);
    replaced = put(second);
    while ((await waiting()) < 1);
    let over = false;
    finished = call('POST', `apps/uploads/${id}/finish`).finally(() => (over = true));
    while (!over && (await waiting()) < 2);
  });
  const { status, body } = (await finished) ?? {};
  await replaced;
  assert.equal(status, 200);
  const [kept] = await world.rows<{ content: Buffer }>(
    'select content from fleet.app_package_chunk where package_id = $1',
    [id],
  );
  const read = body?.['identifier'] === 'gov.agency.first' ? first : second;
  assert.deepEqual(kept?.content, Buffer.from(read));
  assert.equal((await put(first)).json<{ code: string }>().code, 'app_upload_not_found', 'it is read already');
});

test('what was uploaded and never became an app goes after a day', async () => {
  const { id } = await upload(world, await ipaOf({ ...ipaFacts, CFBundleIdentifier: 'gov.agency.late' }));
  world.clock.advance(days(1));
  assert.equal(
    (await call('POST', `apps/from-upload/${id}`, { name: 'Late', category: 'x' })).body['code'],
    'app_upload_not_found',
  );
});

test('ADM-093 screenshots are pictures by their content, and go again', async () => {
  const app = await madeApp(world);
  const add = (payload: Uint8Array) =>
    world.admin.inject({
      method: 'POST',
      url: `/api/admin/apps/${app.id}/screenshots`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from(payload),
    });
  assert.equal((await add(new TextEncoder().encode('<svg onload="alert(1)"/>'))).statusCode, 400);
  const { id } = (await add(onePixel())).json<{ id: string }>();
  const shown = await world.admin.inject({ url: `/api/admin/apps/${app.id}/screenshots/${id}` });
  assert.equal(shown.headers['content-type'], 'image/png');
  assert.equal((await call('DELETE', `apps/${app.id}/screenshots/${id}`)).status, 204);
  assert.deepEqual((await call('GET', `apps/${app.id}`)).body['screenshots'], []);
});

test('what was deleted longer than 30 days ago, and uploads that nobody took, are gone with their octets', async () => {
  const [app, kept] = [await madeApp(world), await madeApp(world)];
  const { id } = await upload(world, await ipaOf({ ...ipaFacts, CFBundleIdentifier: 'gov.agency.purged' }));
  await call('DELETE', `apps/${app.id}`, undefined, 1);
  world.clock.advance(days(31));
  const now = world.clock.now();
  await purgeApps(world.db.pool, new Date(now.getTime() - days(30)), now);
  const left = async (table: string, column: string, value: string) =>
    (await world.rows(`select 1 from fleet.${table} where ${column} = $1`, [value])).length;
  assert.deepEqual(
    [
      await left('app', 'id', app.id),
      await left('app', 'id', kept.id),
      await left('app_package', 'id', id),
      await left('app_package_chunk', 'package_id', id),
    ],
    [0, 1, 0, 0],
  );
});

test('one person begins no more than forty uploads in a day, so that nobody fills the database alone', async () => {
  world.clock.advance(days(1));
  for (let n = 0; n < 40; n++) assert.equal((await call('POST', 'apps/uploads')).status, 201);
  assert.equal((await call('POST', 'apps/uploads')).body['code'], 'app_upload_limit');
  world.clock.advance(days(1));
  assert.equal((await call('POST', 'apps/uploads')).status, 201);
});

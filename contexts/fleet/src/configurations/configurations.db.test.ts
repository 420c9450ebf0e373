import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { DEFAULT_SPACE } from '@lanyard/contract';
import { days, type Caller } from '@lanyard/kernel';
import { adminCall, made } from '../testing/admin-calls.ts';
import { asPem, rootCertificate } from '../testing/root-certificate.ts';
import { fleetWorld, type World } from '../testing/world.ts';

let world: World;
let administrator: Caller;
before(async () => {
  world = await fleetWorld();
  administrator = world.caller;
});
beforeEach(() => {
  world.caller = administrator;
});
after(() => world[Symbol.asyncDispose]());

const call = (...rest: Parameters<typeof adminCall> extends [unknown, ...infer R] ? R : never) =>
  adminCall(world, ...rest);
const passcode = { minLength: 8 };
const content = (more: object = {}) => ({
  kind: 'passcode',
  name: `Passcode ${randomUUID()}`,
  value: passcode,
  ...more,
});

test('EPM-021 EPM-022 ADM-045 a configuration has a name; its description may be left out, and is in the list', async () => {
  assert.equal((await call('POST', 'configurations', content({ name: ' ' }))).status, 400);
  const { status, body } = await call('POST', 'configurations', content());
  assert.equal(status, 201);
  assert.equal(body['description'], '');
  assert.equal(body['state'], 'draft');
  await call('POST', 'configurations', content({ name: 'Described', description: 'For old mail' }));
  const { items } = (await call('GET', 'configurations?q=described')).body as { items: { description: string }[] };
  assert.deepEqual(
    items.map(({ description }) => description),
    ['For old mail'],
  );
});

test('a name is taken once, whatever its case; of a deleted one it is free again', async () => {
  const first = await call('POST', 'configurations', content({ name: 'Once' }));
  const again = await call('POST', 'configurations', content({ name: 'oNCE' }));
  assert.deepEqual([again.status, again.body['code']], [409, 'configuration_name_taken']);
  await call('DELETE', `configurations/${String(first.body['id'])}`, undefined, 1);
  assert.equal((await call('POST', 'configurations', content({ name: 'oNCE' }))).status, 201);
  const back = await call('POST', `configurations/${String(first.body['id'])}/restore`);
  assert.equal(back.body['code'], 'configuration_name_taken');
});

test('a value is judged by the schema of its kind, and errors name the field', async () => {
  const { status, body } = await call('POST', 'configurations', content({ value: { minLength: 99, colour: 'red' } }));
  assert.equal(status, 400);
  const { fields } = body['details'] as { fields: { field: string }[] };
  assert.deepEqual(fields.map(({ field }) => field).sort(), ['value', 'value.minLength']);
});

test('ADM-049 an identity certificate is applied to no devices, and that cannot be changed', async () => {
  const identity = { kind: 'identity_certificate', value: { usage: 'Signing' } };
  const refused = await call('POST', 'configurations', content({ ...identity, audience: { to: 'all' } }));
  assert.deepEqual([refused.status, refused.body['code']], [400, 'configuration_audience_fixed']);
  const { body } = await call('POST', 'configurations', content(identity));
  assert.equal((body['audience'] as { to: string }).to, 'none');
  assert.equal(body['audienceChangeable'], false);
});

test('MAA-010 what is saved and not published reaches no device, and what is published stays as it was', async () => {
  const device = await world.registered();
  const { id } = await made(world, 'passcode', { minLength: 6 });
  const lengthOn = async () => {
    const { body } = await device.call('GET', '/device/check-in');
    const all = body['configurations'] as { id: string; value: { minLength: number } }[];
    return all.find((one) => one.id === id)?.value.minLength;
  };
  assert.equal(await lengthOn(), 6);
  const edit = { name: `Edited ${id}`, allSpaces: true, audience: { to: 'all' }, value: { minLength: 9 } };
  const saved = await call('PUT', `configurations/${id}`, edit, 1);
  assert.deepEqual([saved.body['state'], saved.body['version'], saved.body['publishedVersion']], ['changed', 2, 1]);
  assert.equal(await lengthOn(), 6);
  const published = await call('POST', `configurations/${id}/publish`, undefined, 2);
  assert.equal(published.body['state'], 'published');
  assert.equal(await lengthOn(), 9);
});

test('of two edits made on one version the second is told who made the first, and when', async () => {
  const { id } = await made(world, 'passcode', passcode);
  const edit = { name: `Edit ${id}`, value: passcode };
  assert.equal((await call('PUT', `configurations/${id}`, edit, 1)).status, 200);
  const { status, body } = await call('PUT', `configurations/${id}`, edit, 1);
  assert.deepEqual([status, body['code']], [409, 'conflict']);
  const { version, changedAt, changedBy } = body['details'] as Record<string, unknown>;
  assert.deepEqual([version, changedAt], [2, world.clock.now().toISOString()]);
  assert.ok(changedBy);
  assert.equal((await call('PUT', `configurations/${id}`, edit)).status, 400);
});

test('older versions are readable and can be put back', async () => {
  const { id } = await made(world, 'passcode', { minLength: 5 });
  await call('PUT', `configurations/${id}`, { name: `Next ${id}`, value: { minLength: 7 } }, 1);
  const list = await call('GET', `configurations/${id}/versions`);
  assert.deepEqual(
    (list.body['items'] as { number: number }[]).map(({ number }) => number),
    [2, 1],
  );
  const back = await call('POST', `configurations/${id}/versions/1/put-back`, undefined, 2);
  assert.equal((back.body['value'] as { minLength: number }).minLength, 5);
  assert.deepEqual([back.body['version'], back.body['state']], [3, 'changed']);
  const old = await call('GET', `configurations/${id}/versions/2`);
  assert.equal((old.body['value'] as { minLength: number }).minLength, 7);
});

test('a deleted configuration can be brought back for 30 days, and devices get it again', async () => {
  const device = await world.registered();
  const has = async (id: string) => {
    const { body } = await device.call('GET', '/device/check-in');
    return (body['configurations'] as { id: string }[]).some((one) => one.id === id);
  };
  const { id } = await made(world, 'passcode', passcode);
  assert.equal(await has(id), true);
  assert.equal((await call('DELETE', `configurations/${id}`, undefined, 1)).status, 204);
  assert.equal(await has(id), false);
  assert.equal((await call('POST', `configurations/${id}/restore`)).body['state'], 'published');
  assert.equal(await has(id), true);
  await call('DELETE', `configurations/${id}`, undefined, 1);
  world.clock.advance(days(30) + 1);
  const late = await call('POST', `configurations/${id}/restore`);
  assert.deepEqual([late.status, late.body['code']], [410, 'configuration_not_restorable']);
});

test('what others refer to is not deleted: they are named', async () => {
  const { id: ca } = await made(world, 'certificate', { content: asPem(await rootCertificate(world.clock.now())) });
  await made(world, 'wifi', { ssid: 'office', trustedCertificates: [ca] }, { name: 'Office Wi-Fi' });
  const { status, body } = await call('DELETE', `configurations/${ca}`, undefined, 1);
  assert.deepEqual([status, body['code']], [409, 'configuration_in_use']);
  const { references } = body['details'] as { references: { name: string }[] };
  assert.deepEqual(
    references.map(({ name }) => name),
    ['Office Wi-Fi'],
  );
  const asked = await call('GET', `configurations/${ca}/references`);
  assert.deepEqual(asked.body['items'], references);
});

test('a space administrator sees what their devices can have, and writes in their own space alone', async () => {
  const spaces = await call('POST', 'spaces', { name: 'North' });
  const north = (spaces.body['items'] as { id: string; name: string }[]).find(({ name }) => name === 'North')?.id ?? '';
  const elsewhere = await made(world, 'passcode', passcode, { allSpaces: false });
  const everywhere = await made(world, 'passcode', passcode);
  world.caller = { ...administrator, roles: ['space-administrator'], spaces: [north] } as Caller;
  const mine = await call('POST', 'configurations', content());
  assert.equal(mine.body['spaceId'], north);
  const list = await call('GET', 'configurations?limit=200');
  const ids = (list.body['items'] as { id: string }[]).map(({ id }) => id);
  assert.deepEqual(
    [ids.includes(String(mine.body['id'])), ids.includes(everywhere.id), ids.includes(elsewhere.id)],
    [true, true, false],
  );
  assert.equal((await call('GET', `configurations/${elsewhere.id}`)).status, 404);
  const edit = { name: 'Taken over', value: passcode };
  assert.equal((await call('PUT', `configurations/${everywhere.id}`, edit, 1)).body['code'], 'space_not_yours');
  assert.equal((await call('POST', 'configurations', content({ allSpaces: true }))).body['code'], 'space_not_yours');
  const other = content({ spaceId: DEFAULT_SPACE });
  assert.equal((await call('POST', 'configurations', other)).body['code'], 'space_not_yours');
});

test('the list is searched, filtered, paged by key, and sent as CSV', async () => {
  for (const name of ['Zulu one', 'Zulu two', 'Zulu three']) await call('POST', 'configurations', content({ name }));
  const first = await call('GET', 'configurations?q=zulu&limit=2&sort=-name&state=draft');
  const names = ({ body }: typeof first) => (body['items'] as { name: string }[]).map(({ name }) => name);
  assert.deepEqual(names(first), ['Zulu two', 'Zulu three']);
  assert.deepEqual(first.body['total'], { count: 3, atLeast: false });
  const rest = await call('GET', `configurations?q=zulu&limit=2&sort=-name&after=${String(first.body['next'])}`);
  assert.deepEqual(names(rest), ['Zulu one']);
  assert.equal(rest.body['next'], null);
  assert.equal((await call('GET', 'configurations?after=AAAA')).status, 400);
  const csv = await world.admin.inject({
    url: '/api/admin/configurations?q=zulu',
    headers: { accept: 'text/csv' },
  });
  assert.equal(csv.body.split('\r\n').length, 5);
});

test('every act is in the audit log, with who did it', async () => {
  const { id } = await made(world, 'passcode', passcode);
  await call('DELETE', `configurations/${id}`, undefined, 1);
  const rows = await world.rows<{ act: string; actor: { kind: string } }>(
    'select act, actor from kernel.audit where object = $1 order by id',
    [id],
  );
  assert.deepEqual(
    rows.map(({ act }) => act),
    ['configuration.added', 'configuration.published', 'configuration.deleted'],
  );
  assert.ok(rows.every(({ actor }) => actor.kind === 'person'));
});

test('ADM-048 each purpose is a configuration of its own', async () => {
  const usages = ['Authentication', 'Encryption', 'Signing'];
  for (const usage of usages) await made(world, 'identity_certificate', { usage }, { audience: { to: 'none' } });
  const { body } = await call('GET', 'configurations?kind=identity_certificate&state=published');
  const views = await Promise.all(
    (body['items'] as { id: string }[]).map(
      async ({ id }) => (await call('GET', `configurations/${id}`)).body['value'],
    ),
  );
  assert.deepEqual(views.map((value) => (value as { usage: string }).usage).toSorted(), usages);
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { guide, settingKinds, type GuideTaskName, type SettingKind, type SettingValue } from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import type { OthersPort, SettingFound } from '../ports.ts';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { seedInstallation } from '../testing/seed.ts';
import { World } from '../testing/world.ts';

const found = <K extends SettingKind>(kind: K): SettingFound<K> => ({
  value: settingKinds[kind].parse({}) as SettingValue<K>,
  from: 'Built-in',
});
/** What nobody set. */
const others: OthersPort = {
  setting: async (_personId, kind) => found(kind),
  settingsOf: async (kind) => [found(kind)],
  wouldSignIn: async () => null,
  cardStatus: async () => 'good',
  trustsIssuerOf: () => false,
  wouldAdmit: () => null,
  authorities: async () => [],
  derivedLine: 'derived',
  isSigningFrozen: async () => false,
  enabledProviders: async () => ['lanyard'],
};

let world: World;
before(async () => {
  world = await World.open({ others });
  const now = world.clock.now();
  const counts = { people: 40, devices: 40, certificates: 120, audit: 0 };
  await seedInstallation(world.db, { ...counts, authority: 'derived', der: await seedCertificate(now), now });
});
after(() => world.close());

const run = async <Row>(text: string, values: readonly unknown[] = []) =>
  (await executeSql(world.db.pool, text, values)).rows as Row[];
async function taskOf(name: GuideTaskName, query = '?provider=lanyard&platform=ios') {
  const answer = guide.parse((await world.get(`/api/admin/guide${query}`)).body);
  return answer.tasks.find(({ task }) => task === name) ?? assert.fail(name);
}

/** A configuration as its context publishes it, with a draft after it that no device has. */
async function publish(id: string, kind: string, audience: string, value: object): Promise<void> {
  const space = '00000000-0000-4000-8000-000000000001';
  const parts = [id, kind, `The ${kind}`, space, JSON.stringify({ to: audience })];
  await run(
    `insert into fleet.configuration (id, kind, name, description, space_id, all_spaces, audience, value, version, published_version, changed_at, changed_by)
      values ($1, $2, $3, '', $4, true, $5, '{}', 2, 1, now(), '')`,
    parts,
  );
  await run(
    `insert into fleet.configuration_version (configuration_id, number, name, description, space_id, all_spaces, audience, value, saved_at, saved_by)
      values ($1, 1, $2, '', $3, true, $4, $5, now(), '')`,
    [id, `The ${kind}`, space, JSON.stringify({ to: audience }), JSON.stringify(value)],
  );
}

test('ADM-018 a task is done when what was published says so, and not by a draft', async () => {
  assert.equal((await taskOf('identity-certificates')).state, 'not_done');
  await publish('00000000-0000-4000-8000-0000000000a1', 'identity_certificate', 'none', {
    usage: 'Signing',
    provider: 'any',
  });
  assert.match((await taskOf('identity-certificates')).why, /Signing/);
});

test('ADM-057 devices with a credential that were not sent the web clip are counted, one by one', async () => {
  const clip = '00000000-0000-4000-8000-0000000000a2';
  await publish(clip, 'app_catalog', 'all', {});
  const ios = await run<{ id: string }>(
    `select d.id from fleet.device d join credentials.credential c on c.device_id = d.id
      where d.platform = 'ios' and d.state = 'active' and c.state = 'active'`,
  );
  assert.ok(ios.length > 3);
  assert.match((await taskOf('clip-reaches-devices')).why, new RegExp(`^${ios.length} iOS`));
  const send = `insert into fleet.delivery (device_id, object_id, what, kind, name, version, state, at)
    values ($1, $2, 'configuration', 'app_catalog', '', 1, $3, now())`;
  for (const { id } of ios.slice(1)) await run(send, [id, clip, 'sent']);
  await run(send, [ios[0]?.id, clip, 'withdrawn']);
  assert.match((await taskOf('clip-reaches-devices')).why, /^1 iOS/);
  await run(`update fleet.delivery set state = 'applied'`);
  assert.equal((await taskOf('clip-reaches-devices')).state, 'done');
});

test('apps of the catalog count for their platform, with the certificates that their configurations give', async () => {
  const app = '00000000-0000-4000-8000-0000000000a3';
  await run(
    `insert into fleet.app (id, platform, kind, source, identifier, name, category, description, instructions, app_connect,
        space_id, all_spaces, audience, scopes, changed_at, changed_by)
      values ($1, 'android', 'email-plus', 'in-house', 'example.mail', 'Email+', 'Productivity', '', '', true,
        '00000000-0000-4000-8000-000000000001', true, '{"to": "all"}', '{all}', now(), '')`,
    [app],
  );
  assert.equal((await taskOf('managed-apps', '?platform=android')).state, 'not_done');
  await run(
    `insert into fleet.app_configuration (id, app_id, name, description, audience, scopes, value, rank, changed_at, changed_by)
      values (gen_random_uuid(), $1, 'Mail', '', '{"to": "all"}', '{all}', '{"certificates": [{"key": "email_signing_certificate"}]}', 1, now(), '')`,
    [app],
  );
  assert.equal((await taskOf('managed-apps', '?platform=android')).state, 'done');
  assert.equal((await taskOf('managed-apps')).state, 'not_done');
});

test('an unknown provider or platform is refused', async () => {
  assert.equal((await world.get('/api/admin/guide?provider=acme')).status, 400);
  assert.equal((await world.get('/api/admin/guide?platform=desktop')).status, 400);
});

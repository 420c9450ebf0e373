import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  groupSimulation,
  guide,
  settingKinds,
  simulation,
  type GuideTaskName,
  type SettingKind,
  type SettingValue,
} from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import type { OthersPort, SettingFound } from '../ports.ts';
import { seedCertificate } from '../testing/seed-certificate.ts';
import { seedInstallation } from '../testing/seed.ts';
import { World } from '../testing/world.ts';

const found = <K extends SettingKind>(kind: K): SettingFound<K> => ({
  value: settingKinds[kind].parse({}) as SettingValue<K>,
  from: 'Built-in',
  settingId: null,
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

async function somebody() {
  const [one] = await run<{ id: string; group_id: string }>(
    `select p.id, m.group_id from directory.person p join directory.membership m on m.person_id = p.id
      where p.user_name = 'person.000007'`,
  );
  return one ?? assert.fail('nobody');
}

test('a simulation reads the card, the devices and the configurations that there are', async () => {
  const { id } = await somebody();
  const { steps, outcome, failsAt } = simulation.parse((await world.get(`/api/admin/people/${id}/simulation`)).body);
  const step = (name: string) => steps.find((one) => one.step === name);
  assert.deepEqual([outcome, failsAt], ['fails', 'portal-authentication']);
  assert.match(step('card')?.why ?? '', /CN=Surname7/);
  assert.match(step('device-limit')?.why ?? '', /^They have 1 of /);
  assert.match(step('configurations')?.why ?? '', /"Email\+" is to get a certificate as email_signing_certificate/);
});

test('of a group as many members are looked at as were asked for, by user name', async () => {
  const { group_id } = await somebody();
  await run(
    `insert into directory.membership (person_id, group_id) select id, $1 from directory.person where user_name < 'person.000006'
      on conflict do nothing`,
    [group_id],
  );
  const answer = groupSimulation.parse((await world.get(`/api/admin/groups/${group_id}/simulation?limit=3`)).body);
  assert.deepEqual([answer.members, answer.looked], [6, 3]);
  assert.deepEqual(
    answer.people.map(({ userName }) => userName),
    ['person.000001', 'person.000002', 'person.000003'],
  );
  assert.equal(answer.people[0]?.failsAt, 'portal-authentication');
});

test('nobody is simulated who is not there, or has no device in the spaces of the caller', async () => {
  const nobody = '00000000-0000-4000-8000-0000000000ff';
  for (const kind of ['people', 'groups'])
    assert.equal((await world.get(`/api/admin/${kind}/${nobody}/simulation`)).status, 404);
  const { id } = await somebody();
  world.spaces = [nobody];
  try {
    assert.equal((await world.get(`/api/admin/people/${id}/simulation`)).status, 404);
  } finally {
    world.spaces = null;
  }
});

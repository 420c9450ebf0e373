import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createDirectory, type Directory } from '@lanyard/directory';
import { createFleet, type Fleet } from '@lanyard/fleet';
import {
  createLog,
  executeSql,
  masterKey,
  openDb,
  startJobs,
  systemClock,
  systemRandom,
  type Db,
  type Jobs,
} from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { followSettings } from './follow-settings.ts';

let database: TestDatabase;
let db: Db;
let jobs: Jobs;
let directory: Directory;
let fleet: Fleet;

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  const { host, port, user } = database;
  const failed = (error: Error): never => assert.fail(error);
  jobs = await startJobs({ connection: { host, port, user, database: database.database }, onError: failed });
  const base = { db, clock: systemClock, random: systemRandom, outbox: jobs, log: createLog('silent') };
  directory = createDirectory(base);
  const others = {
    credentials: { forDevice: async () => ({ request: null, credentials: [] }), endDevice: async () => {} },
    notices: { send: async () => {} },
    postPush: async () => null,
  };
  fleet = createFleet(
    { ...base, ...others, directory, masterKey: masterKey(new Uint8Array(32)) },
    { deviceOrigins: [], organisation: '', demo: true, portalUrl: '', walletUrl: '' },
  );
});
after(async () => {
  await jobs.stop();
  await db.close();
  await database.drop();
});

async function deviceOf(personId: string, state = 'active'): Promise<string> {
  const id = randomUUID();
  await executeSql(
    db.pool,
    `insert into fleet.device (id, person_id, state, name, platform, os_version, model, wallet_version, installation_id,
      thumbprint, agreement_key, registered_at) values ($1, $2, $3, '', 'ios', '', '', '', $1, $4, '{}', now())`,
    [id, personId, state, id],
  );
  return id;
}

/** What its next check-in compares. */
const stateOf = async (id: string): Promise<string> => {
  const device = await fleet.device(id);
  return `${device?.generation}.${device?.settingsGeneration}`;
};

test('a changed setting, and a change of groups, travel from the directory to the devices that they concern', async () => {
  const name = {
    userName: 'ada',
    upn: 'ada@agency.example',
    email: 'ada@agency.example',
    displayName: 'Ada',
    givenName: 'Ada',
    surname: 'Vega',
  };
  const { id: ada } = await db.tx((tx) => directory.addPerson(tx, name));
  const team = await db.tx((tx) => directory.addGroup(tx, 'Team'));
  const [hers, lost, another] = [await deviceOf(ada), await deviceOf(ada, 'lost'), await deviceOf(randomUUID())];
  const handled: (() => void)[] = [];
  const next = (): Promise<void> => new Promise((done) => handled.push(done));
  await followSettings(
    { fleet },
    {
      work: (queue, handler) =>
        jobs.work(queue, async (data: never) => {
          await handler(data);
          handled.shift()?.();
        }),
    },
  );

  const settled = next();
  await db.tx((tx) => directory.putSetting(tx, { kind: 'wallet', groupId: null, rank: 0, value: { vaultTries: 4 } }));
  await settled;
  assert.deepEqual(await Promise.all([hers, another].map(stateOf)), ['1.2', '1.2']);

  const joined = next();
  await db.tx((tx) => directory.addToGroup(tx, team, ada));
  await joined;
  assert.deepEqual(await Promise.all([hers, lost, another].map(stateOf)), ['2.2', '1.2', '1.2']);

  const branded = next();
  const branding = { organisation: 'Tidewater Bureau' };
  await db.tx((tx) => directory.putSetting(tx, { kind: 'branding', groupId: null, rank: 0, value: branding }));
  await branded;
  assert.deepEqual(await Promise.all([hers, another].map(stateOf)), ['2.3', '1.3'], 'wallets show the new name');
});

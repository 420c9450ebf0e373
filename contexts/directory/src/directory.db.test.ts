import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { derivedCredentialSetting, type SettingKind } from '@lanyard/contract';
import { isLanyardError, ManualClock, openDb, systemRandom, type Db } from '@lanyard/kernel';
import { freshDatabase, type TestDatabase } from '@lanyard/kernel/testing';
import { createDirectory, type Directory, type PersonInput } from './index.ts';

let database: TestDatabase;
let db: Db;
let directory: Directory;
const sent: { queue: string; data: object }[] = [];

before(async () => {
  database = await freshDatabase();
  db = openDb(database);
  const outbox = {
    send: (_tx: unknown, queue: string, data: object) => {
      sent.push({ queue, data });
      return Promise.resolve();
    },
  };
  directory = createDirectory({ db, clock: new ManualClock(), random: systemRandom, outbox });
});
after(async () => {
  await db.close();
  await database.drop();
});

let counter = 0;
const somebody = (over: Partial<PersonInput> = {}): PersonInput => {
  const n = ++counter;
  const name = { givenName: 'Ada', surname: `Person${n}`, displayName: `Ada Person${n}` };
  return { userName: `ada${n}`, upn: `ada${n}@agency.example`, email: `ada${n}@mail.example`, ...name, ...over };
};
const added = (over: Partial<PersonInput> = {}) => db.tx((tx) => directory.addPerson(tx, somebody(over)));
const group = (name: string) => db.tx((tx) => directory.addGroup(tx, name));
const put = (kind: SettingKind, groupId: string | null, rank: number, value: unknown) =>
  db.tx((tx) => directory.putSetting(tx, { kind, groupId, rank, value }));
const forget = (kind: string) =>
  db.pool
    .withTables<{ 'directory.setting': { kind: string } }>()
    .deleteFrom('directory.setting')
    .where('kind', '=', kind)
    .execute();

test('SSP-001 a person is found by UPN and by user name whatever the case', async () => {
  const person = await added({ userName: 'Grace.Hopper', upn: 'Grace@Agency.Example' });
  assert.deepEqual(await directory.personByUpn('gRACE@aGENCY.eXAMPLE'), person);
  assert.deepEqual(await directory.personByUserName('GRACE.hopper'), person);
  assert.deepEqual(await directory.personById(person.id), person);
  assert.equal(await directory.personByUpn('grace@elsewhere.example'), null);
});

test('a UPN or user name belongs to one person, in any case', async () => {
  const { upn, userName } = await added();
  await assert.rejects(
    added({ upn: upn.toUpperCase() }),
    (e) => isLanyardError(e, 'conflict') && e.details.field === 'upn',
  );
  await assert.rejects(
    added({ userName: userName.toUpperCase() }),
    (e) => isLanyardError(e, 'conflict') && e.details.field === 'userName',
  );
});

test('suspending, resuming and ending a person each send their job once, with the change', async () => {
  const { id } = await added();
  sent.length = 0;
  for (const state of ['suspended', 'suspended', 'active', 'terminated', 'terminated'] as const) {
    await db.tx((tx) => directory.setPersonState(tx, id, state));
    assert.equal((await directory.personById(id))?.state, state);
  }
  assert.deepEqual(
    sent.map(({ queue }) => queue),
    ['directory.person-suspended', 'directory.person-resumed', 'directory.person-ended'],
  );
  assert.deepEqual(sent[0]?.data, { personId: id });
});

test('a state cannot be set for somebody who is not there', async () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  await assert.rejects(
    db.tx((tx) => directory.setPersonState(tx, nobody, 'suspended')),
    (e) => isLanyardError(e, 'not_found'),
  );
});

test('without any setting the built-in values hold', async () => {
  const { id } = await added();
  const setting = await directory.setting(id, 'derived_credential');
  assert.deepEqual(setting, { value: derivedCredentialSetting.parse({}), from: 'Built-in', settingId: null });
});

test('of several groups the one of lowest rank wins whole, else the default', async () => {
  const { id } = await added();
  const [staff, pilots] = [await group('Staff'), await group('Pilots')];
  const fallback = await put('wallet', null, 0, { lockAfterMinutes: 7 });
  await put('wallet', staff, 20, { vaultTries: 3, lockAfterMinutes: 20 });
  await put('wallet', pilots, 10, { lockAfterMinutes: 10 });
  const now = async () => {
    const { from, value, settingId } = await directory.setting(id, 'wallet');
    return { from, minutes: value.lockAfterMinutes, tries: value.vaultTries, isDefault: settingId === fallback };
  };
  assert.deepEqual(await now(), { from: 'Default', minutes: 7, tries: 10, isDefault: true });
  await db.tx((tx) => directory.addToGroup(tx, staff, id));
  assert.deepEqual(await now(), { from: 'Staff', minutes: 20, tries: 3, isDefault: false });
  await db.tx((tx) => directory.addToGroup(tx, pilots, id));
  assert.deepEqual(await now(), { from: 'Pilots', minutes: 10, tries: 10, isDefault: false });
  await db.tx((tx) => directory.removeFromGroup(tx, pilots, id));
  assert.equal((await now()).from, 'Staff');
  assert.deepEqual(
    (await directory.settingsOf('wallet')).map(({ from, rank }) => [from, rank]),
    [
      ['Pilots', 10],
      ['Staff', 20],
      ['Default', 0],
    ],
  );
  await forget('wallet');
});

test('the default counts among the settings in force when only a group has its own', async () => {
  const owners = await group('Owners');
  await put('device_registration', owners, 1, { pinLength: 12 });
  assert.deepEqual(
    (await directory.settingsOf('device_registration')).map(({ from, value }) => [from, value.pinLength]),
    [
      ['Owners', 12],
      ['Built-in', 8],
    ],
  );
  await forget('device_registration');
});

test('a setting put again changes its own row', async () => {
  const first = await put('wallet', null, 0, { lockAfterMinutes: 1 });
  assert.equal(await put('wallet', null, 0, { lockAfterMinutes: 2 }), first);
  await forget('wallet');
});

test('a setting outside its limits is refused by field', async () => {
  await assert.rejects(put('derived_credential', null, 0, { windowMinutes: 61 }), (e) => {
    assert.ok(isLanyardError(e, 'input_invalid'));
    const [field] = e.details.fields as { field: string }[];
    return field?.field === 'windowMinutes';
  });
});

test('once two issuers are trusted, one that names no UPN suffixes is refused, in whatever setting it is', async () => {
  const anchor = (name: string, upnSuffixes: string[]) => ({ name, certificate: `PEM of ${name}`, upnSuffixes });
  const visitors = await group('Visitors');
  await put('portal_authentication', null, 0, { anchors: [anchor('Own', [])] });
  await assert.rejects(
    put('portal_authentication', visitors, 1, { anchors: [anchor('Partner', ['partner.example'])] }),
    (e) => {
      assert.ok(isLanyardError(e, 'input_invalid'));
      return JSON.stringify(e.details.fields).includes('Own') && !JSON.stringify(e.details.fields).includes('Partner');
    },
  );
  assert.equal((await directory.settingsOf('portal_authentication')).length, 1, 'nothing of the refused change stays');
  await put('portal_authentication', null, 0, { anchors: [anchor('Own', ['agency.example'])] });
  await put('portal_authentication', visitors, 1, { anchors: [anchor('Partner', ['partner.example'])] });
  await forget('portal_authentication');
});

test('a changed setting and a change of groups each send a job, in the transaction of the change', async () => {
  const { id } = await added();
  const team = await group('Team');
  sent.length = 0;
  await put('wallet', team, 3, { vaultTries: 5 });
  for (let twice = 0; twice < 2; twice++) await db.tx((tx) => directory.addToGroup(tx, team, id));
  await db.tx((tx) => directory.removeFromGroup(tx, team, id));
  assert.deepEqual(sent, [
    { queue: 'directory.setting-changed', data: { kind: 'wallet' } },
    { queue: 'directory.setting-changed', data: { personId: id } },
    { queue: 'directory.setting-changed', data: { personId: id } },
  ]);
  await forget('wallet');
});

test('names that could be another’s, or more than one address, are refused by field', async () => {
  const wrong: [keyof PersonInput, string][] = [
    ['upn', 'ada@ban\u212a.example'],
    ['upn', 'ad\u0130@agency.example'],
    ['upn', 'ada@agency.example@elsewhere.example'],
    ['upn', 'ada @agency.example'],
    ['email', 'ada@mail.example, eve@elsewhere.example'],
    ['email', 'ada@mail.example\r\nBcc: eve@elsewhere.example'],
    ['displayName', 'Ada \u202elevE'],
    ['userName', 'ada\u0000'],
  ];
  for (const [field, value] of wrong)
    await assert.rejects(added({ [field]: value }), (e) => {
      assert.ok(isLanyardError(e, 'input_invalid'), `${field} ${value}`);
      return (e.details.fields as { field: string }[])[0]?.field === field;
    });
});

test('every change leaves an audit row in its own transaction', async () => {
  const { id } = await added();
  await assert.rejects(
    db.tx(async (tx) => {
      await directory.setPersonState(tx, id, 'terminated', { kind: 'console', user: 'root' });
      throw new Error('the leader gives up');
    }),
    /gives up/,
  );
  await db.tx((tx) => directory.setPersonState(tx, id, 'suspended', { kind: 'console', user: 'root' }));
  const rows = await db.pool
    .withTables<{ 'kernel.audit': { id: number; act: string; person_id: string; details: { state?: string } } }>()
    .selectFrom('kernel.audit')
    .select(['act', 'details'])
    .where('person_id', '=', id)
    .orderBy('id')
    .execute();
  assert.deepEqual(
    rows.map(({ act, details }) => [act, details.state]),
    [
      ['person.added', undefined],
      ['person.state-set', 'suspended'],
    ],
  );
});

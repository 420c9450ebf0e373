import assert from 'node:assert/strict';
import { DEFAULT_SPACE, type DesiredState } from '@lanyard/contract';
import { executeSql } from '@lanyard/kernel';
import { administer, call, type Chosen } from './administrator.ts';
import { headlessDevices, type HeadlessDevice } from './headless-devices.ts';
import type { Site } from './site.ts';

export interface Figures {
  /** While the administrators were at work, and the one after. */
  readonly checkIns: number;
  readonly seconds: number;
}

const HANDS = 4;
const PEOPLE_A_DEVICE = 2;

/**
 * Two administrators change what devices get while all of these check in; then, when all is quiet, each checks in once
 * more, and must have what a device gets that was never there before.
 */
export async function converge(
  site: Site,
  { devices: count, changes }: { devices: number; changes: number },
): Promise<Figures> {
  const among = await population(site, count);
  const { devices } = among;
  const began = performance.now();
  let checkIns = 0;
  let working = true;
  const oneAfterTheOther = async (hand: number): Promise<void> => {
    for (let n = hand; working; n = (n + HANDS) % devices.length) {
      await devices[n]?.wallet.checkIn();
      checkIns++;
    }
  };
  const hands = Promise.all(Array.from({ length: HANDS }, (_, hand) => oneAfterTheOther(hand)));
  const both = ['ada', 'bob'].map((name, n) => administer(site, name, 7 + n, changes / 2, among.chosen));
  try {
    await Promise.all(both);
  } finally {
    working = false;
    await hands;
  }
  await site.settled();
  await inHands(devices, async (device) => {
    await device.wallet.checkIn();
    checkIns++;
  });
  const seconds = (performance.now() - began) / 1_000;
  await inHands(devices, (device) => assertConverged(site, device));
  return { checkIns, seconds };
}

async function inHands(devices: readonly HeadlessDevice[], work: (device: HeadlessDevice) => Promise<void>) {
  const waiting = [...devices];
  const hand = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
}

async function population(site: Site, count: number): Promise<{ devices: HeadlessDevice[]; chosen: Chosen }> {
  const { db, directory } = site;
  const people: string[] = [];
  for (let n = 0; n < Math.max(1, count / PEOPLE_A_DEVICE); n++) {
    const userName = `person${n}@agency.example`;
    const names = { displayName: userName, givenName: 'Person', surname: String(n) };
    const { id } = await db.tx((tx) => directory.addPerson(tx, { userName, upn: userName, email: userName, ...names }));
    people.push(id);
  }
  const userGroups: string[] = [];
  for (const name of ['Staff', 'Field', 'Guests']) userGroups.push(await db.tx((tx) => directory.addGroup(tx, name)));
  const made = async (path: string, body: object) => (await call(site, 'ada', 'POST', path, body)).body;
  const deviceGroups = [
    String((await made('device-groups', { name: 'New', rule: { osFrom: '17' } }))['id']),
    String((await made('device-groups', { name: 'By hand' }))['id']),
  ];
  const spaces = (await made('spaces', { name: 'North', userGroups: [userGroups[1]] }))['items'] as { id: string }[];
  const identities: string[] = [];
  for (const name of ['Intranet', 'Mail']) {
    const value = { usage: 'Authentication' };
    const content = { kind: 'identity_certificate', name, value, allSpaces: true, publish: true };
    identities.push(String((await made('configurations', content))['id']));
  }
  const devices = await headlessDevices(site, people, count);
  const ids = spaces.map(({ id }) => id).filter((id) => id !== DEFAULT_SPACE);
  const chosen = {
    people,
    identities,
    userGroups,
    deviceGroups,
    spaces: [DEFAULT_SPACE, ...ids],
    devices: devices.map(({ id }) => id),
  };
  return { devices, chosen };
}

/** The device has what a fresh one gets, and the server knows of each thing what became of it. */
async function assertConverged({ db }: Site, device: HeadlessDevice): Promise<void> {
  const { generation: _own, ...has } = (await device.storage.get<DesiredState>('desired')) ?? { generation: '' };
  const { generation: _fresh, ...should } = await device.fresh();
  assert.deepEqual(has, should, `device ${device.id}`);
  const { rows } = await executeSql(
    db.pool,
    'select object_id as id, version, state from fleet.delivery where device_id = $1',
    [device.id],
  );
  const told = rows as { id: string; version: number; state: string }[];
  const inForce = told.filter(({ state }) => state !== 'withdrawn');
  assert.ok(
    inForce.every(({ state }) => state === 'applied' || state === 'failed'),
    `device ${device.id} has not said what became of everything`,
  );
  const wanted = [
    ...should.configurations.filter(({ value }) => value !== null),
    ...should.apps.filter(({ unauthorized }) => unauthorized === null),
  ];
  const key = ({ id, version }: { id: string; version: number }): string => `${id} ${version}`;
  assert.deepEqual(inForce.map(key).toSorted(), wanted.map(key).toSorted(), `what device ${device.id} said`);
}

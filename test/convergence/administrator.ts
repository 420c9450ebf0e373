import { randomUUID } from 'node:crypto';
import type { Site } from './site.ts';

/** Ids that there are to choose from. */
export interface Chosen {
  readonly people: readonly string[];
  readonly userGroups: readonly string[];
  readonly devices: readonly string[];
  readonly deviceGroups: readonly string[];
  readonly spaces: readonly string[];
  /** Identity certificate configurations, which apps name. */
  readonly identities: readonly string[];
}

type Choose = <T>(from: readonly T[]) => T;

/** The same choices at every run, from a seed (mulberry32). */
export function seeded(seed: number): Choose {
  let state = seed;
  return (from) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const found = from[((mixed ^ (mixed >>> 14)) >>> 0) % from.length];
    if (found === undefined) throw new Error('there is nothing to choose from');
    return found;
  };
}

/** Makes one change after the other, of every sort that reaches devices; of a conflict with a colleague it repeats its own. */
export async function administer(
  site: Site,
  name: string,
  seed: number,
  changes: number,
  among: Chosen,
): Promise<void> {
  const pick = seeded(seed);
  const mine: string[] = [];
  const acts = [
    () => create(site, name, pick, among, mine),
    () => create(site, name, pick, among, mine),
    () => edit(site, name, pick, among, mine),
    () => edit(site, name, pick, among, mine),
    () => removeOrRestore(site, name, pick, mine),
    () => app(site, name, pick, among),
    () => removeAppConfiguration(site, name, pick),
    () => setting(site, pick, among),
    () => membership(site, pick, among),
    () => otherAddress(site, name, pick, among),
    () => deviceGroup(site, name, pick, among),
    () => moveDevice(site, name, pick, among),
  ];
  for (let done = 1; done < changes; done++) await pick(acts)();
  // Last: a later change would bring what a lost one had left out.
  await setting(site, pick, among);
}

const KINDS = [
  ['passcode', (n: number) => ({ minLength: 4 + (n % 8) })],
  ['wifi', (n: number) => ({ ssid: `net ${n}`, userName: '${userUIDLocalPart}' })],
  ['vpn', (n: number) => ({ connectionName: `vpn ${n}`, server: 'vpn.example', userName: '${userEmailAddress}' })],
  ['mail', (n: number) => ({ host: 'mail.example', syncDays: n % 30, smimeSigning: 'Derived PIV Credentials' })],
  ['appconnect_device_ios', (n: number) => ({ passcode: { minLength: 4 + (n % 10) } })],
  ['appconnect_device_android', (n: number) => ({ inactivityMinutes: 1 + (n % 9) })],
  ['app_catalog', (n: number) => ({ label: `Catalog ${n}` })],
] as const;

const NUMBERS = Array.from({ length: 200 }, (_, n) => n);

function audience(pick: Choose, { people, userGroups, devices, deviceGroups }: Chosen): object {
  return pick([
    () => ({ to: 'all' }),
    () => ({ to: 'none' }),
    () => ({ to: 'chosen', userGroups: [pick(userGroups)] }),
    () => ({ to: 'chosen', userGroups: [pick(userGroups)], people: [pick(people)] }),
    () => ({ to: 'chosen', deviceGroups: [pick(deviceGroups)] }),
    () => ({ to: 'chosen', devices: [pick(devices)] }),
  ])();
}

const content = (pick: Choose, among: Chosen): object => ({
  name: randomUUID(),
  audience: audience(pick, among),
  allSpaces: pick([true, true, false]),
  publish: pick([true, true, true, false]),
});

async function create(site: Site, name: string, pick: Choose, among: Chosen, mine: string[]): Promise<void> {
  const [kind, value] = pick(KINDS);
  const body = { kind, value: value(pick(NUMBERS)), ...content(pick, among), spaceId: pick(among.spaces) };
  const made = await call(site, name, 'POST', 'configurations', body);
  mine.push(String(made.body['id']));
}

async function edit(site: Site, name: string, pick: Choose, among: Chosen, mine: readonly string[]): Promise<void> {
  const { id, kind, version } = await oneOfAll(site, name, pick);
  if (id === undefined) return create(site, name, pick, among, [...mine]);
  const body = kind === 'identity_certificate' ? identityContent(pick) : editOf(pick, among, kind);
  const { status } = await call(site, name, 'PUT', `configurations/${id}`, body, version);
  if (status === 409 || status === 404) await edit(site, name, pick, among, mine);
}

function editOf(pick: Choose, among: Chosen, kind: string): object {
  const [, value] = pick(KINDS.filter(([known]) => known === kind));
  return { value: value(pick(NUMBERS)), ...content(pick, among) };
}

/** It has no audience: the apps that name it are told. */
const identityContent = (pick: Choose): object => ({
  name: randomUUID(),
  allSpaces: true,
  publish: true,
  value: { usage: 'Authentication', provider: pick(['any', 'lanyard', 'purebred']) },
});

async function oneOfAll(site: Site, name: string, pick: Choose) {
  const { body } = await call(site, name, 'GET', 'configurations?limit=200');
  const items = body['items'] as { id: string; kind: string; version: number }[];
  return items.length === 0 ? { id: undefined, kind: '', version: 0 } : pick(items);
}

async function removeOrRestore(site: Site, name: string, pick: Choose, mine: readonly string[]): Promise<void> {
  if (mine.length === 0) return;
  const id = pick(mine);
  const { body } = await call(site, name, 'GET', `configurations/${id}`);
  if (body['state'] === 'deleted') await call(site, name, 'POST', `configurations/${id}/restore`);
  else await call(site, name, 'DELETE', `configurations/${id}`, undefined, Number(body['version']));
}

/** An app with a configuration that names an identity; several of one app are tried in their order. */
async function app(site: Site, name: string, pick: Choose, among: Chosen): Promise<void> {
  const { body } = await call(site, name, 'GET', 'apps?limit=50');
  const items = body['items'] as { id: string; platform: string }[];
  const id = items.length > 0 && pick([true, false]) ? pick(items).id : await newApp(site, name, pick, among);
  await call(site, name, 'POST', `apps/${id}/configurations`, {
    name: randomUUID(),
    value: {
      pairs: [
        { key: 'IdCertificate_1_host', value: `host${pick(NUMBERS)}.example` },
        { key: 'Vendor.Mail', value: '${userEmailAddress}' },
      ],
      certificates: [{ key: 'IdCertificate_1', configurationId: pick(among.identities) }],
    },
    audience: audience(pick, among),
  });
}

async function newApp(site: Site, name: string, pick: Choose, among: Chosen): Promise<string> {
  const { body } = await call(site, name, 'POST', 'apps', {
    name: randomUUID(),
    category: 'Work',
    platform: pick(['ios', 'android']),
    kind: 'web-at-work',
    identifier: `gov.agency.a${randomUUID()}`,
    appConnect: true,
    audience: audience(pick, among),
    allSpaces: pick([true, true, false]),
  });
  return String(body['id']);
}

async function removeAppConfiguration(site: Site, name: string, pick: Choose): Promise<void> {
  const apps = (await call(site, name, 'GET', 'apps?limit=50')).body['items'] as { id: string }[];
  if (apps.length === 0) return;
  const { body } = await call(site, name, 'GET', `apps/${pick(apps).id}/configurations`);
  const items = body['items'] as { id: string; version: number }[];
  if (items.length === 0) return;
  const { id, version } = pick(items);
  await call(site, name, 'DELETE', `app-configurations/${id}`, undefined, version);
}

async function setting({ db, directory }: Site, pick: Choose, { userGroups }: Chosen): Promise<void> {
  const groupId = pick([null, pick(userGroups)]);
  const value = { vaultTries: pick([3, 4, 5, 6, 7, 8]), lockAfterMinutes: pick([1, 2, 3, 5, 10]) };
  await db.tx((tx) => directory.putSetting(tx, { kind: 'wallet', groupId, rank: pick(NUMBERS), value }));
}

async function membership({ db, directory }: Site, pick: Choose, { people, userGroups }: Chosen): Promise<void> {
  const [group, person, joins] = [pick(userGroups), pick(people), pick([true, false])];
  await db.tx((tx) => directory[joins ? 'addToGroup' : 'removeFromGroup'](tx, group, person));
}

/** A person's e-mail address is in what configurations are told by variables. */
async function otherAddress(site: Site, name: string, pick: Choose, { people }: Chosen): Promise<void> {
  const path = `people/${pick(people)}`;
  const { body } = await call(site, name, 'GET', path);
  const email = `mail${pick(NUMBERS)}@agency.example`;
  await call(site, name, 'PATCH', path, { email }, Number(body['version']));
}

async function deviceGroup(site: Site, name: string, pick: Choose, among: Chosen): Promise<void> {
  const id = pick(among.deviceGroups);
  if (pick([true, false])) {
    const body = { [pick(['add', 'remove'])]: [pick(among.devices), pick(among.devices)] };
    await call(site, name, 'POST', `device-groups/${id}/members`, body);
    return;
  }
  const { body } = await call(site, name, 'GET', `device-groups/${id}`);
  const rule = { platforms: pick([[], ['ios'], ['android']]), osFrom: pick([null, '16', '18']) };
  const input = { name: body['name'], rule };
  const { status } = await call(site, name, 'PUT', `device-groups/${id}`, input, Number(body['version']));
  if (status === 409) await deviceGroup(site, name, pick, among);
}

async function moveDevice(site: Site, name: string, pick: Choose, among: Chosen): Promise<void> {
  const path = `devices/${pick(among.devices)}`;
  const { body } = await call(site, name, 'GET', path);
  await call(site, name, 'PATCH', path, { spaceId: pick([null, ...among.spaces]) }, Number(body['version']));
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call; conflicts are an answer, every other refusal is a fault of the test. */
export async function call(
  { admin }: Pick<Site, 'admin'>,
  name: string,
  method: Method,
  path: string,
  body?: object,
  version?: number,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await admin.inject({
    method,
    url: `/api/admin/${path}`,
    headers: { 'x-admin': name, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
    ...(body === undefined ? {} : { payload: body }),
  });
  const answer = response.body === '' ? {} : (JSON.parse(response.body) as Record<string, unknown>);
  const { statusCode } = response;
  if (statusCode >= 400 && statusCode !== 409 && statusCode !== 404)
    throw new Error(`${method} ${path}: ${response.body}`);
  return { status: statusCode, body: answer };
}

import { randomUUID } from 'node:crypto';
import {
  settingKinds,
  type DeviceCredential,
  type PendingRequest,
  type SettingKind,
  type SettingValue,
} from '@lanyard/contract';
import {
  createHttp,
  createLog,
  executeSql,
  ManualClock,
  masterKey,
  minutes,
  openDb,
  systemRandom,
  type Caller,
  type Db,
  type Http,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import {
  createFleet,
  type DirectoryPerson,
  type Fleet,
  type FleetConfig,
  type FleetPorts,
  type PushMessage,
} from '../index.ts';
import { ORIGIN, TestDevice } from './test-device.ts';

export interface Notice {
  readonly personId: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly db: Db;
  readonly clock: ManualClock;
  readonly fleet: Fleet;
  readonly app: Http;
  /** The admin interface; whoever calls is {@link World.caller}. */
  readonly admin: Http;
  caller: Caller;
  readonly notices: Notice[];
  /** What went to push services, and the status that they answer. */
  readonly push: { readonly posted: PushMessage[]; status: number | null };
  /** What was put into the outbox. */
  readonly sent: { readonly queue: string; readonly data: object }[];
  /** The same installation in another process. */
  another(): Fleet;
  /** Ids of user groups, by person. */
  readonly groups: Map<string, string[]>;
  /** What the credentials context would answer. */
  readonly has: { request: PendingRequest | null; credentials: DeviceCredential[] };
  /** Statements on the pool so far. */
  readonly queries: { readonly count: number };
  person(more?: Partial<DirectoryPerson>): DirectoryPerson;
  set<K extends SettingKind>(kind: K, value: object): void;
  pin(person: DirectoryPerson, more?: { requestId?: string; length?: number; lifetimeMs?: number }): Promise<string>;
  device(): TestDevice;
  /** A device of the person's, registered. */
  registered(person?: DirectoryPerson): Promise<TestDevice>;
  /** Does what waits in the outbox, and what comes of it. */
  runJobs(): Promise<void>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

const administrator: Caller = {
  kind: 'session',
  sessionId: randomUUID(),
  personId: randomUUID(),
  signedInBy: 'primary',
  primary: true,
  fresh: true,
  roles: ['administrator'],
  spaces: null,
};

/** A fleet over a real database, with the other contexts as a test wants them. */
export async function fleetWorld(config: Partial<FleetConfig> = {}): Promise<World> {
  const fresh = await freshDatabase();
  const opened = openDb(fresh);
  const queries = { count: 0 };
  const counting = {
    transformQuery: <A extends { node: unknown }>({ node }: A): A['node'] => node,
    transformResult: async <A extends { result: unknown }>({ result }: A): Promise<A['result']> => (
      queries.count++,
      result
    ),
  };
  const db: Db = { ...opened, pool: opened.pool.withPlugin(counting) };
  const clock = new ManualClock();
  const people = new Map<string, DirectoryPerson>();
  const settings: { [K in SettingKind]?: SettingValue<K> } = {};
  const notices: Notice[] = [];
  const push: World['push'] = { posted: [], status: 201 };
  const groups = new Map<string, string[]>();
  const handlers = new Map<string, (data: never) => Promise<void>>();
  let worked = 0;
  const has: World['has'] = { request: null, credentials: [] };
  const log = createLog('silent');
  const sent: World['sent'] = [];
  const ports: FleetPorts = {
    db,
    clock,
    random: systemRandom,
    log,
    masterKey: masterKey(new Uint8Array(32).fill(7)),
    outbox: { send: async (_tx, queue, data) => void sent.push({ queue, data }) },
    directory: {
      personById: async (id) => [...people.values()].find((p) => p.id === id) ?? null,
      personByUserName: async (name) => people.get(name.toLowerCase()) ?? null,
      groupsOf: async (ids) => new Map(ids.map((id) => [id, groups.get(id) ?? []])),
      setting: async <K extends SettingKind>(_id: string, kind: K) => ({
        value: settings[kind] ?? (settingKinds[kind].parse({}) as SettingValue<K>),
      }),
    },
    credentials: {
      forDevice: async () => has,
      endDevice: async (tx, device, end) =>
        void (await (end === 'lost' ? fleet.markLost : fleet.retire)(tx, device.id)),
    },
    notices: { send: async (_tx, notice) => void notices.push(notice) },
    postPush: async (message) => (push.posted.push(message), push.status),
  };
  const fleetConfig: FleetConfig = {
    deviceOrigins: [ORIGIN],
    organisation: 'Agency',
    demo: true,
    portalUrl: 'https://portal.example',
    walletUrl: 'https://wallet.example',
    ...config,
  };
  const fleet: Fleet = createFleet(ports, fleetConfig);
  const app = await createHttp({ log, guard: fleet.guard, ratePerMinute: 100_000 });
  fleet.routes.device(app);
  await fleet.work({
    send: async () => {},
    work: async (queue, handler) => void handlers.set(queue, handler),
    schedule: async () => {},
    stop: async () => {},
  });
  await app.ready();
  const admin = await createHttp({ log, guard: async () => world.caller, ratePerMinute: 100_000 });
  fleet.routes.admin(admin);
  await admin.ready();
  const world: World = {
    db,
    clock,
    fleet,
    app,
    admin,
    notices,
    push,
    sent,
    another: () => createFleet(ports, fleetConfig),
    groups,
    has,
    queries,
    caller: administrator,
    person(more = {}) {
      const userName = more.userName ?? `user-${randomUUID()}`;
      const person: DirectoryPerson = {
        id: randomUUID(),
        userName,
        displayName: 'Ada Vega',
        email: 'ada@agency.example',
        state: 'active',
        ...more,
      };
      people.set(userName.toLowerCase(), person);
      return person;
    },
    set(kind, value) {
      Object.assign(settings, { [kind]: settingKinds[kind].parse(value) });
    },
    pin: (person, { requestId, length = 8, lifetimeMs = minutes(10) } = {}) =>
      db.tx((tx) =>
        fleet.issueRegistrationPin(tx, {
          personId: person.id,
          requestId: requestId ?? null,
          length,
          expiresAt: new Date(clock.now().getTime() + lifetimeMs),
        }),
      ),
    device: () => new TestDevice(app, clock),
    async registered(person = world.person()) {
      const device = world.device();
      await device.register(person.userName, await world.pin(person));
      return device;
    },
    async runJobs() {
      for (let job = sent[worked]; job !== undefined; job = sent[++worked])
        await handlers.get(job.queue)?.(job.data as never); // sound: it is the data of this queue
    },
    rows: async <T>(sql: string, values: unknown[] = []) => (await executeSql(db.pool, sql, values)).rows as T[],
    async [Symbol.asyncDispose]() {
      await app.close();
      await admin.close();
      await db.close();
      await fresh.drop();
    },
  };
  return world;
}

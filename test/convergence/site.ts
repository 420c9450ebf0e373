import { randomUUID } from 'node:crypto';
import { createDirectory, type Directory } from '@lanyard/directory';
import { createFleet, type Fleet } from '@lanyard/fleet';
import {
  createHttp,
  createLog,
  executeSql,
  masterKey,
  openDb,
  startJobs,
  systemClock,
  systemRandom,
  type Caller,
  type Db,
  type DbOptions,
  type Http,
} from '@lanyard/kernel';
import { followSettings } from '../../apps/server/src/follow-settings.ts';
import { credentialsOf } from './credentials-of.ts';

/** Directory and fleet as an installation has them, with their jobs, on a database of their own. */
export interface Site {
  readonly db: Db;
  readonly directory: Directory;
  readonly fleet: Fleet;
  /** The admin interface; the header `x-admin` says which of the administrators calls. */
  readonly admin: Http;
  /** Where devices reach it, over HTTP on the loopback. */
  readonly origin: string;
  /** Resolves when no job waits or runs. */
  settled(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type Database = Pick<DbOptions, 'host' | 'port' | 'user' | 'database'>;

export async function openSite(database: Database): Promise<Site> {
  const db = openDb(database);
  const broken: Error[] = [];
  const jobs = await startJobs({ connection: database, onError: (error) => void broken.push(error) });
  const log = createLog('silent');
  const base = { db, clock: systemClock, random: systemRandom, outbox: jobs, log };
  const directory = createDirectory({ ...base, masterKey: masterKey(new Uint8Array(32)) });
  const origins: string[] = [];
  const fleet = createFleet(
    {
      ...base,
      directory,
      credentials: { forDevice: async (id) => credentialsOf(id), endDevice: async () => {} },
      notices: { send: async () => {} },
      postPush: async () => null,
      masterKey: masterKey(new Uint8Array(32)),
    },
    { deviceOrigins: origins, organisation: 'Agency', demo: true, portalUrl: '', walletUrl: 'https://wallet.example' },
  );
  await followSettings({ fleet }, jobs);
  await fleet.work(jobs);
  const devices = await createHttp({ log, guard: fleet.guard, ratePerMinute: 10_000_000 });
  fleet.routes.device(devices);
  origins.push(await devices.listen({ port: 0, host: '127.0.0.1' }));
  const administrators = new Map<unknown, Caller>();
  const callerOf = (name: unknown): Caller => {
    const known = administrators.get(name) ?? administrator();
    administrators.set(name, known);
    return known;
  };
  const admin = await createHttp({ log, guard: async ({ headers }) => callerOf(headers['x-admin']) });
  fleet.routes.admin(admin);
  directory.routes.people(admin);
  return {
    db,
    directory,
    fleet,
    admin,
    origin: origins[0] ?? '',
    settled: () => settled(db, broken),
    async [Symbol.asyncDispose]() {
      await devices.close();
      await admin.close();
      await jobs.stop();
      await db.close();
    },
  };
}

const administrator = (): Caller => ({
  kind: 'session',
  sessionId: randomUUID(),
  personId: randomUUID(),
  signedInBy: 'primary',
  primary: true,
  fresh: true,
  roles: ['administrator'],
  spaces: null,
});

const LOOKS = 1_200;
const BETWEEN_MS = 50;

async function settled(db: Db, broken: readonly Error[]): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks++) {
    const [first] = broken;
    if (first !== undefined) throw first;
    const { rows } = await executeSql(
      db.pool,
      `select 1 from pgboss.job where state < 'completed' and name in ('directory.setting-changed', 'fleet.rules-changed') limit 1`,
    );
    if (rows.length === 0) return;
    await new Promise((done) => setTimeout(done, BETWEEN_MS)); // a condition is waited for; jobs have no other sign of their end
  }
  throw new Error('jobs did not come to an end');
}

import {
  createHttp,
  createLog,
  ManualClock,
  openDb,
  type AdminCaller,
  type Db,
  type Guard,
  type Http,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { allows, type AdminPermission, type Role } from '@lanyard/contract';
import { LanyardError } from '@lanyard/kernel';
import { createOverview } from '../index.ts';
import type { OverviewPorts } from '../ports.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Overview over a real database, asked over HTTP by somebody with the role that a test gives. */
export class World {
  readonly clock: ManualClock;
  readonly db: Db;
  role: Role = 'administrator';
  spaces: readonly string[] | null = null;
  /** Of a program, where it is one that asks. */
  scopes: readonly AdminPermission[] | null = null;
  readonly #app: Http;
  readonly #drop: () => Promise<void>;

  private constructor(db: Db, clock: ManualClock, app: Http, drop: () => Promise<void>) {
    this.db = db;
    this.clock = clock;
    this.#app = app;
    this.#drop = drop;
  }

  static async open(ports: Partial<OverviewPorts> = {}): Promise<World> {
    const database = await freshDatabase();
    const db = openDb(database);
    const clock = new ManualClock();
    const guard: Guard = async (request) => world.#caller(request.routeOptions.config.permission);
    const app = await createHttp({ log: createLog('silent'), guard, ratePerMinute: 1_000_000 });
    const overview = createOverview({ db, clock, ...ports });
    overview.routes.admin(app);
    const world = new World(db, clock, app, () => database.drop());
    return world;
  }

  async get<T>(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
    const { statusCode, payload, headers: got } = await this.#app.inject({ method: 'GET', url, headers });
    const isJson = String(got['content-type']).includes('json');
    return { status: statusCode, body: (isJson ? JSON.parse(payload) : null) as T, text: payload, headers: got };
  }

  async close(): Promise<void> {
    await this.#app.close();
    await this.db.close();
    await this.#drop();
  }

  #caller(permission: string | undefined): AdminCaller {
    const asked = permission?.replace(/^admin\./, '') as AdminPermission;
    if (!allows([this.role], asked)) throw new LanyardError('permission_denied');
    const who = { kind: 'session', sessionId: '', personId: '00000000-0000-4000-8000-00000000000a' } as const;
    const { personId } = who;
    if (this.scopes !== null)
      return { kind: 'token', tokenId: '', name: '', personId, roles: [this.role], scopes: this.scopes, spaces: null };
    return { ...who, signedInBy: 'primary', primary: true, fresh: true, roles: [this.role], spaces: this.spaces };
  }
}

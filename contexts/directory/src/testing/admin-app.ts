import { allows, type AdminPermission, type Problem, type Role } from '@lanyard/contract';
import {
  createHttp,
  createLog,
  executeSql,
  LanyardError,
  ManualClock,
  masterKey,
  openDb,
  systemRandom,
  type AdminCaller,
  type Db,
  type Http,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { createDirectory, type Directory, type DirectoryPorts } from '../index.ts';

interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly problem: Problem;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The directory's routes over a database of their own, with a guard that believes what the test says. */
export interface AdminApp {
  readonly http: Http;
  readonly db: Db;
  readonly clock: ManualClock;
  readonly directory: Directory;
  readonly admin: { readonly personId: string };
  /** What went into the outbox. */
  readonly sent: { queue: string; data: Record<string, unknown> }[];
  /** @param spaces of a role that holds in some alone */
  actAs(roles: readonly Role[], kind?: AdminCaller['kind'], spaces?: readonly string[]): void;
  giveRole(personId: string, role: Role): Promise<void>;
  call<T>(method: string, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** Runs what waits in the outbox, and what that sends, until nothing does that the directory works on. */
  runJobs(): Promise<void>;
  /** Lets a schedule's tick come. */
  tick(name: string): Promise<void>;
  sql<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

export async function openAdminApp(
  over: Partial<DirectoryPorts> = {},
  routes: (directory: Directory, http: Http) => void = (directory, http) => directory.routes.people(http),
): Promise<AdminApp> {
  const database = await freshDatabase();
  const db = openDb(database);
  const clock = new ManualClock();
  const sent: AdminApp['sent'] = [];
  const outbox: DirectoryPorts['outbox'] = {
    send: (_tx, queue, data) => {
      sent.push({ queue, data: { ...data } });
      return Promise.resolve();
    },
  };
  const log = createLog('silent');
  const key = masterKey(new Uint8Array(32).fill(7));
  const directory = createDirectory({ db, clock, random: systemRandom, outbox, masterKey: key, log, ...over });
  const admin = { personId: systemRandom.uuid() };
  let caller = callerWith(admin.personId, ['administrator'], 'session');
  const http = await createHttp({
    log,
    ratePerMinute: 100_000,
    guard: (request) => {
      const permission = request.routeOptions.config.permission?.replace(/^admin\./, '') as AdminPermission;
      if (!allows(caller.roles, permission)) throw new LanyardError('permission_denied', { permission });
      return Promise.resolve(caller);
    },
  });
  routes(directory, http);
  const handlers = new Map<string, (data: never) => Promise<void>>();
  const take = (queue: string, handler: (data: never) => Promise<void>) =>
    Promise.resolve(void handlers.set(queue, handler));
  await directory.work({
    work: (queue, handler) => take(queue, handler),
    schedule: (queue, _cron, handler) => take(queue, handler),
  });
  return {
    http,
    db,
    clock,
    directory,
    admin,
    sent,
    actAs: (roles, kind = 'session', spaces) =>
      (caller = { ...callerWith(admin.personId, roles, kind), ...(spaces && { spaces }) }),
    giveRole: async (personId, role) =>
      void (await executeSql(db.pool, 'update directory.person set roles = array[$2] where id = $1', [personId, role])),
    async call<T>(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
      const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const type =
        payload === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' };
      const answer = await http.inject({
        method: method as 'GET',
        url,
        headers: { ...type, ...headers },
        ...(payload === undefined ? {} : { payload }),
      });
      const json: unknown = /json/.test(String(answer.headers['content-type'])) ? JSON.parse(answer.body) : null;
      const { statusCode: status } = answer;
      return { status, body: json as T, problem: json as Problem, text: answer.body, headers: answer.headers };
    },
    sql: async <T>(text: string, values: readonly unknown[] = []) =>
      (await executeSql(db.pool, text, values)).rows as T[],
    async runJobs() {
      for (let at = 0; at < sent.length;) {
        const job = sent[at];
        const handler = job && handlers.get(job.queue);
        if (!job || !handler) at++;
        else {
          sent.splice(at, 1);
          await handler(job.data as never); // sound: what was sent to a queue is what its handler takes
        }
      }
    },
    tick: async (name) => handlers.get(name)?.(undefined as never),
    async close() {
      await http.close();
      await db.close();
      await database.drop();
    },
  };
}

function callerWith(personId: string, roles: readonly Role[], kind: AdminCaller['kind']): AdminCaller {
  return kind === 'session'
    ? { kind, sessionId: 's', personId, roles, spaces: null, signedInBy: 'primary', primary: true, fresh: true }
    : { kind, tokenId: 't', name: 'test', personId, roles, scopes: ['people.read', 'people.write'], spaces: null };
}

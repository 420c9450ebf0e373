import { allows, type AdminPermission, type Problem, type Role } from '@lanyard/contract';
import {
  createHttp,
  createLog,
  executeSql,
  type Http,
  LanyardError,
  ManualClock,
  openDb,
  type Db,
  type SessionCaller,
  systemRandom,
} from '@lanyard/kernel';
import { freshDatabase } from '@lanyard/kernel/testing';
import { type ApprovalNotice, createDirectory, type Directory } from '../index.ts';

interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly problem: Problem;
}

/** People with roles, who call the directory's routes as what they are today. */
export interface Office {
  readonly db: Db;
  readonly clock: ManualClock;
  readonly directory: Directory;
  /** What people were mailed. */
  readonly told: ApprovalNotice[];
  /** What went into the outbox and was not done yet. */
  readonly sent: { queue: string; data: object }[];
  /** @returns the person's id */
  person(...roles: Exclude<Role, 'space-administrator'>[]): Promise<string>;
  call<T>(as: string, method: string, url: string, body?: object, over?: Over): Promise<Answer<T>>;
  sql<T>(text: string, values?: readonly unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

interface Over {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signedInBy?: SessionCaller['signedInBy'];
}

export async function openOffice(): Promise<Office> {
  const database = await freshDatabase();
  const db = openDb(database);
  const clock = new ManualClock();
  const sent: Office['sent'] = [];
  const outbox = { send: async (_tx: unknown, queue: string, data: object) => void sent.push({ queue, data }) };
  const told: Office['told'] = [];
  const tell = async (_tx: unknown, notice: ApprovalNotice) => void told.push(notice);
  const directory = createDirectory({ db, clock, random: systemRandom, outbox, tell });
  const http = await createHttp({
    log: createLog('silent'),
    ratePerMinute: 100_000,
    guard: async ({ headers, routeOptions }) => {
      const personId = String(headers['x-person']);
      const roles = (await directory.grantsOf(personId)).map(({ role }) => role);
      const permission = routeOptions.config.permission?.replace(/^admin\./, '') as AdminPermission;
      if (!allows(roles, permission)) throw new LanyardError('permission_denied');
      if (headers['x-scopes'] !== undefined) {
        const scopes = String(headers['x-scopes']).split(' ') as AdminPermission[];
        return { kind: 'token', tokenId: 't', name: 'program', personId, roles, scopes, spaces: null };
      }
      const signedInBy = String(headers['x-signed-in-by']) as SessionCaller['signedInBy'];
      const primary = signedInBy === 'primary';
      return { kind: 'session', sessionId: 's', personId, signedInBy, primary, fresh: primary, roles, spaces: null };
    },
  });
  directory.routes.administrators(http);
  directory.routes.settings(http);
  let counter = 0;
  return {
    db,
    clock,
    directory,
    sent,
    told,
    async person(...roles) {
      const name = `p${++counter}`;
      const names = { userName: name, displayName: `Person ${counter}`, givenName: 'Person', surname: String(counter) };
      const address = `${name}@agency.example`;
      return (await db.tx((tx) => directory.addPerson(tx, { ...names, upn: address, email: address, roles }))).id;
    },
    call: (as, method, url, body, over) => ask(http, as, { method, url, body, ...over }),
    sql: async <T>(text: string, values: readonly unknown[] = []) =>
      (await executeSql(db.pool, text, values)).rows as T[],
    async close() {
      await http.close();
      await db.close();
      await database.drop();
    },
  };
}

async function ask<T>(
  http: Http,
  as: string,
  {
    method,
    url,
    body,
    headers = {},
    signedInBy = 'primary',
  }: Over & { method: string; url: string; body?: object | undefined },
): Promise<Answer<T>> {
  const {
    statusCode,
    body: text,
    headers: answered,
  } = await http.inject({
    method: method as 'GET',
    url,
    headers: { 'x-person': as, 'x-signed-in-by': signedInBy, ...headers },
    ...(body && { payload: body }),
  });
  const isJson = /json/.test(String(answered['content-type']));
  const json: unknown = text === '' ? null : isJson ? JSON.parse(text) : text;
  return { status: statusCode, body: json as T, problem: json as Problem };
}

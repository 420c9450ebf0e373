import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startTestServer, TEMPLATE } from './test-server.ts';

export { postgresTools } from './postgres-binaries.ts';
export { postgresOwner } from './postgres-owner.ts';
export { migrationFolders, startTestServer, testFolder, type TestServer } from './test-server.ts';

export interface TestDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Drops the database; call it after the last connection has ended. */
  drop(): Promise<void>;
}

/**
 * A migrated database of a test file's own, in about 15 ms.
 *
 * It lies on the server that `npm test` started; a file run by hand starts one, which ends with the process.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const { host, user } = await server();
  const database = `t_${randomBytes(6).toString('hex')}`;
  await administer(host, user, `create database ${database} template ${TEMPLATE} strategy file_copy`);
  const drop = (): Promise<void> => administer(host, user, `drop database if exists ${database}`);
  return { host, port: 5432, user, database, drop };
}

let own: Promise<{ host: string; user: string }> | undefined;

function server(): Promise<{ host: string; user: string }> {
  const host = process.env.LANYARD_TEST_PG;
  if (host) return Promise.resolve({ host, user: 'lanyard' });
  own ??= startOwn();
  return own;
}

async function startOwn(): Promise<{ host: string; user: string }> {
  const started = await startTestServer();
  process.once('exit', () => started.stopNow());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  return started;
}

async function administer(host: string, user: string, sql: string): Promise<void> {
  const client = new Client({ host, user, database: 'postgres' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { RunTool } from './postgres-binaries.ts';
import { ROLE } from './postgres-cluster.ts';
import { StartError } from './start-error.ts';

declare module 'pg' {
  interface Client {
    /** Lets the process end while this connection is open; missing from the published types. */
    unref(): void;
    ref(): void;
  }
}

/** Advisory lock that every process using a server holds shared for as long as it lives. */
const IN_USE = 0x1a4a4d;

/** The connection that says "this process uses the server"; it is lost when the server stops. */
export interface Keeper {
  readonly client: Client;
  lost: boolean;
}

/**
 * Joins the server of a cluster if it answers.
 *
 * @param host folder of the socket
 * @returns null when nothing answers there: starting, stopping or dead
 * @throws StartError `postgres_start` when the server of another cluster answers
 */
export async function adopt(host: string, cluster: string): Promise<Keeper | null> {
  if (!existsSync(join(host, '.s.PGSQL.5432'))) return null;
  const client = new Client({
    host,
    user: ROLE,
    database: 'postgres',
    connectionTimeoutMillis: 3000,
    application_name: 'lanyard keeper',
  });
  const keeper: Keeper = { client, lost: false };
  client.on('error', () => (keeper.lost = true)); // a restart of the database must not end the process
  try {
    await client.connect();
    const answered = await dataDirectory(client);
    if (answered === cluster) {
      await client.query('select pg_advisory_lock_shared($1)', [IN_USE]);
      await ensureDatabase(client);
      return keeper;
    }
  } catch {
    await client.end().catch(() => undefined); // it never answered, there is nothing to say goodbye to
    return null;
  }
  await client.end();
  throw new StartError(
    'postgres_start',
    `the database of another data folder answers at ${host}: stop it, or choose another folder with --data`,
  );
}

/** Leaves the server. The last one out stops it: of any number leaving at once exactly one gets the lock alone. */
export async function leave(
  keeper: Keeper,
  place: { cluster: string; host: string; run: RunTool; say: ((line: string) => void) | undefined },
): Promise<void> {
  const held = keeper.lost ? await adopt(place.host, place.cluster) : keeper;
  if (!held) return;
  held.client.ref();
  await held.client.query('select pg_advisory_unlock_shared($1)', [IN_USE]);
  const { rows } = await held.client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [IN_USE]);
  if (!rows[0]?.alone) {
    await held.client.end();
    place.say?.('PostgreSQL left running for another process');
    return;
  }
  const { code, output } = await place.run('pg_ctl', [
    'stop',
    '-s',
    '-m',
    'fast',
    '-w',
    '-t',
    '30',
    '-D',
    place.cluster,
  ]);
  if (code !== 0) place.say?.(`PostgreSQL did not stop: ${output.trim()}`);
}

async function dataDirectory(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  return rows[0]?.data_directory;
}

async function ensureDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [ROLE]);
  if (rowCount) return;
  try {
    await client.query(`create database ${ROLE}`);
  } catch (error) {
    const twice = error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505');
    if (!twice) throw error; // else another first start was quicker
  }
}

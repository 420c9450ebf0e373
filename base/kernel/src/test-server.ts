import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { migrate } from './migrate.ts';
import { isAlive } from './postgres-cluster.ts';
import { startPostgres } from './postgres.ts';

export const TEMPLATE = 'lanyard_template';
const PREFIX = 'lanyard-test-';
const ROOT = resolve(import.meta.dirname, '../../..');

/** Nothing of a test outlives it, so the disk need not be waited for. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

export interface TestServer {
  readonly host: string;
  readonly user: string;
  stop(): Promise<void>;
  /** For the `exit` event, which cannot wait. */
  stopNow(): void;
}

/** Starts a PostgreSQL in memory with one migrated database, {@link TEMPLATE}, that tests copy. */
export async function startTestServer(): Promise<TestServer> {
  const folder = testFolder();
  const server = await startPostgres(folder, { settings: FAST, holdProcess: false });
  const stopNow = (): void => discard(folder);
  try {
    await makeTemplate(server.host, server.user);
  } catch (error) {
    stopNow();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { host: server.host, user: server.user, stop, stopNow };
}

/**
 * A folder for what a test writes, in memory where there is enough. What a killed test leaves in it, a running
 * embedded PostgreSQL too, is cleared away by the next run.
 */
export function testFolder(): string {
  const base = roomyFolder();
  sweep(base);
  const folder = mkdtempSync(join(base, `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711); // PostgreSQL's user passes through when the tests run as root
  return folder;
}

/** Every folder of migrations in the order they run: kernel and directory first, since others refer to them. */
export function migrationFolders(root: string = ROOT): { schema: string; folder: string }[] {
  const rank = (schema: string): string => ({ kernel: '0', directory: '1' })[schema] ?? `2${schema}`;
  return globSync(['base/kernel/migrations', 'contexts/*/migrations'], { cwd: root })
    .map((path) => ({ schema: path.split('/')[1] ?? '', folder: join(root, path) }))
    .filter(({ folder }) => readdirSync(folder).some((name) => name.endsWith('.sql')))
    .sort((a, b) => rank(a.schema).localeCompare(rank(b.schema)));
}

async function makeTemplate(host: string, user: string): Promise<void> {
  const client = new Client({ host, user, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`create database ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  await migrate({ host, user, database: TEMPLATE }, migrationFolders());
}

/** Memory when there is a gigabyte of it: copying a template there is twenty times faster than on a slow disk. */
function roomyFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > 2 ** 30) return '/dev/shm';
  } catch {
    // not on this machine
  }
  return tmpdir();
}

/** Ends the servers of test runs that were killed. */
function sweep(base: string): void {
  for (const name of readdirSync(base)) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : NaN;
    if (pid > 0 && !isAlive(pid)) discard(join(base, name));
  }
}

function discard(folder: string): void {
  for (const lock of globSync(['pg/postmaster.pid', '*/pg/postmaster.pid'], { cwd: folder })) {
    const postmaster = Number.parseInt(readFileSync(join(folder, lock), 'utf8'), 10);
    if (isPostgresOf(postmaster, folder)) spawnSync('kill', ['-QUIT', String(postmaster)]);
  }
  try {
    execFileSync('rm', ['-rf', folder], { stdio: 'ignore' });
  } catch {
    // another user's, or still being written; the next run sweeps it
  }
}

/** A process id may have gone to somebody else. */
function isPostgresOf(pid: number, folder: string): boolean {
  try {
    return pid > 1 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

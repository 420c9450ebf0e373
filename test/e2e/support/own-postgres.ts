import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresOwner, postgresTools, testFolder } from '@lanyard/kernel/testing';
import pg from 'pg';
import { freePorts } from './free-ports.ts';

/** A PostgreSQL as an administrator of their own would run it: TCP on loopback, a role, a password, no Lanyard around it. */
export interface OwnPostgres {
  /** What goes into DATABASE_URL. */
  readonly url: string;
  start(): Promise<void>;
  /** Drops every connection at once and keeps what was committed, as a crash of the database does. */
  crash(): Promise<void>;
  query<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
  remove(): Promise<void>;
}

export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = testFolder();
  const cluster = join(folder, 'pg');
  const owner = postgresOwner(cluster);
  const tool = postgresTools(folder, owner);
  const [port = 0] = await freePorts(1);
  const password = randomBytes(12).toString('hex');
  const run = async (name: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> => {
    const { code, output } = await tool(name, args);
    if (code !== 0) throw new Error(`${name} failed:\n${output}`);
  };
  mkdirSync(cluster, { mode: 0o700 });
  const passwordFile = join(cluster, '..', 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [cluster, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const url = `postgres://agency:${password}@127.0.0.1:${port}/postgres`;
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories= -c fsync=off`;
  let running = false;

  const self: OwnPostgres = {
    url,
    async start() {
      await run('pg_ctl', ['start', '-s', '-w', '-D', cluster, '-l', join(cluster, 'log'), '-o', settings]);
      running = true;
    },
    async crash() {
      running = false;
      await run('pg_ctl', ['stop', '-s', '-w', '-m', 'immediate', '-D', cluster]);
    },
    async query<T extends object>(text: string, values: readonly unknown[] = []) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<T>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    async remove() {
      if (running) await self.crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await run('initdb', [
    '-D',
    cluster,
    '-U',
    'agency',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--encoding=UTF8',
    '--no-instructions',
  ]);
  rmSync(passwordFile);
  await self.start();
  return self;
}

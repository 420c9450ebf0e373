import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { startPostgres, type EmbeddedPostgres } from './postgres.ts';
import { testFolder } from './testing.ts';

const base = testFolder();
after(() => rmSync(base, { recursive: true, force: true }));

async function count(server: EmbeddedPostgres, sql: string): Promise<number> {
  const client = new Client({ host: server.host, user: server.user, database: server.database });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** What a power loss does: no process of the server is left, nothing was tidied. */
async function killServer(folder: string): Promise<void> {
  const pid = Number.parseInt(readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8'), 10);
  const client = new Client({ host: join(folder, 'run'), user: 'lanyard', database: 'postgres' });
  const gone = new Promise((resolve) => client.once('end', resolve));
  client.on('error', () => undefined);
  await client.connect();
  process.kill(pid, 'SIGKILL');
  await gone;
}

test('a first start makes a cluster, a second keeps every row', async () => {
  const folder = join(base, 'kept ö');
  const first = await startPostgres(folder);
  await count(first, 'create table kept (id int)');
  await count(first, 'insert into kept select generate_series(1, 20)');
  await first.stop();
  assert.equal(existsSync(join(folder, 'pg', 'postmaster.pid')), false);
  const second = await startPostgres(folder);
  assert.equal(await count(second, 'select * from kept'), 20);
  await second.stop();
});

test('of four simultaneous first starts all get the same server, and the last to leave stops it', async () => {
  const folder = join(base, 'four');
  const servers = await Promise.all([1, 2, 3, 4].map(() => startPostgres(folder)));
  await Promise.all(servers.slice(1).map((server) => server.stop()));
  assert.equal(await count(servers[0]!, 'select 1'), 1);
  await servers[0]!.stop();
  assert.equal(existsSync(join(folder, 'pg', 'postmaster.pid')), false);
});

test('a killed server comes back with its rows', async () => {
  const folder = join(base, 'killed');
  const first = await startPostgres(folder);
  await count(first, 'create table kept (id int)');
  await count(first, 'insert into kept values (1)');
  await killServer(folder);
  const second = await startPostgres(folder);
  assert.equal(await count(second, 'select * from kept'), 1);
  await second.stop();
  await first.stop();
  assert.equal(existsSync(join(folder, 'pg', 'postmaster.pid')), false);
});

test('a server that was killed is started again by whoever uses it', async () => {
  const folder = join(base, 'revived');
  const { promise: revived, resolve } = Promise.withResolvers<string>();
  const server = await startPostgres(folder, { say: (line) => line.includes('again') && resolve(line) });
  await killServer(folder);
  assert.equal(await revived, 'PostgreSQL had ended and runs again');
  assert.equal(await count(server, 'select 1'), 1);
  await server.stop();
  assert.equal(existsSync(join(folder, 'pg', 'postmaster.pid')), false);
});

test('a path too long for a socket, with a quote in it, works', async () => {
  const folder = join(base, `it's ${'long '.repeat(30)}`);
  const server = await startPostgres(folder);
  assert.match(server.host, /^\/tmp\/lanyard-/);
  await server.stop();
  rmSync(server.host, { recursive: true });
});

test('a folder with files of somebody else is refused and left as it was', async () => {
  const folder = join(base, 'foreign');
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter.txt'), 'dear');
  await assert.rejects(startPostgres(folder), { code: 'data_folder_foreign', message: /--data/ });
  assert.equal(existsSync(join(folder, 'pg')), false);
});

test('a folder that cannot be made is one line that names --data', async () => {
  writeFileSync(join(base, 'file'), '');
  await assert.rejects(startPostgres(join(base, 'file', 'data')), {
    code: 'data_folder_permission',
    message: /--data/,
  });
});

test('a folder of a newer Lanyard is refused', async () => {
  const folder = join(base, 'newer');
  mkdirSync(folder);
  writeFileSync(join(folder, 'lanyard.json'), '{"format":99}');
  await assert.rejects(startPostgres(folder), { code: 'data_folder_newer' });
});

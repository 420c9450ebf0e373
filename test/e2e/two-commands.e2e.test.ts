// The two commands as a person meets them: start, Ctrl-C, start again, and every way in which a start is refused.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { enrol } from './support/enrolled-device.ts';
import { lanyard, type Ended, type Lanyard } from './support/lanyard.ts';
import { ownPostgres } from './support/own-postgres.ts';
import { processesOf } from './support/processes-of.ts';
import { runProgram, until } from './support/run-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let on: Lanyard;
let rootCertificate: string;

before(async () => {
  on = await lanyard();
});
afterEach(async () => {
  if (on.pid() !== undefined) await on.stop(); // one that a failed test left would make the next ones fail too
});
after(() => on?.remove());

const rootOf = async (at: Lanyard): Promise<string> =>
  Buffer.from(await (await fetch(`${at.status}/ca/root.cer`)).arrayBuffer()).toString('base64');
const postmasterFile = (): string => join(on.data, 'pg', 'postmaster.pid');
const postmaster = (): number => Number.parseInt(readFileSync(postmasterFile(), 'utf8'), 10);

/** One line for a person, and nothing that runs. */
function assertRefused({ code, stderr }: Ended, says: RegExp, folder: string): void {
  const said = stderr.split('\n').filter((line) => line.startsWith('lanyard: '));
  assert.equal(said.length, 1, stderr);
  assert.match(said[0] ?? '', says);
  assert.doesNotMatch(stderr, /^ +at /m, 'a stack trace is no line for a person');
  assert.equal(code, 1);
  assert.deepEqual(processesOf(folder), []);
}

describe('start', () => {
  test('a first start says what to open and type, and Ctrl-C ends all of it with code 0', async () => {
    await on.start();
    for (const line of [
      on.portal,
      on.wallet,
      on.status,
      'ada.vega.p12',
      'Request PIN and Derived Credential',
      'Ctrl-C',
      `${on.data}.master-key`,
    ])
      assert.ok(on.log().includes(line), `${line} is missing:\n${on.log()}`);
    assert.match(on.log(), /Making the demo agency/);
    rootCertificate = await rootOf(on);
    for (const page of [on.portal, on.wallet]) {
      const answer = await fetch(page);
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /<script [^>]*src="\/assets\//, 'the built front end is served');
    }
    const { code, stderr } = await on.stop('SIGINT');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Stopped\./);
    assert.deepEqual(processesOf(on.folder), []);
  });

  test('a second start keeps the data and the agency, and SIGTERM ends it like Ctrl-C', async () => {
    await on.start();
    assert.doesNotMatch(on.log(), /Making the demo agency|Migrated|master key is new/);
    assert.equal(await rootOf(on), rootCertificate);
    assert.equal((await on.stop('SIGTERM')).code, 0);
    assert.deepEqual(processesOf(on.folder), []);
  });

  test('Ctrl-C before the server is up stops what was started', async () => {
    const starting = on.start();
    await until('PostgreSQL was started', async () => on.log().includes('PostgreSQL started'));
    const ended = await on.stop('SIGINT');
    await assert.rejects(starting, /did not start/);
    assert.ok(ended.code === 130 || ended.code === 0, `ended with ${String(ended.code)}`);
    assert.deepEqual(processesOf(on.folder), []);
  });

  test('after kill -9 the next start takes over the PostgreSQL that was left running', async () => {
    await on.start();
    const left = postmaster();
    assert.equal((await on.stop('SIGKILL')).signal, 'SIGKILL');
    assert.equal(processesOf(on.folder).length, 1, 'PostgreSQL outlives the server that was killed');
    await on.start();
    assert.match(on.log(), /PostgreSQL was running already/);
    assert.equal(postmaster(), left);
    assert.equal(await rootOf(on), rootCertificate);
    assert.equal((await on.stop()).code, 0);
    assert.deepEqual(processesOf(on.folder), []);
  });

  test('a PostgreSQL that is killed under the running server is started again, and the server goes on', async () => {
    await on.start();
    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    const answers = async (): Promise<boolean> => (await fetch(`${on.status}/crl/derived.crl`)).status === 200;
    await until(
      'the server has its database again',
      async () => existsSync(postmasterFile()) && postmaster() !== killed && (await answers()),
    );
    assert.equal(await rootOf(on), rootCertificate);
    assert.equal((await on.stop()).code, 0);
    assert.deepEqual(processesOf(on.folder), []);
  });

  test('"npm start" ends at a Ctrl-C of the terminal, which every process of it hears', async () => {
    const child = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...process.env, ...on.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    const closed = new Promise<number | null>((resolved) => child.once('close', resolved));
    try {
      await until('npm start is up', async () => said.includes('Lanyard runs') || child.exitCode !== null, 120);
      assert.match(said, /Lanyard runs/);
    } finally {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
      await closed;
    }
    assert.equal(await closed, 0, said);
    assert.match(said, /Stopped\./);
    assert.deepEqual(processesOf(on.folder), []);
  });

  test('front ends that are built already cost a start nothing', async () => {
    const build = () => runProgram(process.execPath, [join(ROOT, 'scripts/build-web.mjs')], { seconds: 120 });
    assert.equal((await build()).code, 0);
    const again = await build();
    assert.deepEqual([again.code, again.text], [0, '']);
    for (const app of ['portal', 'wallet']) assert.ok(existsSync(join(ROOT, '.build', app, 'index.html')));
  });
});

describe('a start is refused in one line', () => {
  const start = (env: Record<string, string> = {}, args: readonly string[] = []) => startEnded(on, env, args);

  test('a port that is taken', async () => {
    const port = new URL(on.wallet).port;
    const other = createServer().listen(Number(port), '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    try {
      assertRefused(await start(), new RegExp(`port ${port} \\(wallet\\) is taken: .*--wallet-port`), on.folder);
    } finally {
      other.close();
    }
  });

  test('a folder that holds files of somebody else, which stay as they are', async () => {
    const foreign = join(on.folder, 'letters');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'letter.txt'), 'dear');
    assertRefused(await start({ LANYARD_DATA: foreign }), /holds files that are not Lanyard's: .*--data/, on.folder);
    assert.equal(readFileSync(join(foreign, 'letter.txt'), 'utf8'), 'dear');
    assert.ok(!existsSync(join(foreign, 'pg')));
  });

  test('a folder that cannot be entered', async () => {
    const closed = join(on.folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, process.getuid?.() === 0 ? 0o700 : 0o000); // root enters anything, the user of PostgreSQL does not
    assertRefused(await start({ LANYARD_DATA: join(closed, 'data') }), /closed\/data.*--data/, on.folder);
    chmodSync(closed, 0o700);
  });

  test('a database whose master key is missing', async () => {
    const key = `${on.data}.master-key`;
    renameSync(key, `${key}.away`);
    try {
      assertRefused(await start(), /master key .* is missing: restore it from your key backup/, on.folder);
      assert.ok(!existsSync(key), 'a new key would look like the lost one');
    } finally {
      renameSync(`${key}.away`, key);
    }
  });

  test('settings that contradict each other', async () => {
    const port = new URL(on.portal).port;
    const contradictions: [Record<string, string>, RegExp][] = [
      [{ LANYARD_WALLET_PORT: port }, /wallet and portal would both listen on port/],
      [{ LANYARD_TLS_KEY_FILE: '/etc/key.pem' }, /LANYARD_TLS_KEY_FILE is set without LANYARD_TLS_CERTIFICATE_FILE/],
      [{ LANYARD_MASTER_KEY_FILE: join(on.data, 'key') }, /LANYARD_MASTER_KEY_FILE lies inside the data folder/],
      [{ LANYARD_PROXY_SECRET: 'short' }, /LANYARD_PROXY_SECRET is shorter/],
      [{ LANYARD_PORTAL_PORT: '70000' }, /LANYARD_PORTAL_PORT=70000 is not a whole number from 1 to 65535/],
    ];
    for (const [env, says] of contradictions) assertRefused(await start(env), says, on.folder);
  });

  test('a database that does not answer, without its password in the line', async () => {
    const ended = await start({ DATABASE_URL: 'postgres://agency:hush-hush@127.0.0.1:9/lanyard' });
    assertRefused(ended, /DATABASE_URL/, on.folder);
    assert.doesNotMatch(ended.stderr, /hush-hush/);
  });
});

/** A start that is expected to end by itself. */
function startEnded(at: Lanyard, env: Record<string, string>, args: readonly string[]): Promise<Ended> {
  return at.run(['start', ...args], '', env);
}

describe('with DATABASE_URL', () => {
  test('two servers share a PostgreSQL that an administrator runs, each stopping only itself', async () => {
    const postgres = await ownPostgres();
    const first = await lanyard({ DATABASE_URL: postgres.url });
    const second = await lanyard({ DATABASE_URL: postgres.url, LANYARD_MASTER_KEY_FILE: `${first.data}.master-key` });
    try {
      await first.start();
      assert.match(first.log(), /the database of DATABASE_URL/);
      await second.start();
      assert.doesNotMatch(second.log(), /Making the demo agency/);
      assert.equal(await rootOf(second), await rootOf(first));
      await enrol(first);
      assert.equal((await first.stop()).code, 0);
      assert.equal((await fetch(`${second.status}/crl/derived.crl`)).status, 200);
      assert.equal((await second.stop()).code, 0);
      assert.deepEqual(await postgres.query('select 1 as one'), [{ one: 1 }]);
      assert.ok(!existsSync(join(first.data, 'pg')), 'no embedded PostgreSQL was made');
    } finally {
      await first.remove();
      await second.remove();
      await postgres.remove();
    }
  });
});

describe('the command', () => {
  test('help lists every command, and each explains itself', async () => {
    const { code, stdout } = await on.run(['help']);
    assert.equal(code, 0);
    for (const name of [
      'start',
      'card issue',
      'card revoke',
      'person add',
      'demo trust',
      'audit export',
      'audit verify',
      'recover',
      'device',
    ])
      assert.match(stdout, new RegExp(`^  lanyard ${name}\\b`, 'm'));
    const one = await on.run(['card', 'revoke', '--help']);
    assert.deepEqual(
      [one.code, one.stdout.split('\n')[0]],
      [0, 'lanyard card revoke USER | FILE.p12 [--hold | --resume] [--reason R]'],
    );
  });

  test('an unknown command or flag is told in one line', async () => {
    const command = await on.run(['frobnicate']);
    assert.deepEqual(
      [command.code, command.stderr.trim()],
      [2, 'lanyard: there is no command "frobnicate". "lanyard help" lists the commands.'],
    );
    const flag = await on.run(['start', '--frobnicate']);
    assert.equal(flag.code, 2);
    assert.match(flag.stderr, /^lanyard: .*--frobnicate/m);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { createServerDouble, type ServerDouble } from '../../core/src/testing/server-double.ts';
import { randomBytes, REQUEST } from '../../core/src/testing/bench.ts';
import { runDeviceCommand } from './run-device-command.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const homes: string[] = [];
after(() => homes.forEach((home) => rmSync(home, { recursive: true })));

interface Desk {
  readonly server: ServerDouble;
  readonly home: string;
  run(argv: readonly string[], ...stdin: readonly string[]): Promise<{ code: number; out: string; said: string }>;
}

async function createDesk(): Promise<Desk> {
  const server = await createServerDouble(() => now);
  server.addRequest(REQUEST, 'PASSW0RD');
  const home = mkdtempSync(join(tmpdir(), 'lanyard-device-'));
  homes.push(home);
  return {
    server,
    home,
    run: async (argv, ...stdin) => {
      const written = { out: '', said: '' };
      const code = await runDeviceCommand([...argv, '--home', home], {
        stdin: Readable.from(stdin.map((line) => `${line}\n`)),
        out: (text) => void (written.out += text),
        say: (text) => void (written.said += text),
        env: {},
        clock: () => now,
        random: randomBytes,
        http: server.http,
        iterations: 10,
      });
      return { code, ...written };
    },
  };
}

const REGISTER = [
  'register',
  '--server',
  'https://wallet.test',
  '--user',
  'alice',
  '--platform',
  'android',
  '--registration-pin-stdin',
];
const ACTIVATE = ['activate', REQUEST, '--passcode-stdin', '--activation-password-stdin', '--pin-stdin'];

async function activatedDesk(): Promise<Desk> {
  const desk = await createDesk();
  assert.equal((await desk.run(REGISTER, 'abcd-1234')).code, 0);
  const { code, said } = await desk.run(ACTIVATE, 'harbour lamp', 'passw0rd', '407193');
  assert.equal(code, 0, said);
  return desk;
}

test('AGT-005 a headless device registers, activates, and shows its credential', async () => {
  const desk = await activatedDesk();
  const { out } = await desk.run(['status', '--json']);
  const status: { credentials: { state: string; certificates: unknown[] }[] } = JSON.parse(out);
  assert.deepEqual(
    status.credentials.map(({ state, certificates }) => [state, certificates.length]),
    [['active', 3]],
  );
});

test('activation goes on in a later process after the connection was lost', async () => {
  const desk = await createDesk();
  await desk.run(REGISTER, 'abcd-1234');
  desk.server.loseAnswer(6);
  const stopped = await desk.run(ACTIVATE, 'harbour lamp', 'passw0rd', '407193');
  assert.deepEqual([stopped.code, /could not be reached/.test(stopped.said)], [3, true]);
  const { code } = await desk.run(['activate', '--passcode-stdin', '--pin-stdin'], 'harbour lamp', '407193');
  assert.equal(code, 0);
  assert.equal(desk.server.credentials.length, 1);
});

test('files of the device are for its owner alone', async () => {
  const { home } = await activatedDesk();
  for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
    const { mode } = statSync(join(home, name));
    assert.equal(mode & 0o077, 0, name);
  }
});

test('a refusal is told with its next step, code and reference, and ends with 1', async () => {
  const desk = await createDesk();
  const { code, said } = await desk.run(REGISTER, 'WRONGPIN');
  assert.equal(code, 1);
  assert.match(said, /user name or registration PIN is not right[\s\S]*registration_refused, reference ref-1/);
});

test('a missing secret is named and is never taken from the arguments', async () => {
  const desk = await createDesk();
  const { code, said } = await desk.run(REGISTER.slice(0, -1));
  assert.deepEqual([code, /--registration-pin-stdin/.test(said)], [2, true]);
  assert.equal((await desk.run([...REGISTER, '--registration-pin', 'abcd1234'])).code, 2);
});

test('a file that is not there is named, with a next step', async () => {
  const desk = await createDesk();
  const { code, said } = await desk.run([...REGISTER.slice(0, -1), '--secrets', '/nowhere.txt']);
  assert.deepEqual(
    [code, said.endsWith("nowhere.txt'\nName one that is there, or a place where it can be made.\n")],
    [1, true],
  );
});

test('AGT-018 deleting tells what stops working and wants to be confirmed', async () => {
  const desk = await activatedDesk();
  const asked = await desk.run(['delete']);
  assert.deepEqual([asked.code, /unauthorized at their next check-in/.test(asked.said)], [1, true]);
  assert.equal((await desk.run(['delete', '--yes'])).code, 0);
  assert.equal(desk.server.credentials[0]?.state, 'deleted');
});

test('a home in use is refused by naming the process, and taken over once that is gone', async () => {
  const desk = await createDesk();
  writeFileSync(join(desk.home, 'lock'), String(process.ppid));
  const busy = await desk.run(REGISTER, 'abcd-1234');
  assert.deepEqual([busy.code, busy.said.includes(String(process.ppid))], [1, true]);
  writeFileSync(join(desk.home, 'lock'), '4194304');
  assert.equal((await desk.run(REGISTER, 'abcd-1234')).code, 0);
  assert.deepEqual(readdirSync(desk.home).includes('lock'), false);
});

test('a folder that is not a wallet’s is left alone', async () => {
  const desk = await createDesk();
  writeFileSync(join(desk.home, 'letters.txt'), '');
  assert.match((await desk.run(REGISTER, 'abcd-1234')).said, /letters\.txt/);
  assert.deepEqual(readdirSync(desk.home), ['letters.txt']);
});

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { createServerDouble, type ServerDouble } from '../../../core/src/testing/server-double.ts';
import { randomBytes, REQUEST } from '../../../core/src/testing/bench.ts';
import type { DeviceIo } from '../io.ts';
import { runDeviceCommand } from '../run-device-command.ts';
import { runReaderCommand } from './run-reader-command.ts';
import { pcscClient } from './testing/pcsc-client.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'lanyard-reader-'));
after(() => rmSync(folder, { recursive: true }));

interface Desk {
  readonly server: ServerDouble;
  readonly home: string;
  /** @param heard told of everything that is written; what it does may end the command */
  io(stdin: readonly string[], heard?: (text: string, stop: () => void) => void): DeviceIo;
}

async function createDesk(name: string): Promise<Desk> {
  const server = await createServerDouble(() => now);
  server.addRequest(REQUEST, 'PASSW0RD');
  const home = join(folder, name);
  return {
    server,
    home,
    io: (stdin, heard = () => undefined) => {
      const ending = new AbortController();
      const hear = (text: string): void => heard(text, () => ending.abort());
      return {
        stdin: Readable.from(stdin.map((line) => `${line}\n`)),
        out: hear,
        say: hear,
        env: { XDG_RUNTIME_DIR: folder },
        clock: () => now,
        random: randomBytes,
        http: server.http,
        signal: ending.signal,
        iterations: 10,
      };
    },
  };
}

test('a desktop that has neither a phone nor a headless device is told to pair one, and Bluetooth needs a phone', async () => {
  const desk = await createDesk('bare');
  const attempt = async (...argv: readonly string[]) => {
    let said = '';
    const io = desk.io([], (text) => (said += text));
    const env = { ...io.env, HOME: desk.home };
    return `${await runReaderCommand(argv, { ...io, env })} ${said}`;
  };
  assert.match(await attempt(), /^2 No phone is paired.*lanyard reader pair --server/);
  assert.match(await attempt('--bluetooth'), /^2 No phone is paired.*pair --bluetooth/);
  assert.equal(existsSync(desk.home), false);
});

const device = ({ home, io }: Desk, argv: readonly string[], ...stdin: readonly string[]): Promise<number> =>
  runDeviceCommand([...argv, '--home', home], io(stdin));

async function registeredDesk(name: string): Promise<Desk> {
  const desk = await createDesk(name);
  const registration = [
    'register',
    '--server',
    'https://wallet.test',
    '--user',
    'alice',
    '--platform',
    'android',
    '--registration-pin-stdin',
  ];
  assert.equal(await device(desk, registration, 'abcd-1234'), 0);
  return desk;
}

test('it says where it answers, has the card in its reader, and leaves nothing behind when it is ended', async () => {
  const desk = await registeredDesk('alice');
  const activation = ['activate', REQUEST, '--passcode-stdin', '--activation-password-stdin', '--pin-stdin'];
  assert.equal(await device(desk, activation, 'harbour lamp', 'passw0rd', '407193'), 0);
  const path = join(folder, 'lanyard-reader', 'pcscd.comm');
  let said = '';
  let looked: Promise<string> | undefined;
  const look = async (stop: () => void): Promise<string> => {
    const client = await pcscClient(path);
    const { card, result } = await client.connect('Lanyard 00 00');
    assert.equal(result, 0);
    const { answer } = await client.transmit(card, Buffer.from('00cb3fff055c035fc10500', 'hex'));
    await client.close();
    stop();
    return Buffer.from(answer).toString('latin1');
  };
  const code = await runReaderCommand(
    ['--home', desk.home],
    desk.io([], (text, stop) => {
      said += text;
      if (text.startsWith('export ')) looked = look(stop);
    }),
  );
  assert.equal(code, 0, said);
  assert.ok(said.includes(`export PCSCLITE_CSOCK_NAME=${path}\n`), said);
  assert.match((await looked) ?? '', /Alice Example authentication/);
  assert.deepEqual([existsSync(path), existsSync(join(desk.home, 'lock'))], [false, false]);
});

test('BLE-051 without an activated credential the reader is empty, and says so', async () => {
  const desk = await registeredDesk('nothing');
  let said = '';
  const code = await runReaderCommand(
    ['--home', desk.home],
    desk.io([], (text, stop) => {
      said += text;
      if (text.startsWith('export ')) stop();
    }),
  );
  assert.equal(code, 0);
  assert.match(said, /no active credential/);
});

test('a device that is registered nowhere, a path that the library would cut off, and a stray word are wrong usage', async () => {
  const desk = await createDesk('nobody');
  const attempt = async (...argv: readonly string[]) => {
    let said = '';
    const code = await runReaderCommand(
      ['--home', desk.home, ...argv],
      desk.io([], (text) => (said += text)),
    );
    return `${code} ${said}`;
  };
  assert.match(await attempt(), /^2 .*--server/);
  assert.match(await attempt('--socket', join(folder, 'x'.repeat(120))), /^2 .*107 octets/);
  assert.match(await attempt('again'), /^2 .*again[^]*See "lanyard reader --help"/);
  assert.match(
    await attempt('pair', '--server', 'https://wallet.test', '--ca', '/nowhere.pem', '--reader-home', desk.home),
    /^2 .*nowhere/,
  );
  assert.match(await attempt('--help'), /^0 lanyard reader/);
});

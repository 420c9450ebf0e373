// A desktop without a reader and without any key, a phone elsewhere, a server between them that understands nothing.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { nodeSocket, runDeviceCommand } from '@lanyard/wallet/desktop';
import type { OpenSocket } from '@lanyard/wallet/core';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { MODULE, withCard } from '../conformance/piv-card.ts';
import { needs } from '../needs.ts';
import { openChromium } from './support/chromium.ts';
import { PIN } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { type ReaderProcess, startReader } from './support/reader-process.ts';
import { registerDevice, type RegisteredDevice } from './support/registered-device.ts';
import { type Ran, runProgram, until } from './support/run-program.ts';
import { sshWithCard } from './support/ssh-with-card.ts';

const skip = needs('opensc-tool', 'openssl', `${LIBRARIES}/libpcsclite.so.1`);

let on: Lanyard;
let device: RegisteredDevice;
let reader: ReaderProcess;
let phone: Phone;
/** Every octet that the relay carried for the phone, either way. */
const carried: Buffer[] = [];

interface Phone {
  said(): string;
  readonly ended: Promise<number>;
  stop(): void;
}

/** The phone's commands, in this process: what it sends and hears is kept. */
function startPhone(...args: readonly string[]): Phone {
  const ending = new AbortController();
  let said = '';
  const hear = (text: string): void => void (said += text);
  const ended = runDeviceCommand([...args, '--home', inFolder('device-Phone'), '--interval', '1'], {
    stdin: Readable.from([]),
    out: hear,
    say: hear,
    env: {},
    clock: Date.now,
    random: (n) => new Uint8Array(randomBytes(n)),
    iterations: 1_000,
    signal: ending.signal,
    openSocket: recording(nodeSocket()),
  });
  return { said: () => said, ended, stop: () => ending.abort() };
}

const recording =
  (open: OpenSocket): OpenSocket =>
  async (url) => {
    const socket = await open(url);
    const keep = <T extends string | Uint8Array | undefined>(message: T): T => {
      if (typeof message === 'object') carried.push(Buffer.from(message));
      return message;
    };
    return { ...socket, send: (message) => socket.send(keep(message)), next: async () => keep(await socket.next()) };
  };

const inFolder = (name: string): string => join(on.folder, name);
const socket = (): string => inFolder('pcscd.comm');
const run = (program: string, ...args: readonly string[]): Promise<Ran> => withCard(socket(), program, args);
const tool = (...args: readonly string[]): Promise<Ran> => run('pkcs11-tool', '--module', MODULE, ...args);
const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? assert.fail(text);
const says = (program: { said(): string }, pattern: RegExp): Promise<void> =>
  until(`it says ${String(pattern)}`, async () => pattern.test(program.said()), 15).catch((error: unknown) =>
    assert.fail(`${String(error)}:\n${reader?.said()}\n${phone?.said()}`),
  );

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  await on.start();
  device = await registerDevice(on);
  const activated = await device.activate();
  assert.equal(activated.code, 0, activated.said);
});
after(async () => {
  phone?.stop();
  await reader?.stop();
  await phone?.ended;
  await on?.remove();
});

describe('a phone as the card of a desktop, over the relay', { skip }, () => {
  test('BLE-008, BLE-010, BLE-012, BLE-032, BLE-043, BLE-047 the code that the phone shows is typed on the desktop: a wrong one is followed by a new one, a right one pairs', async () => {
    reader = startReader(on.folder, 'pair', '--server', on.wallet, '--name', 'Front desk');
    await says(reader, /type \w{3} \w{3}/);
    phone = startPhone(
      'pair',
      found(reader.said(), /type (\w{3} \w{3})/)
        .replace(' ', '')
        .toLowerCase(),
    );
    const code = /typed on "Front desk": (\d{6})/;
    await says(reader, /that "Phone" shows: /);
    await says(phone, code);
    const first = found(phone.said(), code);
    reader.type(String((Number(first) + 1) % 1_000_000).padStart(6, '0'));
    await says(reader, /not the pairing code[^]*shows: /);
    await until('another code is shown', async () => [...phone.said().matchAll(/\d{6}/g)].length === 2);
    const second = found(phone.said().split('\n').at(1) ?? '', code);
    assert.notEqual(second, first);
    reader.type(`${second.slice(0, 3)} ${second.slice(3)}`);
    assert.deepEqual([await reader.ended(), await phone.ended], [0, 0], `${reader.said()}${phone.said()}`);
    assert.match(reader.said(), /Paired with "Phone"/);
    assert.match(phone.said(), /Paired with "Front desk"/);
  });

  test('BLE-004, BLE-033, BLE-041 without the reader there is none; with it the desktop has the card once both show the same number, and OpenSC takes it for a PIV card', async () => {
    assert.match((await run('opensc-tool', '-l')).text, /No smart card readers/);
    reader = startReader(on.folder, '--socket', socket());
    await says(reader, /export PCSCLITE_CSOCK_NAME=[^]*Waiting for "Phone"/);
    assert.match((await run('opensc-tool', '-n')).text, /No.*card|not present/i);
    phone = startPhone('connect', '--yes');
    await says(phone, /Connected to "Front desk"/);
    await says(reader, /The card is in the reader/);
    assert.equal(found(phone.said(), /number (\d{2})/), found(reader.said(), /number must be (\d{2})/));
    assert.match((await run('opensc-tool', '-n')).text, /Personal Identity Verification Card/);
  });

  test('BLE-014, BLE-015 pkcs11-tool signs with the derived credential PIN, which the server counts; the phone tells each use', async () => {
    assert.match((await tool('--login', '--pin', '111222', '-O')).text, /CKR_PIN_INCORRECT/);
    const [message, digest, out, der, key] = ['message', 'digest', 'signature', 'cert', 'signer'].map(inFolder) as [
      string,
      string,
      string,
      string,
      string,
    ];
    writeFileSync(message, 'what is signed\n');
    await runProgram('openssl', ['dgst', '-sha256', '-binary', '-out', digest, message]);
    const form = ['--mechanism', 'ECDSA', '--signature-format', 'openssl', '--id', '02', '-i', digest, '-o', out];
    const signed = await tool('--login', '--pin', PIN, '--sign', ...form);
    assert.equal(signed.code, 0, signed.text);
    await tool('--read-object', '--type', 'cert', '--id', '02', '-o', der);
    const { stdout } = await runProgram('openssl', ['x509', '-inform', 'der', '-in', der, '-noout', '-pubkey']);
    writeFileSync(key, stdout);
    const judged = await runProgram('openssl', ['dgst', '-sha256', '-verify', key, '-signature', out, message]);
    assert.match(judged.text, /Verified OK/);
    await says(phone, /Front desk: pin refused[^]*Front desk: sign done/);
  });

  test(
    'BLE-036 whoever left signs in again by the PIN alone, now by ssh: the phone stays connected and asks for nothing anew',
    { skip: needs('ssh', 'sshd') },
    async () => {
      const { code, text } = await sshWithCard(run, on.folder, MODULE, PIN);
      assert.deepEqual([code, /signed in as/.test(text)], [0, true], text);
      assert.equal([...phone.said().matchAll(/must show the number/g)].length, 1);
      assert.equal([...phone.said().matchAll(/Connected to/g)].length, 1);
    },
  );

  test('what the relay carried says nothing: no name, no certificate, no PIN, and no length but a few', async () => {
    const all = Buffer.concat(carried);
    assert.ok(all.length > 20_000);
    const certificate = readFileSync(inFolder('cert'));
    const commands = [Buffer.from('"type"'), Buffer.from(PIN), Buffer.from('Ada'), Buffer.from('Vega')];
    const parts = [
      certificate.subarray(0, 12),
      certificate.subarray(200, 216),
      Buffer.from(certificate.toString('base64').slice(0, 24)),
    ];
    for (const known of [...commands, ...parts]) assert.equal(all.includes(known), false, known.toString('latin1'));
    // Handshake messages; everything else is a multiple of 256, and the tag.
    const lengths = carried.map(({ length }) => length).filter((length) => (length - 16) % 256 !== 0);
    assert.deepEqual(
      [...new Set(lengths)].toSorted((a, b) => a - b),
      [32, 64, 96],
    );
  });

  test(
    'the wallet’s page in a browser may open a way by its own rules, and gets one with a ticket only',
    { skip: needs('chromium') },
    async () => {
      const browser = await openChromium();
      const page = await browser.newPage();
      await page.goto(on.wallet);
      const answer = await page.evaluate(
        (url) =>
          new Promise<string>((said) => {
            const way = new WebSocket(url);
            way.addEventListener('open', () => way.send(JSON.stringify({ ticket: 'none' })));
            way.addEventListener('message', ({ data }) => said(String(data)));
            way.addEventListener('error', () => said('refused by the browser'));
          }),
        `${on.wallet.replace('http', 'ws')}/relay/wallet`,
      );
      await browser.close();
      assert.deepEqual(JSON.parse(answer), { type: 'refused', code: 'relay_ticket_invalid' });
    },
  );

  test('the desktop has no key of the card: nothing in its folder, nor on its disk besides', () => {
    const kept = readdirSync(inFolder('desk/state')).map((name) =>
      readFileSync(inFolder(`desk/state/${name}`), 'utf8'),
    );
    assert.deepEqual(readdirSync(inFolder('desk/state')).toSorted(), ['phone.json', 'reader.json']);
    assert.ok(!kept.join('').includes('certificate'));
  });

  test('BLE-023, BLE-024 after the desktop was turned off and on the connection comes back by itself', async () => {
    await reader.kill();
    await says(phone, /Not connected to "Front desk" any more/);
    reader = startReader(on.folder, '--socket', socket());
    await says(reader, /The card is in the reader/);
    await until('it is connected again', async () => phone.said().split('Connected to "Front desk"').length === 3);
    assert.equal(
      [...phone.said().matchAll(/must show the number/g)].length,
      1,
      'the same connection, confirmed before',
    );
    const again = await tool('--login', '--pin', PIN, '-O');
    assert.equal(again.code, 0, again.text);
  });

  test('BLE-020, BLE-022 forgotten at the self-service portal, the desktop has no card any more, and says so', async () => {
    const { desktops } = (await device.holder.get('/api/me/desktops')).body as {
      desktops: { readerId: string; name: string; connected: boolean }[];
    };
    assert.deepEqual(
      desktops.map(({ name, connected }) => [name, connected]),
      [['Front desk', true]],
    );
    assert.equal((await device.holder.delete(`/api/me/desktops/${desktops[0]?.readerId}`)).status, 204);
    assert.equal(await reader.ended(), 0, reader.said());
    assert.match(reader.said(), /The card has left the reader[^]*was forgotten/);
    const again = startReader(on.folder, '--socket', socket());
    assert.notEqual(await again.ended(), 0, 'there is nothing to serve any more');
    phone.stop();
    await phone.ended;
  });
});

// The phone as the card of a desktop while its wallet is closed: what is public is there, and what needs the phone wakes it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { manualAfter } from '../../apps/wallet/core/src/link/testing/manual-after.ts';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { MODULE, withCard } from '../conformance/piv-card.ts';
import { needs } from '../needs.ts';
import { type Going, pairIn, phoneWith, readerWith } from './support/desk-in-process.ts';
import { must, PIN } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { pushService, type PushService } from './support/push-service.ts';
import { registerDevice } from './support/registered-device.ts';
import { type Ran, runProgram, until } from './support/run-program.ts';

const skip = needs('opensc-tool', 'openssl', `${LIBRARIES}/libpcsclite.so.1`);
const folder = mkdtempSync(join(tmpdir(), 'lanyard-push-'));
const VERIFY = [
  '00',
  '20',
  '00',
  '80',
  '08',
  ...Buffer.from(PIN.padEnd(8, '\xff'), 'latin1').toString('hex').match(/../g)!,
];

let on: Lanyard;
let service: PushService;
let reader: Going;
let phone: Going;
const time = manualAfter();

const inFolder = (name: string): string => join(on.folder, name);
const run = (program: string, ...args: readonly string[]): Promise<Ran> =>
  withCard(inFolder('pcscd.comm'), program, args);
const tool = (...args: readonly string[]): Promise<Ran> => run('pkcs11-tool', '--module', MODULE, ...args);

/** The wallet is opened, as by somebody who follows the notification, and connects. */
function openWallet(): void {
  phone = phoneWith({ push: service.phone() }, on.folder, 'Phone', 'connect', '--yes', '--interval', '1');
}
async function closeWallet(): Promise<void> {
  await phone.stop();
  await reader.says(/(wallet was closed)\.\s*$/);
}

async function put(kind: string, value: object): Promise<void> {
  const file = inFolder(`${kind}.json`);
  writeFileSync(file, JSON.stringify(value));
  await must(on.run(['setting', 'put', kind, file]));
}

before(async () => {
  if (skip !== false) return;
  service = await pushService(folder);
  on = await lanyard({ NODE_EXTRA_CA_CERTS: service.certificate });
  await on.start();
  await put('push', { services: [service.host] });
  const device = await registerDevice(on);
  assert.equal((await device.activate()).code, 0);
  await pairIn(on.folder, 'Phone', on.wallet);
  // The minute that programs wait passes when a test says so.
  const clock = (): number => Date.now() + time.now();
  reader = readerWith({ after: time.after, clock }, on.folder, '--socket', inFolder('pcscd.comm'));
  await reader.says(/(Waiting for)/);
  openWallet();
  await reader.says(/(The card is in the reader)/);
  await phone.says(/(Connected)/);
});
after(async () => {
  await phone?.stop();
  await reader?.stop();
  await on?.remove();
  await service?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('a phone whose wallet is closed', { skip }, () => {
  test('its card stays in the reader, and programs that only look wake nobody', async () => {
    await closeWallet();
    const listed = await tool('-O', '--type', 'cert');
    assert.equal([...listed.text.matchAll(/Certificate Object/g)].length, 3, listed.text);
    assert.match((await run('opensc-tool', '-n')).text, /Personal Identity Verification Card/);
    assert.match((await tool('-L')).text, /login required/);
    assert.deepEqual(service.opened, []);
  });

  test('a program that signs wakes it by one sealed message, waits, and has its signature', async () => {
    const [message, digest, out, der, key] = ['message', 'digest', 'signature', 'cert', 'signer'].map(inFolder) as [
      string,
      string,
      string,
      string,
      string,
    ];
    writeFileSync(message, 'what is signed\n');
    await runProgram('openssl', ['dgst', '-sha256', '-binary', '-out', digest, message]);
    await tool('--read-object', '--type', 'cert', '--id', '02', '-o', der);
    service.heard = openWallet;
    const form = ['--mechanism', 'ECDSA', '--signature-format', 'openssl', '--id', '02', '-i', digest, '-o', out];
    const signed = await tool('--login', '--pin', PIN, '--sign', ...form);
    assert.equal(signed.code, 0, signed.text);
    const { stdout } = await runProgram('openssl', ['x509', '-inform', 'der', '-in', der, '-noout', '-pubkey']);
    writeFileSync(key, stdout);
    const judged = await runProgram('openssl', ['dgst', '-sha256', '-verify', key, '-signature', out, message]);
    assert.match(judged.text, /Verified OK/);
    assert.deepEqual(service.faults, []);
    assert.equal(service.opened.length, 1);
    assert.match(JSON.stringify(service.opened[0]), /^\{"wake":"[\w-]{43}"\}$/);
    await reader.says(/(sleeps, and was asked to wake)/);
  });

  test('one that does not come ends the wait after a minute with a clean card error; the card stays', async () => {
    await closeWallet();
    service.heard = () => undefined;
    const calls = service.opened.length;
    const verifying = run('opensc-tool', '-s', VERIFY.join(':'));
    await until('it is woken', async () => service.opened.length > calls);
    time.pass(60_000);
    assert.match((await verifying).text, /Received \(SW1=0x6F, SW2=0x00\)/);
    const login = tool('--login', '--pin', PIN, '-O');
    await until('it is woken again', async () => service.opened.length > calls + 1);
    time.pass(60_000);
    const { code, text } = await login;
    assert.deepEqual([code, /C_Login failed: rv = (CKR_\w+)/.exec(text)?.[1]], [1, 'CKR_GENERAL_ERROR'], text);
    assert.equal((await tool('-O', '--type', 'cert')).code, 0);
  });

  test('where the organisation forbids the relay it is not woken any more, and its card leaves the reader', async () => {
    const calls = service.opened.length;
    await put('wallet', { desktops: { relay: 'forbidden' } });
    await run('opensc-tool', '-s', VERIFY.join(':'));
    await reader.says(/(does not let phone and desktop meet over the network)[^]*The card has left the reader/);
    assert.match((await run('opensc-tool', '-n')).text, /No.*card|not present/i);
    assert.equal(service.opened.length, calls);
  });
});

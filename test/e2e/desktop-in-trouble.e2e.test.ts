// A desktop whose card is a phone elsewhere: the reader is killed in mid-signature, thirty programs come at once.
import assert from 'node:assert/strict';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { MODULE, withCard } from '../conformance/piv-card.ts';
import { needs } from '../needs.ts';
import { type Going, pairIn, phoneIn } from './support/desk-in-process.ts';
import { PASSCODE, PIN } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { type ReaderProcess, startReader } from './support/reader-process.ts';
import { registerDevice, type RegisteredDevice } from './support/registered-device.ts';
import { type Ran, until } from './support/run-program.ts';
import { sshWithCard } from './support/ssh-with-card.ts';

const skip = needs('opensc-tool', 'yubico-piv-tool', 'ssh', 'sshd', `${LIBRARIES}/libpcsclite.so.1`);
const MESSAGE = Buffer.from('what is signed\n');
const PROGRAMS = 30;
/** Milliseconds in which a program must have noticed that its reader is gone. */
const NOTICED_MS = 10_000;

let on: Lanyard;
let device: RegisteredDevice;
let reader: ReaderProcess | undefined;
let phone: Going | undefined;
let key: X509Certificate['publicKey'];

const inFolder = (name: string): string => join(on.folder, name);
const socket = (): string => inFolder('pcscd.comm');
const run = (program: string, ...args: readonly string[]): Promise<Ran> => withCard(socket(), program, args);
const tool = (...args: readonly string[]): Promise<Ran> => run('pkcs11-tool', '--module', MODULE, ...args);

const SIGN = ['--login', '--pin', PIN, '--sign', '--mechanism', 'ECDSA', '--signature-format', 'openssl', '--id', '01'];
const signInto = (out: string): Promise<Ran> => tool(...SIGN, '-i', inFolder('digest'), '-o', inFolder(out));
const signByYubico = (out: string): Promise<Ran> => {
  const how = ['-a', 'verify-pin', '-P', PIN, '--sign', '-s', '9a', '-A', 'ECCP256', '-H', 'SHA256'];
  return run('yubico-piv-tool', '-r', 'Lanyard', ...how, '-i', inFolder('message'), '-o', inFolder(out));
};
const isRight = (out: string): boolean => verify('sha256', MESSAGE, key, readFileSync(inFolder(out)));
const triesLeft = async (): Promise<string | undefined> =>
  /PIN tries left:\s+(\d+)/.exec((await run('yubico-piv-tool', '-r', 'Lanyard', '-a', 'status')).text)?.[1];

async function connect(...args: readonly string[]): Promise<Going> {
  const connecting = phoneIn(on.folder, 'Phone', 'connect', '--interval', '1', ...args);
  if (args.length === 0) {
    await connecting.says(/(Is it so)/);
    connecting.type('yes');
  }
  if (args.includes('--passcode-stdin')) connecting.type(PASSCODE);
  await connecting.says(/(Connected to "Desk")/);
  await until('the desktop has the phone’s card', async () => (await triesLeft()) !== undefined);
  return connecting;
}

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  await on.start();
  device = await registerDevice(on);
  const activated = await device.activate();
  assert.equal(activated.code, 0, activated.said);
  const setting = inFolder('wallet.json');
  writeFileSync(setting, JSON.stringify({ desktops: { confirmUses: true } }));
  assert.equal((await on.run(['setting', 'put', 'wallet', setting])).code, 0);
  assert.equal((await device.run(['check-in'])).code, 0);
  await pairIn(on.folder, 'Phone', on.wallet);
  writeFileSync(inFolder('message'), MESSAGE);
  writeFileSync(inFolder('digest'), createHash('sha256').update(MESSAGE).digest());
  reader = startReader(on.folder, '--socket', socket());
  await reader.says(/Waiting for "Phone"/);
  phone = await connect();
  await tool('--read-object', '--type', 'cert', '--id', '01', '-o', inFolder('cert'));
  key = new X509Certificate(readFileSync(inFolder('cert'))).publicKey;
});
after(async () => {
  await phone?.stop();
  await reader?.stop();
  await on?.remove();
});

describe('a desktop in trouble', { skip }, () => {
  test('a reader that is killed in the middle of a signature ends each program with an error at once; started again it signs, and no try of the PIN is lost', async () => {
    const before = await triesLeft();
    const signing = sshWithCard(run, on.folder, MODULE, PIN);
    await phone?.says(/(wants: sign-in)/);
    const waiting = signInto('never');
    await reader?.kill();
    const killed = performance.now();
    const [ssh, pkcs11] = await Promise.all([signing, waiting]);
    assert.ok(performance.now() - killed < NOTICED_MS, `${performance.now() - killed} ms`);
    assert.deepEqual([ssh.code, /signed in as/.test(ssh.stdout)], [255, false], ssh.text);
    assert.equal(pkcs11.code, 1, pkcs11.text);
    await phone?.stop();

    reader = startReader(on.folder, '--socket', socket());
    await reader.says(/Waiting for "Phone"/);
    phone = await connect('--yes');
    assert.equal(await triesLeft(), before);
    const { code, text } = await signInto('again');
    assert.deepEqual([code, isRight('again')], [0, true], text);
  });

  test(`${PROGRAMS} programs at once: each ends with a right signature or an error that says so, none hangs, no try of the PIN is lost`, async () => {
    const outs = Array.from({ length: PROGRAMS }, (_, n) => `many.${n}`);
    const ended = await Promise.all(outs.map((out, n) => (n % 5 === 4 ? signByYubico(out) : signInto(out))));
    for (const [n, { code, text }] of ended.entries())
      if (code === 0) assert.ok(isRight(`many.${n}`), text);
      else assert.deepEqual([code, /CKR_|No slot|[Ff]ailed|error/.test(text)], [1, true], text);
    assert.equal(await triesLeft(), '10');
    const { code, text } = await signInto('after');
    assert.deepEqual([code, isRight('after')], [0, true], text);
  });

  test('PDM-033, PDM-063 the PIN is changed over the relay by pkcs11-tool: the old one is none any more; a repeated digit is refused', async () => {
    const change = (next: string) => tool('--login', '--pin', PIN, '--change-pin', '--new-pin', next);
    assert.notEqual((await change('777777')).code, 0);
    const changed = await change('582046');
    assert.equal(changed.code, 0, changed.text);
    assert.match((await tool('--login', '--pin', PIN, '-O')).text, /CKR_PIN_INCORRECT/);
    assert.equal(await triesLeft(), '9');
    assert.equal((await tool('--login', '--pin', '582046', '-O')).code, 0);
    assert.equal(await triesLeft(), '10');
  });

  for (const [program, unblock] of [
    ['pkcs11-tool', `OPENSC_CONF=$settings pkcs11-tool --module ${MODULE} --unlock-pin --puk "$puk" --new-pin 640917`],
    ['yubico-piv-tool', 'yubico-piv-tool -r Lanyard -a unblock-pin -P "$puk" -N 918273'],
  ] as const)
    test(`PDM-064, ENT-027 a forgotten PIN is unblocked over the relay by ${program}, whose PUK is the portal’s response`, async () => {
      const settings = inFolder('opensc.conf');
      const style = 'user_pin_unblock_style = set_pin_in_unlogged_session;';
      writeFileSync(settings, `app opensc-pkcs11 { pkcs11 { ${style} } }\n`);
      const octets = (await response()).replaceAll(/(..)/g, '\\x$1');
      const done = await run('bash', '-c', `settings=${settings}; puk=$(printf '${octets}'); ${unblock}`);
      assert.equal(done.code, 0, done.text);
      const next = program === 'pkcs11-tool' ? '640917' : '918273';
      assert.equal((await tool('--login', '--pin', next, '-O')).code, 0);
      assert.equal(await triesLeft(), '10');
    });
});

/** The wallet's challenge, and what the portal answers after a card sign-in. @returns 16 hexadecimal digits */
async function response(): Promise<string> {
  await phone?.stop();
  const { out, said } = await device.run(['pin', 'challenge', '--passcode-stdin'], PASSCODE);
  const challenge = /Unblock Challenge: ([\w ]+) \(/.exec(out)?.[1] ?? assert.fail(said);
  const { devices } = await device.holder.home();
  const input = { challenge, unlockType: 'windows-10' };
  const { status, body } = await device.holder.post(`/api/me/devices/${devices[0]?.id}/unlock`, input);
  assert.equal(status, 200, JSON.stringify(body));
  phone = await connect('--yes', '--passcode-stdin');
  return (body as { response: string }).response;
}

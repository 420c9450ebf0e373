// A forgotten PIN through PC/SC: the 8 octets of the unblock response are the PUK of the card, for programs of others.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { type Going, readerIn } from '../e2e/support/desk-in-process.ts';
import { PASSCODE, PIN } from '../e2e/support/enrolled-device.ts';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { registerDevice, type RegisteredDevice } from '../e2e/support/registered-device.ts';
import type { Ran } from '../e2e/support/run-program.ts';
import { needs } from '../needs.ts';
import { MODULE, withCard } from './piv-card.ts';

const skip = needs('pkcs11-tool', 'pkcs15-tool', 'yubico-piv-tool', `${LIBRARIES}/libpcsclite.so.1`);

let on: Lanyard;
let device: RegisteredDevice;
let reader: Going | undefined;

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  await on.start();
  device = await registerDevice(on);
  const activated = await device.activate();
  assert.equal(activated.code, 0, activated.said);
});
after(async () => {
  await reader?.stop();
  await on?.remove();
});

const socket = (): string => join(on.folder, 'pcscd.comm');

/** The card of the device, whose vault its holder opened with the passcode. */
async function insert(): Promise<void> {
  const home = join(on.folder, 'device-Phone');
  reader = readerIn(on.folder, '--home', home, '--socket', socket(), '--passcode-stdin');
  reader.type(PASSCODE);
  await reader.says(/(The card is in the reader)/);
}

/** The wallet's challenge, and what the portal answers after a card sign-in. @returns 16 hexadecimal digits */
async function response(): Promise<string> {
  await reader?.stop();
  const { out, said } = await device.run(['pin', 'challenge', '--passcode-stdin'], PASSCODE);
  const challenge = /Unblock Challenge: ([\w ]+) \(/.exec(out)?.[1] ?? assert.fail(said);
  const { devices } = await device.holder.home();
  const input = { challenge, unlockType: 'windows-10' };
  const { status, body } = await device.holder.post(`/api/me/devices/${devices[0]?.id}/unlock`, input);
  assert.equal(status, 200, JSON.stringify(body));
  await insert();
  return (body as { response: string }).response;
}

/** A program that is given octets, which no text of ours can carry. */
const withPuk = (puk: string, program: (puk: string) => string): Promise<Ran> =>
  withCard(socket(), 'bash', ['-c', program(`"$(printf '${puk.replaceAll(/(..)/g, '\\x$1')}')"`)]);
const login = async (pin: string): Promise<boolean> =>
  (await withCard(socket(), 'pkcs11-tool', ['--module', MODULE, '--login', '--pin', pin, '-O'])).code === 0;

describe('a PIN unblocking key', { skip }, () => {
  test('PDM-064, ENT-027 a PIN that was closed for good is unblocked by yubico-piv-tool; a wrong PUK is refused before', async () => {
    await insert();
    for (let tries = 0; tries < 10; tries++)
      await withCard(socket(), 'yubico-piv-tool', ['-r', 'Lanyard', '-a', 'verify-pin', '-P', '111999']);
    assert.equal(await login(PIN), false);
    const puk = await response();
    const unblock = (octets: string) => `yubico-piv-tool -r Lanyard -a unblock-pin -P ${octets} -N 582046`;
    assert.notEqual((await withPuk('1122334455667788', unblock)).code, 0);
    const done = await withPuk(puk, unblock);
    assert.equal(done.code, 0, done.text);
    assert.equal(await login('582046'), true);
    assert.notEqual((await withPuk(puk, unblock)).code, 0, 'once');
  });

  test('pkcs15-tool --unblock-pin', async () => {
    const unblock = (octets: string) => `pkcs15-tool --unblock-pin --auth-id 01 --puk ${octets} --new-pin 640917`;
    const done = await withPuk(await response(), unblock);
    assert.equal(done.code, 0, done.text);
    assert.equal(await login('640917'), true);
  });

  test('pkcs11-tool --unlock-pin, where OpenSC is told that its own way is a PIN set before a login', async () => {
    const settings = join(on.folder, 'opensc.conf');
    const style = 'user_pin_unblock_style = set_pin_in_unlogged_session;';
    writeFileSync(settings, `app opensc-pkcs11 { pkcs11 { ${style} } }\n`);
    const tool = `OPENSC_CONF=${settings} pkcs11-tool --module ${MODULE}`;
    const done = await withPuk(await response(), (octets) => `${tool} --unlock-pin --puk ${octets} --new-pin 918273`);
    assert.equal(done.code, 0, done.text);
    assert.equal(await login('918273'), true);
    assert.equal(await login(PIN), false);
  });

  test('a new PIN that everybody would try is refused, and costs no try of the response', async () => {
    const puk = await response();
    const unblock = (pin: string) => (octets: string) =>
      `yubico-piv-tool -r Lanyard -a unblock-pin -P ${octets} -N ${pin}`;
    for (let tries = 0; tries < 6; tries++) assert.notEqual((await withPuk(puk, unblock('123456'))).code, 0);
    assert.equal((await withPuk(puk, unblock('739154'))).code, 0);
  });
});

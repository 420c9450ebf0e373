// The wallet in a phone's browser and a desktop near by, with no network between them but Bluetooth LE. There is no radio on
// this machine: the browser's is Chromium's own emulation, the desktop's what bluetoothd does on a real bus of D-Bus.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { type BluezStandIn, bluezStandIn } from '../conformance/bluez-stand-in.ts';
import { type OwnBus, ownBus } from '../conformance/own-bus.ts';
import { MODULE, withCard } from '../conformance/piv-card.ts';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { CardHolder } from './support/card-holder.ts';
import { complaintsOf } from './support/chromium.ts';
import { type Going, readerWith } from './support/desk-in-process.ts';
import { must, PIN } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { type NearPhone, nearPhone } from './support/near-phone.ts';
import { runProgram, until } from './support/run-program.ts';
import { answer, checkIn, press, registerAt, setPinAt, titled } from './support/wallet-page.ts';

const skip = needs('chromium', 'dbus-daemon', 'opensc-tool', 'openssl', `${LIBRARIES}/libpcsclite.so.1`);
const WIDTHS = [320];

let on: Lanyard;
let bus: OwnBus;
let bluez: BluezStandIn;
let phone: NearPhone;
let holder: CardHolder;
let reader: Going | undefined;
let complaints: string[];

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  await on.start();
  const setting = join(on.folder, 'wallet.json');
  // Whatever passes between the two passes over Bluetooth.
  writeFileSync(setting, JSON.stringify({ desktops: { relay: 'forbidden' } }));
  await must(on.run(['setting', 'put', 'wallet', setting]));
  bus = await ownBus();
  bluez = await bluezStandIn(bus.address);
  phone = await nearPhone(bluez, 185);
});
after(async () => {
  await reader?.stop();
  await phone?.[Symbol.asyncDispose]();
  bluez?.close();
  await bus?.[Symbol.asyncDispose]();
  await on?.remove();
});

async function enrolPhone(): Promise<void> {
  const { wallet } = phone;
  holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ada.vega.p12'));
  const request = await holder.request({ name: 'Badge' });
  complaints = complaintsOf(wallet);
  await wallet.goto(on.wallet);
  await wallet.getByLabel('Android', { exact: true }).check();
  await registerAt(wallet, request);
  await wallet.getByText('A new credential is ready for activation').waitFor();
  await press(wallet, 'Enter Password');
  await answer(wallet, 'Activation password', request.activationPassword ?? '', 'Activate');
  await titled(wallet, 'Set the derived credential PIN').waitFor();
  await setPinAt(wallet);
  await wallet.getByText('Your derived credential has been activated').click();
  await wallet.getByText('Active', { exact: true }).waitFor();
}

const inFolder = (name: string): string => join(on.folder, name);
const readerNear = (...argv: readonly string[]): Going =>
  readerWith(
    { env: { LANYARD_READER_HOME: inFolder('desk'), DBUS_SYSTEM_BUS_ADDRESS: bus.address } },
    on.folder,
    ...argv,
    '--bluetooth',
  );
const tool = (...args: readonly string[]) =>
  withCard(inFolder('pcscd.comm'), 'pkcs11-tool', ['--module', MODULE, ...args]);

describe('a phone’s browser and a desktop near by', { skip }, () => {
  test('BLE-007, BLE-031, BLE-044, BLE-045 with Bluetooth off the phone says so and what to do, and notices when its holder comes back', async () => {
    const { wallet } = phone;
    await enrolPhone();
    await wallet.getByRole('navigation', { name: 'Wallet' }).getByRole('link', { name: 'Desktops' }).click();
    await press(wallet, 'Add Bluetooth device');
    const off = wallet.getByText('Bluetooth is off on this phone, or the browser may not use it.');
    await off.first().waitFor();
    await assertAccessible(wallet, 'wallet-bluetooth-off', WIDTHS);
    await press(wallet, 'Choose a desktop near by');
    await wallet.getByRole('alert').getByText('Turn it on in the phone’s settings').waitFor();
    await phone.turnOn();
    // Back from the phone's settings.
    await wallet.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await wallet.getByText('then come back here.').waitFor({ state: 'detached' });
    await assertAccessible(wallet, 'wallet-bluetooth-choose', WIDTHS);
  });

  test('BLE-008, BLE-010, BLE-012, BLE-042, BLE-043, BLE-046, BLE-047 the desktop is chosen in the browser’s list; the code of the phone is typed on it', async () => {
    const { wallet } = phone;
    phone.choose('cancel');
    await press(wallet, 'Choose a desktop near by');
    await wallet.getByText('No desktop was chosen.').waitFor();
    phone.choose('the desktop');
    const pairing = readerNear('pair', '--server', on.wallet, '--name', 'Front desk');
    await bluez.shown();
    await press(wallet, 'Choose a desktop near by');
    const code = wallet.locator('.shown-number');
    await code.waitFor();
    await assertAccessible(wallet, 'wallet-bluetooth-code', WIDTHS);
    await pairing.says(/(shows): /);
    pairing.type((await code.textContent()) ?? '');
    await titled(wallet, 'Paired with “Front desk”').waitFor();
    await pairing.says(/(Paired with)/);
    await pairing.stop();
    const { desktops } = (await holder.get('/api/me/desktops')).body as { desktops: { name: string }[] };
    assert.deepEqual(
      desktops.map(({ name }) => name),
      ['Front desk'],
    );
  });

  test('BLE-013, BLE-014, BLE-033, BLE-035, BLE-037 connected without a number, pkcs11-tool signs with the phone’s key', async () => {
    const { wallet } = phone;
    reader = readerNear('--socket', inFolder('pcscd.comm'));
    await bluez.shown();
    await press(wallet, 'Connect it now');
    await wallet.getByText('to share the current derived credential?').waitFor();
    await assertAccessible(wallet, 'wallet-bluetooth-paired', WIDTHS);
    await press(wallet, 'Connect');
    await wallet.getByText('Connected', { exact: true }).waitFor();
    await reader.says(/(The card is in the reader)/);
    await assertAccessible(wallet, 'wallet-bluetooth-connected', WIDTHS);
    const [message, digest, out] = [inFolder('message'), inFolder('digest'), inFolder('signature')] as const;
    writeFileSync(message, 'what is signed\n');
    await runProgram('openssl', ['dgst', '-sha256', '-binary', '-out', digest, message]);
    const form = ['--mechanism', 'ECDSA', '--signature-format', 'openssl', '--id', '02', '-i', digest, '-o', out];
    const signed = await tool('--login', '--pin', PIN, '--sign', ...form);
    assert.equal(signed.code, 0, signed.text);
    const [der, key] = [inFolder('cert'), inFolder('signer')] as const;
    await tool('--read-object', '--type', 'cert', '--id', '02', '-o', der);
    const { stdout } = await runProgram('openssl', ['x509', '-inform', 'der', '-in', der, '-noout', '-pubkey']);
    writeFileSync(key, stdout);
    const judged = await runProgram('openssl', ['dgst', '-sha256', '-verify', key, '-signature', out, message]);
    assert.match(judged.text, /Verified OK/);
    await press(wallet, 'Back');
    await wallet.getByText('Signed', { exact: true }).waitFor();
  });

  test('BLE-023, BLE-025, BLE-030 who walks away is not connected any more, and is again by itself when they come back', async () => {
    const { wallet } = phone;
    phone.radio()?.leave();
    await reader?.says(/(it is out of reach)/);
    await until('the phone is connected again', async () => phone.radio() !== undefined);
    await wallet.getByText('Connected', { exact: true }).waitFor();
    assert.equal((await tool('--login', '--pin', PIN, '-O')).code, 0);
  });

  test('BLE-020, BLE-022 forgotten at the self-service portal, the desktop is gone from the phone at its next check-in, and from the reader', async () => {
    const { wallet } = phone;
    const { desktops } = (await holder.get('/api/me/desktops')).body as { desktops: { readerId: string }[] };
    assert.equal((await holder.delete(`/api/me/desktops/${desktops[0]?.readerId}`)).status, 204);
    await checkIn(wallet);
    await wallet.getByText('No paired desktops').waitFor();
    await reader?.says(/(was forgotten)/);
    assert.deepEqual(complaints, []);
  });
});

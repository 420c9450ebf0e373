// The wallet in a phone's browser is the card of a desktop: paired, confirmed and allowed by its holder; its PIN forgotten.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { MODULE, withCard } from '../conformance/piv-card.ts';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { CardHolder } from './support/card-holder.ts';
import { type Going, readerIn } from './support/desk-in-process.ts';
import { must, PASSCODE, PIN } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { callsShown, deliverPush, pushThrough, tapCall } from './support/desktop-call.ts';
import { type PushService, pushService } from './support/push-service.ts';
import { openPhone, storedValue } from './support/phone-profile.ts';
import { confirm, signInAt } from './support/portal-page.ts';
import { type Ran, runProgram, until } from './support/run-program.ts';
import { answer, checkIn, press, registerAt, setPinAt, titled, unlockWith } from './support/wallet-page.ts';

const skip = needs('chromium', 'opensc-tool', 'openssl', `${LIBRARIES}/libpcsclite.so.1`);
const WIDTHS = [320];
const NEW_PIN = '582046';
const folder = mkdtempSync(join(tmpdir(), 'lanyard-push-'));

let on: Lanyard;
let holder: CardHolder;
let phone: BrowserContext;
let wallet: Page;
let chrome: Browser;
let portal: Page;
let service: PushService;
let reader: Going | undefined;
let complaints: string[];

before(async () => {
  if (skip !== false) return;
  service = await pushService(folder);
  on = await lanyard({ NODE_EXTRA_CA_CERTS: service.certificate });
  await on.start();
  const setting = join(on.folder, 'wallet.json');
  writeFileSync(
    setting,
    JSON.stringify({ vaultTries: 3, showPin: true, desktops: { confirmUses: true, secureMessaging: 'pairing-code' } }),
  );
  await must(on.run(['setting', 'put', 'wallet', setting]));
  writeFileSync(setting, JSON.stringify({ services: [service.host] }));
  await must(on.run(['setting', 'put', 'push', setting]));
  chrome = await openChromium();
  portal = await (await desktop(chrome, on, join(on.cards, 'ada.vega.p12'))).newPage();
});
after(async () => {
  await reader?.stop();
  await phone?.close();
  await chrome?.close();
  await on?.remove();
  await service?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function enrolPhone(): Promise<void> {
  holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ada.vega.p12'));
  const request = await holder.request({ name: 'Badge' });
  ({ context: phone, wallet } = await openPhone(join(on.folder, 'profile')));
  complaints = complaintsOf(wallet);
  await pushThrough(phone, service.phone(), on.wallet);
  await wallet.goto(on.wallet);
  await wallet.getByLabel('iPhone', { exact: true }).check();
  await registerAt(wallet, request);
  await wallet.getByText('A new credential is ready for activation').waitFor();
  await press(wallet, 'Enter Password');
  await answer(wallet, 'Activation password', request.activationPassword ?? '', 'Activate');
  await titled(wallet, 'Set the derived credential PIN').waitFor();
  await wallet.getByText('A desktop asks for it when you use this phone there in place of your card.').waitFor();
  await setPinAt(wallet);
  await wallet.getByText('Your derived credential has been activated').click();
  await wallet.getByText('Active', { exact: true }).waitFor();
}

const inFolder = (name: string): string => join(on.folder, name);
const socket = (): string => inFolder('pcscd.comm');
const tool = (...args: readonly string[]): Promise<Ran> =>
  withCard(socket(), 'pkcs11-tool', ['--module', MODULE, ...args]);
const open = (name: string): Promise<void> =>
  wallet.getByRole('navigation', { name: 'Wallet' }).getByRole('link', { name }).click();
const row = (name: string | RegExp) => wallet.getByRole('link', { name });

describe('a phone’s browser as the card of a desktop', { skip }, () => {
  test(
    'PDM-001, PDM-002, PDM-009, PDM-054 iPhone: the passcode is made first, Done leads to the credential that waits, and the PIN’s screen says that desktops ask for it',
    enrolPhone,
  );

  test('PDM-039, PDM-052, PDM-064, PDM-065, BLE-039 Android: before any desktop is paired, General Settings > Reset Derived Credential PIN', async () => {
    await open('Settings');
    await wallet.getByLabel('Android', { exact: true }).check();
    await row('Reset Derived Credential PIN').click();
    await press(wallet, 'Get a challenge');
    const challenge = (await wallet.locator('.shown-code').textContent()) ?? '';
    const { devices } = await holder.home();
    const asked = { challenge, unlockType: 'windows-7' };
    const { status, body } = await holder.post(`/api/me/devices/${devices[0]?.id}/unlock`, asked);
    assert.equal(status, 200, JSON.stringify(body));
    await press(wallet, 'Next');
    await wallet.getByLabel('Unblock Response').fill((body as { response: string }).response);
    await wallet.getByLabel('New PIN', { exact: true }).fill(NEW_PIN);
    await answer(wallet, 'Enter the new PIN again', '582047', 'Done');
    await wallet.getByText('The two PINs are not the same.').waitFor();
    await answer(wallet, 'Enter the new PIN again', NEW_PIN, 'Done');
    await wallet.getByText('The derived credential PIN has been reset.').waitFor();
    await row('Change Derived Credential PIN').click();
    await wallet.getByLabel('Current PIN', { exact: true }).fill(NEW_PIN);
    await wallet.getByLabel('New PIN', { exact: true }).fill(PIN);
    await answer(wallet, 'Enter the new PIN again', PIN, 'Done');
    await wallet.getByText('The derived credential PIN has changed.').waitFor();
    await wallet.getByLabel('iPhone', { exact: true }).check();
  });

  test('BLE-008, BLE-009, BLE-010, BLE-042, BLE-043, BLE-047 "Add Bluetooth device" lists the desktop that waits and shows the code to be typed there', async () => {
    const pairing = readerIn(on.folder, 'pair', '--server', on.wallet, '--name', 'Front desk');
    const word = await pairing.says(/type (\w{3} \w{3})/);
    await open('Desktops');
    await wallet.getByText('No paired desktops').waitFor();
    await press(wallet, 'Add Bluetooth device');
    await answer(wallet, 'Word on the desktop', 'ZZZZZZ', 'Search');
    await wallet.getByText('No desktop waits under this word.').waitFor();
    await answer(wallet, 'Word on the desktop', word.toLowerCase(), 'Search');
    await wallet.getByText('This browser cannot use Bluetooth.').waitFor();
    await assertAccessible(wallet, 'wallet-add-desktop', WIDTHS);
    await wallet.getByRole('button', { name: /Front desk/ }).click();
    const code = wallet.locator('.shown-number');
    await code.waitFor();
    await assertAccessible(wallet, 'wallet-pairing-code', WIDTHS);
    await pairing.says(/(shows): /);
    pairing.type((await code.textContent()) ?? '');
    await titled(wallet, 'Paired with “Front desk”').waitFor();
    await assertAccessible(wallet, 'wallet-paired-desktop', WIDTHS);
    await press(wallet, 'Let this desktop wake the wallet');
    await wallet.getByText('a notification says when the desktop needs the card').waitFor();
    await pairing.says(/(Paired with)/);
    await pairing.stop();
  });

  test('BLE-017, BLE-033, BLE-035, PDM-042 paired is not connected: the number on both is compared first; then the reader has the card', async () => {
    reader = readerIn(on.folder, '--socket', socket());
    await reader.says(/(Waiting for)/);
    await press(wallet, 'Connect it now');
    await wallet.getByText('to share the current derived credential?').waitFor();
    await wallet.getByText('Paired', { exact: true }).first().waitFor();
    await press(wallet, 'Connect');
    await titled(wallet, 'Connect “Front desk”?').waitFor();
    const number = await reader.says(/number must be (\d{2})/);
    assert.equal(await wallet.locator('.shown-number').textContent(), number);
    await assertAccessible(wallet, 'wallet-confirm-desktop', WIDTHS);
    await press(wallet, 'Confirm');
    await reader.says(/(The card is in the reader)/);
    await wallet.getByText('Connected', { exact: true }).waitFor();
    await assertAccessible(wallet, 'wallet-desktop', WIDTHS);
    await press(wallet, 'Back');
    const shown = await wallet.locator('.identity .mono').textContent();
    const listed = (await tool('-O', '--type', 'cert')).text.toUpperCase();
    assert.ok(listed.includes((shown ?? 'none').replaceAll(' ', '')), `${shown} is not on the card: ${listed}`);
  });

  test('BLE-014 a signature needs the PIN at the desktop and its holder’s yes on the phone; each use is told', async () => {
    const signed = await signWith(PIN, 'Confirm');
    assert.equal(signed.code, 0, signed.text);
    await wallet.getByText('Signed', { exact: true }).waitFor();
    assert.notEqual((await signWith(PIN, 'Cancel')).code, 0);
    await wallet.getByText('Signed: refused').first().waitFor();
    await wallet.getByText('PIN entered', { exact: true }).first().waitFor();
    await assertAccessible(wallet, 'wallet-desktops', WIDTHS);
  });

  test('beside the serial number stands the card’s PIV pairing code, shown while its holder looks', async () => {
    await wallet.goto(`${on.wallet}/#/desktops`);
    const shown = wallet.locator('.identity-code b');
    await wallet.getByRole('button', { name: 'Show PIV pairing code' }).click();
    await shown.waitFor();
    assert.match((await shown.textContent()) ?? '', /^[0-9]{8}$/);
    await assertAccessible(wallet, 'wallet-piv-pairing-code', WIDTHS);
    await wallet.getByRole('button', { name: 'Hide PIV pairing code' }).click();
    await shown.waitFor({ state: 'detached' });
  });

  test('PDM-032, PDM-041 Settings have ShowPIN, where policy allows it, and the switch for reconnecting', async () => {
    await open('Settings');
    await wallet.getByLabel('Bluetooth - Auto Re-Connect').waitFor();
    await wallet.getByRole('button', { name: /ShowPIN/ }).click();
    await wallet.getByText(PIN, { exact: true }).waitFor();
    await wallet.getByRole('button', { name: /ShowPIN/ }).click();
    await assertAccessible(wallet, 'wallet-settings-pin', WIDTHS);
  });

  test('PDM-035, PDM-036, PDM-037, PDM-038, ENT-022, ENT-023, ENT-024, ENT-027, ENT-035 a PIN that is closed for good is reset over the portal and the wallet', async () => {
    for (let tries = 0; tries < 3; tries++) assert.notEqual((await tool('--login', '--pin', '111999', '-O')).code, 0);
    assert.match((await tool('--login', '--pin', PIN, '-O')).text, /CKR_PIN_LOCKED|CKR_PIN_INCORRECT/);
    await wallet.goto(`${on.wallet}/#/desktops`);
    await wallet.getByText('was closed after too many wrong tries').waitFor();
    const response = await responseAtPortal(await challengeAtPhone());
    await press(wallet, 'Next');
    await wallet.getByLabel('New PIN', { exact: true }).fill(NEW_PIN);
    await wallet.getByLabel('Enter the new PIN again').fill(NEW_PIN);
    await answer(wallet, 'Unblock Response', '0000 0000 0000 0000', 'Reset');
    await wallet.getByText('4 tries are left.').waitFor();
    await assertAccessible(wallet, 'wallet-unblock-response', WIDTHS);
    await answer(wallet, 'Unblock Response', response.toLowerCase().replace(/(.{4})/g, '$1 '), 'Reset');
    await wallet.getByText('The derived credential PIN has been reset.').waitFor();
    assert.equal((await tool('--login', '--pin', NEW_PIN, '-O')).code, 0);
  });

  test('a desktop that calls while the wallet is closed is shown by its name; its holder who follows is connected, and the program goes on', async () => {
    const wake = await desktopOf(wallet);
    // A page of the same origin that is not the wallet, to look from.
    const aside = await phone.newPage();
    await wallet.goto('about:blank');
    await reader?.says(/(wallet was closed)/);
    const login = tool('--login', '--pin', NEW_PIN, '-O');
    await until('the browser has opened the message', async () => service.opened.length > 0);
    assert.deepEqual([service.opened, service.faults], [[{ wake }], []]);
    await reader?.says(/(sleeps, and was asked to wake)/);
    await aside.goto(`${on.wallet}/device/server`);
    await deliverPush(aside, { wake });
    const call = { title: '“Front desk” wants to use your card', address: `#/wake/${wake}` };
    await until('it is shown', async () => isDeepStrictEqual(await callsShown(aside), [call]));
    await wallet.goto(`${on.wallet}/${call.address}`);
    await titled(wallet, 'Connect “Front desk”?').waitFor();
    await press(wallet, 'Confirm');
    assert.equal((await login).code, 0, (await login).text);
    await until('a call that was answered is shown no more', async () => (await callsShown(aside)).length === 0);
    await deliverPush(aside, { wake: 'A'.repeat(43) });
    const unknown = { title: 'A desktop wants to use your card', address: '#/desktops' };
    await until('it is shown', async () => isDeepStrictEqual(await callsShown(aside), [unknown]));
    await aside.close();
    await tapCall(phone);
    await unlockWith(wallet, PASSCODE);
    await titled(wallet, 'Desktops').waitFor();
    await wallet.getByText('Connected', { exact: true }).waitFor();
  });

  test('what a desktop asks while nobody looks at the wallet is said by a notification', async () => {
    await wallet.evaluate(() =>
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }),
    );
    const signed = await signWith(NEW_PIN, 'Confirm');
    assert.equal(signed.code, 0, signed.text);
    assert.deepEqual(await callsShown(wallet), [{ title: '“Front desk” asks', address: '#/desktops' }]);
    await wallet.evaluate(() => delete (document as { visibilityState?: unknown }).visibilityState);
  });

  test('PDM-061 a closed wallet asks for its passcode before a desktop is paired or forgotten', async () => {
    await wallet.reload();
    await press(wallet, 'View without unlocking');
    await open('Desktops');
    await press(wallet, 'Add Bluetooth device');
    await titled(wallet, 'Unlock the wallet').waitFor();
    await press(wallet, 'View without unlocking');
    await row(/Front desk/).click();
    await unlockWith(wallet, PASSCODE);
    // An open wallet reconnects by itself: on a slow machine its question is there first.
    const forget = wallet.getByRole('button', { name: 'Forget this device' });
    await forget.or(titled(wallet, 'Connect “Front desk”?')).first().waitFor();
  });

  test('BLE-020, BLE-022 forgotten at the self-service portal, the desktop is gone from the phone and the reader', async () => {
    await portal.getByRole('link', { name: 'Desktops', exact: true }).click();
    await portal.getByRole('strong').getByText('Front desk').waitFor();
    await assertAccessible(portal, 'portal-desktops', [320]);
    await portal.getByRole('button', { name: 'Forget Front desk' }).click();
    await confirm(portal, 'Forget "Front desk"?', 'Forget');
    await portal.getByText('None is paired.').waitFor();
    await reader?.says(/(was forgotten)/);
    await wallet.goto(`${on.wallet}/#/desktops`);
    await checkIn(wallet);
    await wallet.getByText('No paired desktops').waitFor();
    assert.deepEqual(complaints, []);
  });
});

const desktopOf = async (page: Page): Promise<string> =>
  ((await storedValue(page, 'desktops')) as { readerId: string }[])[0]?.readerId ?? assert.fail('none is paired');

/** A signature by the signing key, while the phone's holder answers its question. */
async function signWith(pin: string, choice: 'Confirm' | 'Cancel'): Promise<Ran> {
  const [message, digest, out] = [inFolder('message'), inFolder('digest'), inFolder('signature')] as const;
  writeFileSync(message, 'what is signed\n');
  await runProgram('openssl', ['dgst', '-sha256', '-binary', '-out', digest, message]);
  const form = ['--mechanism', 'ECDSA', '--id', '02', '-i', digest, '-o', out];
  const signing = tool('--login', '--pin', pin, '--sign', ...form);
  await titled(wallet, '“Front desk” asks').waitFor();
  if (choice === 'Confirm') await assertAccessible(wallet, 'wallet-consent', WIDTHS);
  await press(wallet, choice);
  return signing;
}

/** "Reset PIN" in Settings: what the phone shows. */
async function challengeAtPhone(): Promise<string> {
  await wallet.goto(`${on.wallet}/#/settings`);
  await row('Reset PIN').click();
  await press(wallet, 'Get a challenge');
  const challenge = (await wallet.locator('.shown-code').textContent()) ?? '';
  assert.match(challenge, /^\w{4} \w{4} \w{4}$/);
  await assertAccessible(wallet, 'wallet-unblock-challenge', WIDTHS);
  return challenge;
}

/** The way of a person with the card at a desktop, who signed in with it too long ago. @returns what the portal shows */
async function responseAtPortal(challenge: string): Promise<string> {
  await signInAt(portal, on);
  await inDatabase(on, `update signin.session set signed_in_at = signed_in_at - interval '21 minutes'`);
  const { devices } = await holder.home();
  const refused = await holder.post(`/api/me/devices/${devices[0]?.id}/unlock`, { challenge, unlockType: 'windows-7' });
  assert.equal((refused.body as { code?: string }).code, 'session_not_fresh');
  await portal.goto(on.portal);
  await portal.getByRole('link', { name: "I'd like to unlock my smart credential" }).click();
  await portal.getByText('Show your smart card first.').waitFor();
  await assertAccessible(portal, 'portal-unlock-card', [320]);
  await portal.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();
  await portal.getByRole('button', { name: 'Yes', exact: true }).waitFor(); // back from the card host
  await assertAccessible(portal, 'portal-unlock-device', [320]);
  await portal.getByRole('button', { name: 'Yes', exact: true }).click();
  await portal.getByText('Windows 7 PIN Unblock').waitFor();
  assert.equal(await portal.getByText('Card Unlocking Key').count(), 0);
  await assertAccessible(portal, 'portal-unlock-type', [320]);
  await portal.getByRole('button', { name: 'Next', exact: true }).click();
  await portal.getByLabel('Challenge', { exact: true }).fill('AAAA BBBB CCCC');
  await portal.getByRole('button', { name: 'OK', exact: true }).click();
  await portal.getByText('This is not the challenge that this phone shows.').waitFor();
  await portal.getByLabel('Challenge', { exact: true }).fill(challenge);
  await portal.getByRole('button', { name: 'OK', exact: true }).click();
  const response = portal.locator('[data-field="unblock-response"]');
  await response.waitFor();
  await assertAccessible(portal, 'portal-unlock-response', [320]);
  return (await response.textContent()) ?? '';
}

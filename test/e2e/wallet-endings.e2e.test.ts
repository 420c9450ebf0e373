// What the phone shows when something ends: a request, every way into its vault, the card behind its credential.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { CardHolder } from './support/card-holder.ts';
import { complaintsOf } from './support/chromium.ts';
import { must, PASSCODE } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { openPhone, storedValue } from './support/phone-profile.ts';
import { until } from './support/run-program.ts';
import {
  answer,
  checkIn,
  choose,
  PASSCODE_FIELDS,
  press,
  registerAt,
  setPinAt,
  titled,
} from './support/wallet-page.ts';

const skip = needs('chromium');
const WIDTHS = [390, 320];
const FAILED = 'An error occurred during activation';
const LOST = 'This wallet was closed for good';
let on: Lanyard;
let holder: CardHolder;
let phone: BrowserContext;
let wallet: Page;
let complaints: string[];

/** A phone that is registered and has a passcode; its first request waits for the activation password. */
before(async () => {
  if (skip) return;
  on = await lanyard();
  await on.start();
  holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ada.vega.p12'));
  const request = await holder.request({ name: 'First badge' });
  ({ context: phone, wallet } = await openPhone(join(on.folder, 'profile')));
  complaints = complaintsOf(wallet);
  await wallet.goto(on.wallet);
  await wallet.getByLabel('iPhone', { exact: true }).check();
  await registerAt(wallet, request);
});
after(async () => {
  await phone?.close();
  await on?.remove();
});

const says = (text: string | RegExp) => wallet.getByText(text).waitFor();

/** A request of somebody who is at the portal again. */
async function requestAnother(name: string): Promise<{ id: string; password: string }> {
  const { requestId, activationPassword } = await holder.request({ name, withRegistration: false });
  return { id: requestId ?? assert.fail('no request was made'), password: activationPassword ?? '' };
}

/** Five wrong passwords, each told with the tries that are left. */
async function lockTheRequest(): Promise<void> {
  for (const left of ['4 tries are left.', '3 tries are left.', '2 tries are left.', 'One try is left.']) {
    await answer(wallet, 'Activation password', 'WRONGPW1', 'Activate');
    await wallet.getByRole('alert').getByText(left).waitFor();
  }
  await answer(wallet, 'Activation password', 'WRONGPW1', 'Activate');
  await titled(wallet, FAILED).waitFor();
}

async function setPinAndLook(): Promise<void> {
  await setPinAt(wallet);
  await wallet.getByText('Your derived credential has been activated').click();
  await wallet.getByText('Active', { exact: true }).waitFor();
}

test('a fifth wrong activation password closes the request: the wallet says why and what to do', { skip }, async () => {
  await press(wallet, 'Enter Password');
  await lockTheRequest();
  const alert = wallet.getByRole('alert');
  await alert.getByText('This request was closed after too many wrong activation passwords.').waitFor();
  await alert.getByText('Request a new one in the self-service portal.').waitFor();
  await wallet.getByRole('link', { name: on.portal }).waitFor();
  await assertAccessible(wallet, 'wallet-locked', WIDTHS);
});

test(
  'PDM-015 Try Again says that nothing new waits, and leads to Authentication required once it does',
  { skip },
  async () => {
    await press(wallet, 'Try Again');
    await wallet.getByRole('status').getByText('No new request waits for this phone yet.').waitFor();
    await titled(wallet, FAILED).waitFor();
    await requestAnother('Second badge');
    await press(wallet, 'Try Again');
    await titled(wallet, 'Authentication required').waitFor();
    await says(/“Second badge”/);
  },
);

test(
  'PDM-014 PDM-044 ENT-012 an activation password whose time ran out is named so; a new request helps, and no keyboard hides the way to scan',
  { skip },
  async () => {
    await inDatabase(
      on,
      "update credentials.request set expires_at = now() - interval '1 second' where state = 'pending'",
    );
    await answer(wallet, 'Activation password', 'WRONGPW1', 'Activate');
    await titled(wallet, FAILED).waitFor();
    await wallet.getByRole('alert').getByText('The time for this request ran out.').waitFor();
    await requestAnother('In time');
    await press(wallet, 'Try Again');
    await titled(wallet, 'Authentication required').waitFor();
    await says(/“In time”/);
    await wallet.getByLabel('Activation password', { exact: true }).focus();
    await wallet.setViewportSize({ width: 390, height: 400 });
    await wallet.getByRole('button', { name: 'Scan QR code' }).click({ trial: true });
    await wallet.setViewportSize({ width: 390, height: 844 });
  },
);

test(
  'PDM-016 PDM-017 PDM-046 iPhone: Scan QR code at the bottom of the error leads to a new credential; without leave to use the camera the link is entered by hand',
  { skip },
  async () => {
    await lockTheRequest();
    assert.equal(await wallet.getByRole('button').last().textContent(), 'Scan QR code');
    await allowCamera('granted');
    await press(wallet, 'Scan QR code');
    await titled(wallet, 'Scan QR code').waitFor();
    const { id, password } = await requestAnother('Third badge');
    await wallet.getByLabel('Camera picture').waitFor();
    await wallet.goto(`${on.wallet}/#/card`);
    await allowCamera('denied');
    await wallet.goto(`${on.wallet}/#/scan`);
    await says('The wallet may not use the camera.');
    await assertAccessible(wallet, 'wallet-no-camera', WIDTHS);
    await answer(wallet, 'Link or id', id, 'Continue');
    await titled(wallet, 'Authentication required').waitFor();
    await answer(wallet, 'Activation password', password, 'Activate');
    await setPinAndLook();
  },
);

async function allowCamera(setting: 'granted' | 'denied'): Promise<void> {
  const browser = await phone.newCDPSession(wallet);
  await browser.send('Browser.setPermission', { permission: { name: 'camera' }, setting, origin: on.wallet });
}

/** Uses up the tries of both ways: the last of each, since how they count is another suite's matter. */
async function closeBothWays(): Promise<void> {
  await inDatabase(on, 'update fleet.vault_share set tries = 1');
  await wallet.goto(on.wallet);
  await titled(wallet, 'Unlock the wallet').waitFor();
  await answer(wallet, 'Secure apps passcode', 'Wrong-Horse1', 'Unlock');
  await wallet
    .getByRole('alert')
    .getByText(/closed for good/)
    .waitFor();
  await answer(wallet, 'Derived credential PIN', '984100', 'Unlock');
  await titled(wallet, LOST).waitFor();
}

test(
  'iPhone: with both ways closed the wallet tells what happened, what is lost and the way out',
  { skip },
  async () => {
    await closeBothWays();
    await says('Too many wrong tries: no way in is left.');
    await says('The derived credential “Third badge”, with its certificates and keys');
    await says('Choose “Request PIN and Derived Credential”. The request then waits here.');
    await wallet.getByRole('button', { name: 'Activate New Credential', exact: true }).waitFor();
    assert.equal(await wallet.evaluate(() => document.activeElement?.textContent), LOST, 'a screen reader says it');
    await assertAccessible(wallet, 'wallet-closed-ios', WIDTHS);
    assert.equal(await storedValue(wallet, 'vault'), null);
    await wallet.reload();
    await titled(wallet, LOST).waitFor();
  },
);

test('a new credential is the way out: its password, a new passcode, a new PIN', { skip }, async () => {
  const { password } = await requestAnother('Fourth badge');
  await checkIn(wallet);
  await says('A new credential is ready for activation');
  await says('Activating it makes a new passcode and PIN.');
  await assertAccessible(wallet, 'wallet-closed-pending', [320]);
  await press(wallet, 'Enter Password');
  await answer(wallet, 'Activation password', password, 'Activate');
  await titled(wallet, 'Create a secure apps passcode').waitFor();
  await choose(wallet, PASSCODE_FIELDS, [PASSCODE, PASSCODE]);
  await setPinAndLook();
});

test(
  'BLE-044 iPhone, a revoked card: the wallet shows the credential as revoked, why, and what to do, and pairs no desktop',
  { skip },
  async () => {
    await must(on.run(['card', 'revoke', 'ada.vega', '--reason', 'keyCompromise']));
    await until('the wallet shows it', async () => {
      await checkIn(wallet);
      return wallet.getByText('Revoked', { exact: true }).isVisible();
    });
    await says('Your smart card was revoked.');
    await says(/request a new credential/);
    await says('What was encrypted to it before can still be opened here.');
    assert.equal(await wallet.getByText(/days left/).count(), 0, 'nobody counts on days that are gone');
    await assertAccessible(wallet, 'wallet-revoked-ios', WIDTHS);
    await wallet.getByRole('button', { name: /Fourth badge/ }).click();
    await titled(wallet, 'Fourth badge').waitFor();
    await says('Your smart card was revoked.');
    await assertAccessible(wallet, 'wallet-revoked-credential', [320]);
    await wallet.goto(`${on.wallet}/#/desktops`);
    await says('There is no active derived credential that a desktop could use.');
    assert.equal(await wallet.getByRole('button', { name: 'Add Bluetooth device' }).count(), 0);
    await wallet.goBack();
  },
);

test('Android: the revoked credential, and then both ways closed, are told as well', { skip }, async () => {
  await wallet.goBack();
  await wallet.getByRole('link', { name: 'Settings', exact: true }).click();
  await wallet.getByLabel('Android', { exact: true }).check();
  await wallet.getByRole('link', { name: 'Card', exact: true }).click();
  await titled(wallet, 'Active Credentials').waitFor();
  await says('Your smart card was revoked.');
  await assertAccessible(wallet, 'wallet-revoked-android', [390]);
  await closeBothWays();
  await says('The derived credential “Fourth badge”, with its certificates and keys');
  await assertAccessible(wallet, 'wallet-closed-android', WIDTHS);
  await press(wallet, 'Scan QR code');
  await titled(wallet, 'Scan QR code').waitFor();
});

test('no page of the wallet raised an error, and its Content-Security-Policy stopped nothing', { skip }, () => {
  assert.deepEqual(complaints, []);
});

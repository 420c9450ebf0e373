import type { Page } from 'playwright-core';
import { type GivenPin, PASSCODE, PIN } from './enrolled-device.ts';

/** What the two kinds of phone say of themselves. */
export const PHONES = {
  android:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
} as const;

/** A phone of today in one hand. */
export const PHONE_SIZE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

export const titled = (wallet: Page, name: string | RegExp) => wallet.getByRole('heading', { level: 1, name });

export const press = (wallet: Page, name: string): Promise<void> =>
  wallet.getByRole('button', { name, exact: true }).click();

/** Types into the field of a step and goes on. */
export async function answer(wallet: Page, label: string, value: string, button: string): Promise<void> {
  await wallet.getByLabel(label, { exact: true }).fill(value);
  await press(wallet, button);
}

/** Chooses a secret: typed twice. */
export async function choose(
  wallet: Page,
  [label, again]: readonly [string, string],
  [secret, repeated]: readonly [string, string],
): Promise<void> {
  await wallet.getByLabel(label, { exact: true }).fill(secret);
  await answer(wallet, again, repeated, 'Done');
}

export const PASSCODE_FIELDS = ['Secure apps passcode', 'Enter it again'] as const;
export const PIN_FIELDS = ['Derived credential PIN', 'Confirm the PIN'] as const;

/** The first screens of a phone: user name, one-time PIN, a passcode. */
export async function registerAt(wallet: Page, { userName, registrationPin }: GivenPin): Promise<void> {
  await answer(wallet, 'User name', userName, 'Next');
  await answer(wallet, 'One-time registration PIN', registrationPin ?? '', 'Sign In');
  await titled(wallet, 'Create a secure apps passcode').waitFor();
  await choose(wallet, PASSCODE_FIELDS, [PASSCODE, PASSCODE]);
}

/** What follows a right activation password: the PIN is set, and the credential is there. */
export async function setPinAt(wallet: Page): Promise<void> {
  await titled(wallet, 'Set the derived credential PIN').waitFor();
  await choose(wallet, PIN_FIELDS, [PIN, PIN]);
  await wallet.getByText('Your derived credential has been activated').waitFor();
}

/** Opens the wallet after it was closed. */
export async function unlockWith(wallet: Page, passcode: string): Promise<void> {
  await titled(wallet, 'Unlock the wallet').waitFor();
  await answer(wallet, 'Secure apps passcode', passcode, 'Unlock');
}

/** What the network's coming back does to a phone: it asks the server at once what is new. */
export async function checkIn(wallet: Page): Promise<void> {
  await wallet.evaluate(() => dispatchEvent(new Event('online')));
}

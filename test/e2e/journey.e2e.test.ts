// The main job as two people's hands do it: Chromium with a card at a desktop, Chromium at phone size with a camera
// that films the desktop's screen.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { homeView, type CredentialView } from '@lanyard/contract';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { WALL, writeFilm } from './support/camera-film.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath, complaintsOf, desktop } from './support/chromium.ts';
import { PASSCODE, PIN } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { confirm, REQUEST_BUTTON, requestAt, signInAt, type ShownSecrets } from './support/portal-page.ts';
import { until } from './support/run-program.ts';
import { photograph } from './support/screen-qr.ts';
import { takePicture } from './support/take-picture.ts';
import {
  answer,
  checkIn,
  choose,
  PASSCODE_FIELDS,
  PHONE_SIZE,
  PHONES,
  PIN_FIELDS,
  press,
  titled,
  unlockWith,
} from './support/wallet-page.ts';

const skip = needs('chromium');
const WIDTHS = [390, 320];
let on: Lanyard;
let chrome: Browser;
let phone: BrowserContext;
let portal: Page;
let wallet: Page;
let complaints: string[];
let secrets: ShownSecrets;

before(async () => {
  if (skip) return;
  on = await lanyard();
  writeFilm(camera(), WALL);
  const filmed = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera()}`];
  const launched = chromium.launch({ executablePath: chromiumPath(), args: [...CHROMIUM_ARGUMENTS, ...filmed] });
  [chrome] = await Promise.all([launched, on.start()]);
  portal = await (await desktop(chrome, on, join(on.cards, 'ada.vega.p12'))).newPage();
  phone = await chrome.newContext({
    ...PHONE_SIZE,
    userAgent: PHONES.android,
    permissions: ['camera'],
    reducedMotion: 'reduce',
  });
  wallet = await phone.newPage();
  wallet.setDefaultTimeout(20_000);
  complaints = complaintsOf(wallet);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

const camera = (): string => join(on.folder, 'camera.y4m');
const portalSays = (text: string) => portal.getByText(text).waitFor();

/** Holds the phone's camera before the code on the desktop's screen. */
async function filmTheScreen(): Promise<void> {
  writeFilm(camera(), await photograph(portal.getByRole('img', { name: 'QR code' })));
}

async function credentials(): Promise<readonly CredentialView[]> {
  return homeView.parse(await portal.evaluate(async () => (await fetch('/api/me')).json())).credentials;
}

test('SSP-016 the portal shows what to do on the phone', { skip }, async () => {
  await signInAt(portal, on);
  secrets = await requestAt(portal);
  await takePicture(portal, 'portal');
});

test('AGT-004 AGT-005 user name, Next, one-time PIN, Sign In: the phone is registered', { skip }, async () => {
  await wallet.goto(on.wallet);
  await titled(wallet, 'Register this phone').waitFor();
  await assertAccessible(wallet, 'wallet-register', WIDTHS);
  await takePicture(wallet, 'wallet-register');
  await answer(wallet, 'User name', secrets.userName, 'Next');
  await titled(wallet, 'Registration PIN').waitFor();
  await answer(wallet, 'One-time registration PIN', 'WRONG0PN', 'Sign In');
  await wallet.getByText('The user name or registration PIN is not right.').waitFor();
  await assertAccessible(wallet, 'wallet-wrong-pin', WIDTHS);
  await answer(wallet, 'One-time registration PIN', ` ${secrets.registrationPin.toLowerCase()} `, 'Sign In');
  await titled(wallet, 'Create a secure apps passcode').waitFor();
  await portalSays('is registered. The PIN is used up.');
});

test(
  'AGT-009 the secure apps passcode is made before anything else, also after the wallet was closed',
  { skip },
  async () => {
    await wallet.reload();
    await titled(wallet, 'Create a secure apps passcode').waitFor();
    await assertAccessible(wallet, 'wallet-passcode', WIDTHS);
    await choose(wallet, PASSCODE_FIELDS, [PASSCODE, 'Another-Horse9']);
    await wallet.getByText('The two passcodes are not the same.').waitFor();
    await choose(wallet, PASSCODE_FIELDS, [PASSCODE, PASSCODE]);
    await titled(wallet, 'Active Credentials').waitFor();
  },
);

test('PDM-004 PDM-005 PDM-043 PDM-062 the request waits in the wallet, without scanning', { skip }, async () => {
  await wallet.getByText('A new credential is ready for activation').waitFor();
  await assertAccessible(wallet, 'wallet-pending', WIDTHS);
  await press(wallet, 'Enter Password');
  await titled(wallet, 'Authentication required').waitFor();
  await assertAccessible(wallet, 'wallet-password', WIDTHS);
});

test("PDM-018 PDM-045 ENT-034 the camera reads the code off the portal's screen", { skip }, async () => {
  await portal.getByText('Show the code again').click();
  await takePicture(portal, 'portal-midway');
  await press(wallet, 'Scan QR code');
  await titled(wallet, 'Scan QR code').waitFor();
  await wallet.locator('video').evaluate((video: HTMLVideoElement) => video.play());
  await assertAccessible(wallet, 'wallet-scan', WIDTHS);
  await wallet.goBack();
  await filmTheScreen();
  await press(wallet, 'Scan QR code');
  await titled(wallet, 'Authentication required').waitFor();
});

test(
  'ENT-020 PDM-006 a wrong activation password is refused beside its field, with the tries that are left',
  { skip },
  async () => {
    await answer(wallet, 'Activation password', 'WRONGPW1', 'Activate');
    await wallet.getByText('The activation password is not right.').waitFor();
    await wallet.getByText('4 tries are left.').waitFor();
    await assertAccessible(wallet, 'wallet-wrong-password', [320]);
  },
);

test(
  'PDM-008 PDM-010 PDM-025 PDM-026 after validation the PIN is set; closing the wallet here loses nothing',
  { skip },
  async () => {
    await answer(wallet, 'Activation password', secrets.activationPassword.toLowerCase(), 'Activate');
    await titled(wallet, 'Set the derived credential PIN').waitFor();
    await portalSays('The password was accepted.');
    await wallet.reload();
    await unlockWith(wallet, PASSCODE);
    await titled(wallet, 'Set the derived credential PIN').waitFor();
    await assertAccessible(wallet, 'wallet-pin', WIDTHS);
    await choose(wallet, PIN_FIELDS, [PIN, '739155']);
    await wallet.getByText('The two PINs are not the same.').waitFor();
    await choose(wallet, PIN_FIELDS, ['12a456', '12a456']);
    await wallet.getByText('A derived credential PIN has digits only.').waitFor();
    await choose(wallet, PIN_FIELDS, ['739', '739']);
    await wallet.getByText('A derived credential PIN has 4 to 8 digits.').waitFor();
  },
);

test(
  'PDM-011 PDM-012 ENT-021 Done: success, tap anywhere, and the portal knows without a reload',
  { skip },
  async () => {
    await choose(wallet, PIN_FIELDS, [PIN, PIN]);
    await wallet.getByText('Your derived credential has been activated').waitFor();
    await assertAccessible(wallet, 'wallet-activated', WIDTHS);
    await wallet.touchscreen.tap(200, 700);
    await titled(wallet, 'Active Credentials').waitFor();
    await portal.getByRole('heading', { level: 1, name: 'Your phone is ready' }).waitFor();
  },
);

test(
  'PDM-047 PDM-053 PDM-060 ENT-017 Android: the wallet has what was activated: Active Credentials shows name and expiry first',
  { skip },
  async () => {
    const [issued] = await credentials();
    assert.ok(issued);
    await wallet.getByRole('button', { name: new RegExp(issued.name) }).waitFor();
    const year = new Date(issued.expiresAt).getFullYear();
    await wallet.getByText(new RegExp(`Expires .*${year}`)).waitFor();
    await assertAccessible(wallet, 'wallet-home-android', WIDTHS);
    await takePicture(wallet, 'wallet');
  },
);

test('PDM-048 ENT-021 three certificates, each with its details and serial number', { skip }, async () => {
  const [issued] = await credentials();
  await wallet.getByRole('button', { name: new RegExp(issued?.name ?? '-') }).click();
  await wallet.getByRole('heading', { name: 'Certificates' }).waitFor();
  await assertAccessible(wallet, 'wallet-credential', WIDTHS);
  await takePicture(wallet, 'wallet-credential');
  assert.deepEqual(issued?.certificates.map(({ purpose }) => purpose).toSorted(), [
    'authentication',
    'encryption',
    'signing',
  ]);
  for (const [purpose, name] of [
    ['authentication', 'Authentication'],
    ['signing', 'Signing'],
    ['encryption', 'Encryption'],
  ] as const) {
    await wallet.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await titled(wallet, name).waitFor();
    const shown = ((await wallet.locator('.serial-number').textContent()) ?? '').replaceAll(' ', '').toLowerCase();
    assert.equal(shown, issued?.certificates.find((c) => c.purpose === purpose)?.serial.toLowerCase());
    if (purpose === 'authentication') await assertAccessible(wallet, 'wallet-certificate', WIDTHS);
    await wallet.goBack();
    await wallet.getByRole('heading', { name: 'Certificates' }).waitFor();
  }
});

test('PDM-013 PDM-059 reopened, the wallet asks for the passcode and then shows the credential', { skip }, async () => {
  await wallet.goto(on.wallet);
  await titled(wallet, 'Unlock the wallet').waitFor();
  await assertAccessible(wallet, 'wallet-unlock', WIDTHS);
  await answer(wallet, 'Secure apps passcode', 'Wrong-Horse9', 'Unlock');
  await wallet.getByText('That was not right.').waitFor();
  await wallet.getByText(/9 tries are left/).waitFor();
  await unlockWith(wallet, PASSCODE);
  await wallet.getByText('Active', { exact: true }).waitFor();
});

test('offline the wallet opens and shows what it has', { skip }, async () => {
  await wallet.evaluate(async () => void (await navigator.serviceWorker.ready));
  await phone.setOffline(true);
  await wallet.reload();
  await titled(wallet, 'Unlock the wallet').waitFor();
  await press(wallet, 'View without unlocking');
  await wallet.getByText(/^No connection\./).waitFor();
  await wallet.getByText('Active', { exact: true }).waitFor();
  await assertAccessible(wallet, 'wallet-offline', WIDTHS);
  await phone.setOffline(false);
  await wallet.getByText(/^No connection\./).waitFor({ state: 'detached' });
});

test('PDM-050 PDM-051 Android: General Settings > Change Derived Credential PIN', { skip }, async () => {
  await wallet.getByRole('link', { name: 'Settings', exact: true }).click();
  await wallet.getByRole('heading', { name: 'General Settings' }).waitFor();
  await assertAccessible(wallet, 'wallet-settings-android', WIDTHS);
  await wallet.getByRole('link', { name: 'Change Derived Credential PIN' }).click();
  await titled(wallet, 'Change Derived Credential PIN').waitFor();
  await changePin('000000', NEXT_PIN, 'Done');
  await wallet.getByText('That was not right.').waitFor();
  await assertAccessible(wallet, 'wallet-change-pin', [320]);
  await changePin(PIN, NEXT_PIN, 'Done');
  await wallet.getByText('The derived credential PIN has changed.').waitFor();
});

const NEXT_PIN = '846207';

async function changePin(present: string, next: string, button: string): Promise<void> {
  await wallet.getByLabel('Current PIN', { exact: true }).fill(present);
  await wallet.getByLabel('New PIN', { exact: true }).fill(next);
  await answer(wallet, 'Enter the new PIN again', next, button);
}

test(
  'AGT-016 PDM-032 PDM-033 PDM-034 iPhone: the credential in Settings, Change PIN, Change, back to Settings',
  { skip },
  async () => {
    await wallet.getByLabel('iPhone', { exact: true }).check();
    await wallet.getByRole('link', { name: 'Lanyard Credential' }).waitFor();
    await assertAccessible(wallet, 'wallet-settings-ios', WIDTHS);
    const [issued] = await credentials();
    await wallet.getByRole('link', { name: 'Lanyard Credential' }).click();
    await wallet.getByRole('heading', { name: 'Certificates' }).waitFor();
    await wallet
      .getByText(issued?.name ?? '-')
      .first()
      .waitFor();
    await wallet
      .getByText(String(new Date(issued?.expiresAt ?? 0).getFullYear()))
      .first()
      .waitFor();
    await wallet.goBack();
    await wallet.getByRole('link', { name: 'Change PIN', exact: true }).click();
    await changePin(NEXT_PIN, PIN, 'Change');
    await titled(wallet, 'Settings').waitFor();
    await wallet.getByText('The derived credential PIN has changed.').waitFor();
  },
);

test(
  'AGT-034 PDM-019 PDM-020 PDM-042 iPhone: current identity with serial number, and the two buttons',
  { skip },
  async () => {
    await wallet.getByRole('link', { name: 'Card', exact: true }).click();
    await titled(wallet, 'Your credential').waitFor();
    await wallet.getByRole('heading', { name: 'Current Identity' }).waitFor();
    const [issued] = await credentials();
    const serial = issued?.certificates.find(({ purpose }) => purpose === 'authentication')?.serial.toLowerCase();
    assert.equal(
      ((await wallet.locator('.identity .mono').textContent()) ?? '').replaceAll(' ', '').toLowerCase(),
      serial,
    );
    await assertAccessible(wallet, 'wallet-home-ios', WIDTHS);
    await press(wallet, 'Manage Existing Credential');
    await wallet.getByRole('heading', { name: 'Certificates' }).waitFor();
    await wallet.goBack();
    await wallet.getByRole('button', { name: 'Activate New Credential', exact: true }).waitFor();
  },
);

/** Another credential for the phone that is registered. @returns its activation password */
async function requestAnother(name: string): Promise<string> {
  await portal.goto(on.portal);
  await portal.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
  await portal.getByLabel('Name of the credential').fill(name);
  await portal.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
  return (await portal.locator('[data-field="activation-password"]').textContent()) ?? '';
}

test(
  'AGT-020 AGT-021 PDM-021 PDM-057 ENT-017 ENT-029 a new credential replaces the old one; no registration, no new PIN',
  { skip },
  async () => {
    const password = await requestAnother('New badge');
    await filmTheScreen();
    await press(wallet, 'Activate New Credential');
    await titled(wallet, /^(Unlock the wallet|Authentication required)$/).waitFor();
    if (await titled(wallet, 'Unlock the wallet').isVisible()) await unlockWith(wallet, PASSCODE);
    await answer(wallet, 'Activation password', password, 'Activate');
    await wallet.getByText('Your derived credential has been activated').click();
    await wallet.getByRole('button', { name: /New badge/ }).waitFor();
    await wallet.getByText('Kept to open old encrypted mail').waitFor();
    await portalSays('The derived credential "New badge" is on your phone.');
    const live = (await credentials()).filter(({ state }) => state === 'active');
    assert.deepEqual(
      live.map(({ name }) => name),
      ['New badge'],
    );
  },
);

test('AGT-017 AGT-018 PDM-049 trash, a warning that says what stops, Delete', { skip }, async () => {
  await wallet.getByRole('button', { name: /New badge/ }).click();
  await press(wallet, 'Delete this credential');
  await titled(wallet, 'Delete this credential?').waitFor();
  await wallet.getByText('All managed apps that use it are locked at their next check-in.').waitFor();
  await assertAccessible(wallet, 'wallet-delete', WIDTHS);
  await press(wallet, 'Keep it');
  await press(wallet, 'Delete this credential');
  await press(wallet, 'Delete');
  await wallet.getByText('No derived credential yet').waitFor();
  await until('the portal knows', async () => (await credentials()).every(({ state }) => state !== 'active'));
});

test(
  'a suspended account suspends the credential: the wallet shows it at its next check-in, and its lifting',
  { skip },
  async () => {
    const password = await requestAnother('Last badge');
    await checkIn(wallet);
    await press(wallet, 'Enter Password');
    await answer(wallet, 'Activation password', password, 'Activate');
    await wallet.getByText('Your derived credential has been activated').click();
    await walletShows('Active');
    await on.run(['person', 'state', 'ada.vega', 'suspended']);
    await walletShows('Suspended');
    await assertAccessible(wallet, 'wallet-suspended', WIDTHS);
    await on.run(['person', 'state', 'ada.vega', 'active']);
    await walletShows('Active');
  },
);

async function walletShows(state: string): Promise<void> {
  await until(`the wallet shows ${state}`, async () => {
    await checkIn(wallet);
    return wallet.getByText(state, { exact: true }).isVisible();
  });
}

test(
  'AGT-019 a credential that is deleted in the portal is gone from the wallet at its next check-in',
  { skip },
  async () => {
    await signInAt(portal, on);
    await portal.getByRole('button', { name: /^Delete credential Last badge/ }).click();
    await confirm(portal, 'Delete "Last badge"?', 'Delete credential');
    await walletShows('No derived credential yet');
  },
);

test('a phone that was reported lost is told so, erases itself and can be registered again', { skip }, async () => {
  await portal.getByRole('button', { name: /^Report lost/ }).click();
  await confirm(portal, /^Report .+ as lost\?$/, 'Report lost');
  await checkIn(wallet);
  await titled(wallet, 'This phone was reported lost').waitFor();
  await assertAccessible(wallet, 'wallet-lost', [320]);
  await press(wallet, 'Erase and register again');
  await titled(wallet, 'Register this phone').waitFor();
});

test('no page of the wallet raised an error, and its Content-Security-Policy stopped nothing', { skip }, () => {
  assert.deepEqual(complaints, []);
});

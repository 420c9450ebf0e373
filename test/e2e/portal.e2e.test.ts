// A card holder at a desktop: Chromium, the card in the TLS handshake, every screen of the self-service portal.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate, register } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import {
  confirm,
  REQUEST_BUTTON,
  requestAt,
  requestOfPage,
  shownSecrets,
  signInAt,
  tabTo,
  type ShownSecrets,
} from './support/portal-page.ts';
import { until } from './support/run-program.ts';
import { photograph, readQr } from './support/screen-qr.ts';

const skip = needs('chromium');
const WIDTHS = [1280, 320];
let on: Lanyard;
let chrome: Browser;
let page: Page;
let complaints: string[];
let secrets: ShownSecrets;

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
  page = await (await desktop(chrome, on, cardOf('ada.vega'))).newPage();
  complaints = complaintsOf(page);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

const cardOf = (name: string): string => join(on.cards, `${name}.p12`);
const heading = (name: string) => page.getByRole('heading', { level: 1, name });
const phone = (name: string) => deviceIn(on.folder, name);

async function mustActivate(name: string, password: string): Promise<void> {
  const done = await activate(phone(name), password);
  assert.equal(done.code, 0, done.said);
}

test(
  'SSP-002 SSP-007 SSP-022 the sign-in page has the certificate button and asks for no password',
  { skip },
  async () => {
    await page.goto(on.portal);
    await heading('Set up your phone with your smart card').waitFor();
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    assert.equal(await page.getByRole('button', { name: 'Sign in with Certificate', exact: true }).count(), 1);
    assert.equal(await page.locator('input').count(), 0);
    await assertAccessible(page, 'sign-in', WIDTHS);
  },
);

test('SSP-001 SSP-010 SSP-012 the button leads over the card host to the own credentials', { skip }, async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await signInAt(page, on);
  assert.ok(
    asked.some((url) => url.startsWith(`${on.cardHosts[0]}/card/`)),
    'the card host asked for the certificate',
  );
  assert.equal(await page.locator('.header__name').textContent(), 'Ada Vega');
  assert.equal(page.url(), `${on.portal}/`, 'no ticket is left in the address');
  await assertAccessible(page, 'home-empty', WIDTHS);
});

test(
  'SSP-014 SSP-015 SSP-016 SSP-025 ENT-009 ENT-019 MAA-029 one button gives user name, PIN, password and QR code',
  { skip },
  async () => {
    secrets = await requestAt(page);
    assert.equal(secrets.userName, 'ada.vega');
    assert.match(secrets.registrationPin, /^[0-9A-HJKMNP-TV-Z]{8}$/);
    assert.match(secrets.activationPassword, /^[0-9A-HJKMNP-TV-Z]{8}$/);
    assert.notEqual(secrets.registrationPin, secrets.activationPassword);
    assert.equal(readQr(await photograph(page.getByRole('img', { name: 'QR code' }))), secrets.link);
    assert.doesNotMatch(secrets.link, new RegExp(`${secrets.registrationPin}|${secrets.activationPassword}`));
    await assertAccessible(page, 'set-up', WIDTHS);
  },
);

test('SSP-020 every value has a copy button that copies exactly it', { skip }, async () => {
  const values = {
    'user name': secrets.userName,
    'registration PIN': secrets.registrationPin,
    'activation password': secrets.activationPassword,
    link: secrets.link,
  };
  for (const [what, value] of Object.entries(values)) {
    await page.getByRole('button', { name: `Copy ${what}`, exact: true }).click();
    await page.getByText(`The ${what} was copied.`).waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), value);
  }
});

test(
  'the countdown runs, and "More time" gives a new PIN and password while the phone is not registered',
  { skip },
  async () => {
    const timer = page.getByRole('timer');
    const before1 = await timer.textContent();
    assert.match(before1 ?? '', /^(10:00|9:\d\d)$/);
    await until('the clock moves', async () => (await timer.textContent()) !== before1);
    await page.getByRole('button', { name: 'More time', exact: true }).click();
    await page.getByText('You have more time, and a new PIN and password.').waitFor();
    const fresh = await shownSecrets(page);
    assert.notEqual(fresh.activationPassword, secrets.activationPassword);
    assert.notEqual(fresh.registrationPin, secrets.registrationPin);
    const refused = await register(phone('too-late'), on, secrets, { name: 'Late phone' });
    assert.notEqual(refused.code, 0, 'what was shown before does not work any more');
    secrets = fresh;
  },
);

test('SSP-014 a reload shows the secrets no more, and says so', { skip }, async () => {
  await page.reload();
  await page.getByText('The PIN and password were shown once and cannot be shown again.').waitFor();
  const html = await page.content();
  assert.ok(!html.includes(secrets.registrationPin) && !html.includes(secrets.activationPassword));
  await assertAccessible(page, 'set-up-after-reload', WIDTHS);
});

test('a request is cancelled after a question, and its PIN stops working', { skip }, async () => {
  await page.getByRole('button', { name: 'Cancel this request', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await assertAccessible(page, 'cancel-dialog', WIDTHS);
  await confirm(page, 'Cancel this request?', 'Cancel this request');
  await page.getByText('This request was cancelled.').waitFor();
  await assertAccessible(page, 'cancelled', [320]);
  assert.notEqual((await register(phone('cancelled'), on, secrets, { name: 'Late phone' })).code, 0);
});

test('SSP-023 a new request replaces the open one, which says so without a reload', { skip }, async () => {
  const old = await requestAt(page);
  const other = await page.context().newPage();
  await other.goto(on.portal);
  await other.getByText('A phone is being set up').waitFor();
  await assertAccessible(other, 'home-open-request', WIDTHS);
  await other.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
  await confirm(other, 'Replace the open request?', REQUEST_BUTTON);
  await other.locator('[data-field="registration-pin"]').waitFor();
  secrets = await shownSecrets(other);
  await page.getByText('A newer request replaced this one.').waitFor();
  await assertAccessible(page, 'superseded', [320]);
  assert.notEqual(
    (await register(phone('superseded'), on, old, { name: 'Late phone' })).code,
    0,
    'the old PIN is dead',
  );
  await page.close();
  page = other;
  complaintsOf(page, complaints);
});

test('ENT-013 ENT-021 the steps tick as the phone registers and activates, without a reload', { skip }, async () => {
  await page.evaluate(() => void Object.assign(window, { stillHere: true }));
  assert.equal((await register(phone('work'), on, secrets, { name: 'Work iPhone' })).code, 0);
  await page.getByText('Work iPhone is registered. The PIN is used up.').waitFor();
  assert.equal(await page.locator('[aria-current="step"] h2').textContent(), 'Activate');
  await assertAccessible(page, 'set-up-registered', WIDTHS);
  assert.equal((await requestOfPage(page)).registered, true);
  await mustActivate('work', secrets.activationPassword);
  await heading('Your phone is ready').waitFor();
  await page.getByRole('list', { name: 'Good for' }).waitFor();
  assert.equal(await page.evaluate(() => Object.hasOwn(window, 'stillHere')), true);
  assert.deepEqual(await page.getByRole('list', { name: 'Good for' }).getByRole('listitem').allTextContents(), [
    'Sign in',
    'Sign mail',
    'Encrypt mail',
  ]);
  await assertAccessible(page, 'done', WIDTHS);
});

test('SSP-014 a registration PIN works once', { skip }, async () => {
  const second = await register(phone('second'), on, secrets, { name: 'Second phone' });
  assert.notEqual(second.code, 0);
  assert.match(second.said, /used/i);
});

test('the device and its credential are listed with state and expiry', { skip }, async () => {
  await page.getByRole('link', { name: 'Your credentials', exact: true }).click();
  const card = page.getByRole('article', { name: 'Work iPhone' });
  await card.getByText('Active', { exact: true }).waitFor();
  assert.match((await card.textContent()) ?? '', /iOS 18\.1/);
  const until1 = await card.locator('.credential__days time').getAttribute('datetime');
  assert.ok(Date.parse(until1 ?? '') > Date.now() + 86_400_000, `the credential lasts until ${until1}`);
  await assertAccessible(page, 'home', WIDTHS);
});

test(
  'ENT-016 ENT-029 ENT-032 a registered phone gets a new, named credential without a registration PIN',
  { skip },
  async () => {
    await page.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
    await page.getByLabel('Name of the credential').fill('Second badge');
    await assertAccessible(page, 'new-request', WIDTHS);
    await page.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
    await page.locator('[data-field="activation-password"]').waitFor();
    assert.equal(await page.locator('[data-field="registration-pin"]').count(), 0);
    const password = (await page.locator('[data-field="activation-password"]').textContent()) ?? '';
    await mustActivate('work', password);
    await page.getByText('The derived credential "Second badge" is on your phone.').waitFor();
    await page.getByRole('link', { name: 'Your credentials', exact: true }).click();
    await page.getByRole('article', { name: 'Work iPhone' }).getByRole('heading', { name: 'Second badge' }).waitFor();
    await page.getByText('Recently ended (1)').click();
    await page.getByText('Replaced', { exact: true }).waitFor();
  },
);

test('a credential is deleted after a question that says what stops; Escape keeps it', { skip }, async () => {
  const button = page.getByRole('button', { name: 'Delete credential Second badge on Work iPhone' });
  await button.click();
  await page.getByRole('dialog', { name: 'Delete "Second badge"?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await button.evaluate((element) => element === document.activeElement), true, 'the focus came back');
  await button.click();
  await assertAccessible(page, 'delete-dialog', [320]);
  await confirm(page, 'Delete "Second badge"?', 'Delete credential');
  await page.getByText('Recently ended (2)').waitFor();
  const { out } = await phone('work')(['check-in']);
  assert.match(out, /Derived credential: replaced/, 'its old key opens old mail');
  assert.doesNotMatch(out, /Second badge|Derived credential: active/);
});

test('a lost device is reported; it is told so at its next call', { skip }, async () => {
  await page.getByRole('button', { name: 'Report lost Work iPhone' }).click();
  await confirm(page, 'Report Work iPhone as lost?', 'Report lost');
  await page.getByText('Reported lost', { exact: true }).waitFor();
  await assertAccessible(page, 'home-lost', [320]);
  assert.match((await phone('work')(['check-in'])).said, /lost/i);
});

test('activity tells what happened, newest first', { skip }, async () => {
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await page.locator('[data-act]').first().waitFor();
  const acts = await page.locator('[data-act]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-act')));
  assert.ok(acts.length >= 8, acts.join(' '));
  const story = ['device.lost', 'credential.bound', 'device.registered', 'request.superseded', 'request.cancelled'];
  assert.deepEqual([...new Set(acts.filter((act) => story.includes(act ?? '')))], story, 'newest first');
  await assertAccessible(page, 'activity', WIDTHS);
});

test(
  'an act that needs the card asks for it twenty minutes later, and goes on by itself afterwards',
  { skip },
  async () => {
    const context = await desktop(chrome, on, cardOf('chloe.lind'));
    const later = await context.newPage();
    await signInAt(later, on);
    const first = await requestAt(later);
    await inDatabase(
      on,
      "update signin.session set signed_in_at = signed_in_at - interval '21 minutes' where ended_at is null",
    );
    await later.getByRole('button', { name: 'More time', exact: true }).click();
    const dialog = later.getByRole('dialog', { name: 'Show your smart card once more' });
    await dialog.waitFor();
    await assertAccessible(later, 'card-again', [1280]);
    await dialog.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();
    await later.getByText('You have more time, and a new PIN and password.').waitFor();
    secrets = await shownSecrets(later);
    assert.notEqual(secrets.activationPassword, first.activationPassword);
    await context.close();
  },
);

test(
  'SSP-023 ENT-011 a request whose time ran out says so; the next begins from there, and the old PIN stays dead',
  { skip },
  async () => {
    const context = await desktop(chrome, on, cardOf('chloe.lind'));
    const late = await context.newPage();
    await signInAt(late, on);
    await late.getByRole('link', { name: 'Continue', exact: true }).click();
    await late.getByRole('timer').waitFor();
    await inDatabase(
      on,
      "update credentials.request set expires_at = now() - interval '1 second' where state = 'pending'",
    );
    await late.reload();
    await late.getByText('The time for this request ran out.').waitFor();
    await assertAccessible(late, 'expired', WIDTHS);
    await late.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
    await late.locator('[data-field="registration-pin"]').waitFor();
    assert.notEqual((await register(phone('expired'), on, secrets, { name: 'Late phone' })).code, 0);
    assert.equal((await register(phone('in-time'), on, await shownSecrets(late), { name: 'New phone' })).code, 0);
    await context.close();
  },
);

test('with the keyboard alone: sign in, request, more time, cancel', { skip }, async () => {
  const context = await desktop(chrome, on, cardOf('ben.okafor'));
  const keys = await context.newPage();
  await keys.goto(on.portal);
  await keys.getByRole('button', { name: 'Sign in with Certificate' }).waitFor();
  await tabTo(keys, 'Sign in with Certificate');
  await keys.keyboard.press('Enter');
  await keys.getByRole('heading', { level: 1, name: 'Your credentials' }).waitFor();
  await tabTo(keys, REQUEST_BUTTON);
  await keys.keyboard.press('Enter');
  await keys.locator('[data-field="registration-pin"]').waitFor();
  await tabTo(keys, 'More time');
  await keys.keyboard.press('Enter');
  await keys.getByText('You have more time, and a new PIN and password.').waitFor();
  await tabTo(keys, 'Copy registration PIN');
  await keys.keyboard.press('Enter');
  await keys.getByText('The registration PIN was copied.').waitFor({ state: 'attached' });
  await tabTo(keys, 'Cancel this request');
  await keys.keyboard.press('Enter');
  await keys.getByRole('dialog').waitFor();
  await tabTo(keys, 'Cancel this request');
  await keys.keyboard.press('Enter');
  await keys.getByText('This request was cancelled.').waitFor();
  await context.close();
});

test('a session that is ended in another browser leads back to the sign-in page', { skip }, async () => {
  const elsewhere = await desktop(chrome, on, cardOf('ada.vega'), {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  });
  const other = await elsewhere.newPage();
  await signInAt(other, on);
  await other.getByRole('link', { name: 'Sign-ins', exact: true }).click();
  const row = other.getByRole('listitem').filter({ hasText: 'Chrom' });
  await row.first().waitFor();
  await assertAccessible(other, 'sign-ins', WIDTHS);
  await row.first().getByRole('button', { name: /^End/ }).click();
  await row.first().waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByText('Your session has ended.').waitFor();
  await assertAccessible(page, 'sign-in-again', [320]);
  await elsewhere.close();
});

test('after signing in again and signing out nothing of the person is left to see', { skip }, async () => {
  await signInAgain();
  await heading('Your credentials').or(heading('Activity')).waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await heading('Set up your phone with your smart card').waitFor();
  await page.goBack();
  await heading('Set up your phone with your smart card').waitFor();
  assert.equal(await page.getByText('Ada Vega').count(), 0);
});

const signInAgain = () => page.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();

test('no page raised an error, and the Content-Security-Policy stopped nothing of ours', { skip }, () => {
  assert.deepEqual(complaints, []);
});

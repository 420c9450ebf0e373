// The same portal in a second browser: Firefox, its own certificate store, its own TLS.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { programPath } from '../../scripts/debian-packages.mjs';
import { needs } from '../needs.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate, register } from './support/enrolled-device.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { makeCertificateStore } from './support/nss.ts';
import { REQUEST_BUTTON } from './support/portal-page.ts';

const skip = needs('firefox-esr', 'certutil');
let on: Lanyard;
let firefox: Browser;
let page: Page;

before(async () => {
  if (skip) return;
  on = await lanyard();
  await on.start();
  const profile = join(on.folder, 'firefox');
  await makeCertificateStore(on, profile, [join(on.cards, 'ada.vega.p12')]);
  firefox = await launch({
    browser: 'firefox',
    executablePath: programPath('firefox-esr') ?? 'firefox-esr',
    headless: true,
    userDataDir: profile,
    env: { ...process.env, HOME: on.folder },
    extraPrefsFirefox: { 'security.default_personal_cert': 'Select Automatically' },
  });
  page = await firefox.newPage();
  page.setDefaultTimeout(20_000);
});
after(async () => {
  await firefox?.close();
  await on?.remove();
});

const button = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`);
const heading = (name: string) => page.locator(`::-p-aria([name="${name}"][role="heading"])`).wait();
const textOf = (field: string) => page.$eval(`[data-field="${field}"]`, (element) => element.textContent ?? '');

test('SSP-004 in Firefox a card holder signs in with the certificate of the card', { skip }, async () => {
  await page.goto(`${on.portal}/sign-in`);
  await button('Sign in with Certificate').click();
  await heading('Your credentials');
  assert.equal(await page.$eval('.header__name', (element) => element.textContent), 'Ada Vega');
  assert.match(await page.evaluate(() => navigator.userAgent), /Firefox/);
});

test('SSP-004 in Firefox the request and its live steps work to the end', { skip }, async () => {
  await button(REQUEST_BUTTON).click();
  await heading('Set up your phone');
  await page.locator('[data-field="activation-password"]').wait();
  const device = deviceIn(on.folder, 'phone');
  const password = await textOf('activation-password');
  const shown = { userName: await textOf('user-name'), registrationPin: await textOf('registration-pin') };
  assert.equal((await register(device, on, shown)).code, 0);
  await page.locator('::-p-text(Phone is registered. The PIN is used up.)').wait();
  assert.equal((await activate(device, password)).code, 0);
  await heading('Your phone is ready');
});

test('SSP-004 Firefox shows the dialog of a question, and ends a credential', { skip }, async () => {
  await page.goto(on.portal);
  await heading('Your credentials');
  await button('Delete credential Derived credential on Phone').click();
  await page.locator('dialog[open]').wait();
  await button('Delete credential').click();
  await page.locator('::-p-text(Recently ended)').wait();
  assert.equal(await page.$('dialog[open]'), null);
});

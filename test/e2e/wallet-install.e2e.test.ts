// Outside of a demo: a tab of an iPhone's browser is no place for keys.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { openChromium } from './support/chromium.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { storedValue } from './support/phone-profile.ts';
import { runProgram } from './support/run-program.ts';
import { PHONE_SIZE, PHONES, titled } from './support/wallet-page.ts';

const skip = needs('chromium', 'openssl');
const REQUEST = '0f8b2c53-5c1d-4f1e-9a57-3f5a6f0f4b11';
let on: Lanyard;
let chrome: Browser;

before(async () => {
  if (skip) return;
  on = await lanyard();
  const web = await webCertificate();
  [chrome] = await Promise.all([openChromium(), on.start({ LANYARD_DEMO: 'false', ...web })]);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

/** Outside of a demo an installation brings its own certificate for https. */
async function webCertificate(): Promise<Record<string, string>> {
  const [key, certificate] = [join(on.folder, 'web.key'), join(on.folder, 'web.pem')];
  const kind = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
  ];
  const made = await runProgram('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', certificate]);
  assert.equal(made.code, 0, made.text);
  return { LANYARD_TLS_KEY_FILE: key, LANYARD_TLS_CERTIFICATE_FILE: certificate };
}

async function open(userAgent: string): Promise<{ context: BrowserContext; wallet: Page }> {
  const context = await chrome.newContext({
    ...PHONE_SIZE,
    userAgent,
    ignoreHTTPSErrors: true,
    reducedMotion: 'reduce',
  });
  const wallet = await context.newPage();
  wallet.setDefaultTimeout(20_000);
  await wallet.goto(`https://localhost:${on.env['LANYARD_WALLET_TLS_PORT']}/#request=${REQUEST}`);
  return { context, wallet };
}

test(
  'PDM-058 an iPhone that followed the link registers only from its home screen: a tab makes no keys and says how to go on',
  { skip },
  async () => {
    const { context, wallet } = await open(PHONES.ios);
    await titled(wallet, 'Put the wallet on your home screen first').waitFor();
    await wallet.getByText('Your credential request waits at the server').waitFor();
    await assertAccessible(wallet, 'wallet-install', [390, 320]);
    assert.equal(await storedValue(wallet, 'device-keys'), null);
    assert.equal(await storedValue(wallet, 'registration'), null);
    await context.close();
  },
);

test(
  'an Android phone that followed the link registers in the browser, and the address forgets the request',
  { skip },
  async () => {
    const { context, wallet } = await open(PHONES.android);
    await titled(wallet, 'Register this phone').waitFor();
    await wallet.getByText('Your credential request was found.').waitFor();
    assert.ok(!wallet.url().includes(REQUEST));
    assert.equal(await storedValue(wallet, 'linked'), REQUEST);
    assert.equal(await wallet.getByText('Demo: what this browser plays').count(), 0);
    await context.close();
  },
);

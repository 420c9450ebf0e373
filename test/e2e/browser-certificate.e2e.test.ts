// Chromium's own way to a client certificate: its certificate store, its choice, its trust in the server's root.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createPkcs12, openPkcs12 } from '@lanyard/pki';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './support/chromium.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { makeCertificateStore } from './support/nss.ts';

/** Chromium reads managed policies from here alone; with certificates and no policy its headless dialog hangs. */
const POLICIES = '/etc/chromium/policies/managed';
const POLICY_FILE = join(POLICIES, `lanyard-test-${process.pid}.json`);
const root = process.getuid?.() === 0;
const skip = needs('chromium', 'certutil') || (root ? false : `needs root, to write a policy to ${POLICIES}`);
let on: Lanyard;

before(async () => {
  if (skip) return;
  on = await lanyard();
  await on.start();
  // 1. Only addresses of this installation, so that no other Chromium of this machine chooses anything by it.
  const choose = on.cardHosts.map((host) => JSON.stringify({ pattern: host, filter: {} }));
  mkdirSync(POLICIES, { recursive: true });
  writeFileSync(POLICY_FILE, JSON.stringify({ AutoSelectCertificateForUrls: choose }));
});
after(async () => {
  rmSync(POLICY_FILE, { force: true });
  await on?.remove();
});

/** A PKCS#12 file with one of a card's certificates. */
async function onlyOne(card: string, label: string): Promise<string> {
  const { keys, certificates } = await openPkcs12(readFileSync(card), 'demo');
  const isIt = ({ friendlyName }: { readonly friendlyName: string | undefined }) => friendlyName?.includes(label);
  const [key, certificate] = [keys.find(isIt), certificates.find(isIt)];
  assert.ok(key && certificate);
  const identity = { key: key.octets, certificate: certificate.octets, friendlyName: label };
  const path = join(on.folder, `${label.replaceAll(' ', '-')}.p12`);
  writeFileSync(
    path,
    await createPkcs12({
      identities: [identity],
      chain: certificates.filter(({ friendlyName }) => !friendlyName).map(({ octets }) => octets),
      password: 'demo',
      iterations: 2_000,
    }),
  );
  return path;
}

/** A browser with a home of its own: on Linux its certificate store is $HOME/.pki/nssdb. */
async function browserWith(name: string, card: string): Promise<BrowserContext> {
  const home = join(on.folder, name);
  await makeCertificateStore(on, join(home, '.pki/nssdb'), [card]);
  return chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: chromiumPath(),
    args: CHROMIUM_ARGUMENTS,
    env: { ...process.env, HOME: home },
    viewport: { width: 1280, height: 800 },
  });
}

async function signIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`https://localhost:${on.env['LANYARD_PORTAL_TLS_PORT']}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();
  return page;
}

test(
  "SSP-001 SSP-010 Chromium's own store and choice sign a card holder in, over https that it trusts",
  { skip },
  async () => {
    const context = await browserWith('one', await onlyOne(join(on.cards, 'ada.vega.p12'), 'PIV Authentication'));
    const page = await signIn(context);
    await page.getByRole('heading', { level: 1, name: 'Your credentials' }).waitFor();
    assert.equal(await page.locator('.header__name').textContent(), 'Ada Vega');
    await context.close();
  },
);

test("SSP-011 of a card's four certificates Chromium finds only the one for authentication fit", { skip }, async () => {
  const context = await browserWith('four', join(on.cards, 'ada.vega.p12'));
  const page = await signIn(context);
  await page.getByRole('heading', { level: 1, name: 'Your credentials' }).waitFor();
  await context.close();
});

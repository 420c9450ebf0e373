// An administrator makes the portal the organisation's own: its looks, its provider. A card holder meets it in Chromium.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type {
  ChainTest,
  LogoKept,
  PortalAuthenticationSetting,
  ProviderView,
  SettingPreview,
  SettingView,
} from '@lanyard/contract';
import { needs } from '../needs.ts';
import { adminPage } from './support/admin-page.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { CardHolder } from './support/card-holder.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { REQUEST_BUTTON, signInAt } from './support/portal-page.ts';
import { until } from './support/run-program.ts';
import { takePicture } from './support/take-picture.ts';

const skip = needs('chromium');
const SSM = 'https://yourentrustssm.yourcorp.example:8448/SelfService?from=portal%20page';
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" rx="6" fill="#7a1f5c"/><circle cx="20" cy="20" r="12" fill="#fff"/></svg>';

let on: Lanyard;
let chrome: Browser;
let page: Page;
let complaints: string[];
let admin: CardHolder;

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
  admin = new CardHolder(on.portal);
  await admin.signIn(join(on.cards, 'ada.vega.p12'));
  page = await (await desktop(chrome, on, join(on.cards, 'ben.okafor.p12'))).newPage();
  complaints = complaintsOf(page);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

async function ask<T>(method: string, path: string, body?: object, version?: number): Promise<T> {
  const answer = await admin.send(method, `/api/admin${path}`, body, version);
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body as T; // sound: the test names the route's own schema, and asserts on what it uses
}
const PORTAL = '/settings/portal_authentication/default';
const anchorsOf = ({ value }: SettingView) => (value as PortalAuthenticationSetting).anchors;

test(
  'ADM-027 ADM-028 the certificate that the portal trusts passes the test of its file, and as DER it does not',
  { skip },
  async () => {
    const [anchor] = anchorsOf(await ask<SettingView>('GET', PORTAL));
    const pem = anchor?.certificate ?? '';
    const path = '/settings/portal_authentication/certificates';
    const { anchors } = await ask<ChainTest>('POST', path, { content: Buffer.from(pem).toString('base64') });
    assert.match(anchors[0]?.name ?? '', /Demo Card CA/);
    const der = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const refused = await admin.send('POST', `/api/admin${path}`, { content: der });
    assert.deepEqual([refused.status, (refused.body as { code: string }).code], [400, 'pem_required']);
  },
);

test('an administrator who would lock themselves out is warned by name', { skip }, async () => {
  const { version, value } = await ask<SettingView>('GET', PORTAL);
  const closed = { ...(value as object), type: 'None', derivedMobileSmartCredential: false };
  const { lockOut } = await ask<SettingPreview>('POST', `${PORTAL}/preview`, { value: closed }, version);
  assert.ok((lockOut?.lockedOut ?? 0) >= 1);
  assert.match(lockOut?.you ?? '', /^Ada Vega, your own card would no longer open the portal/);
});

test('an accent colour is shown as pages make it, and one that is too pale says so', { skip }, async () => {
  const branding = await adminPage(chrome, on, join(on.cards, 'ada.vega.p12'), '/admin/user-settings/branding/default');
  complaintsOf(branding, complaints);
  const colour = branding
    .getByLabel('Accent colour', { exact: true })
    .or(branding.getByLabel('Accent colour (optional)'));
  await colour.first().fill('#ffd24d');
  await branding.getByText('Too pale to be read').waitFor();
  await colour.first().fill('#5b2a86');
  await branding.getByText('Can be read').waitFor();
  await assertAccessible(branding, 'admin-branding', [320, 2560]);
  await takePicture(branding, 'admin-branding');
  await branding.getByRole('button', { name: 'Cancel', exact: true }).click();
  await branding.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click();
  await branding.context().close();
});

test(
  'ENT-033 name, logo, accent, help and help desk of the organisation are on the page, before anybody signs in',
  { skip },
  async () => {
    const logo = await ask<LogoKept>('POST', '/branding/logo', { content: Buffer.from(LOGO).toString('base64') });
    const value = {
      organisation: 'Tidewater Bureau',
      logo: logo.sha256,
      accent: '#7a1f5c',
      support: { name: 'Bureau help desk', phone: '555-0100' },
      help: { signIn: 'Readers are in room 12.', provider: 'Our Entrust portal calls it "Get my mobile ID".' },
    };
    await ask('PUT', '/settings/branding/default', { value }, 0);
    await page.goto(`${on.portal}/sign-in`);
    await page.getByText('Readers are in room 12.').waitFor();
    assert.equal(await page.locator('.header__organisation').textContent(), 'Tidewater Bureau');
    const drawn = page.locator('.header__logo');
    assert.ok((await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)) > 0, 'the logo is drawn');
    const accent = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim());
    assert.equal(await accent(), '#7a1f5c');
    await page.emulateMedia({ colorScheme: 'dark' });
    await until('dark mode has a shade of its own', async () => (await accent()) !== '#7a1f5c');
    await assertAccessible(page, 'own-sign-in', [1280, 320]);
  },
);

test('the wallet shows them too, before a phone is registered', { skip }, async () => {
  const phone = await (await chrome.newContext({ viewport: { width: 390, height: 800 } })).newPage();
  await phone.goto(on.wallet);
  await phone.getByText('Tidewater Bureau').first().waitFor();
  await until('the logo is drawn', () =>
    phone.locator('.brand-logo').evaluate((image: HTMLImageElement) => image.naturalWidth > 0),
  );
  const accent = await phone.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'));
  assert.equal(accent.trim(), '#7a1f5c');
  await assertAccessible(phone, 'own-wallet', [390, 320]);
  await phone.context().close();
});

test('SSP-017 ADM-037 ADM-100 with Entrust the button leads exactly to the Self Service Module', { skip }, async () => {
  const { version: enabled } = await ask<ProviderView>('GET', '/providers/entrust');
  await ask('PUT', '/providers/entrust', { enabled: true, instructions: 'Have your card ready.' }, enabled);
  const { version, value } = await ask<SettingView>('GET', PORTAL);
  const entrust = { ...(value as object), provider: 'entrust', selfServiceModuleUrl: SSM };
  await ask('PUT', PORTAL, { value: entrust }, version);
  await page.route('https://yourentrustssm.yourcorp.example:8448/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Self Service</title><h1>Module</h1>' }),
  );
  await signInAt(page, on);
  await page.getByText('Have your card ready.').waitFor();
  await page.getByText('calls it "Get my mobile ID"').waitFor();
  await page.getByRole('button', { name: 'Request a PIN', exact: true }).waitFor();
  await page.getByText('What to do, step by step').click();
  assert.equal(await page.locator('.request__help li').count(), 10);
  await assertAccessible(page, 'own-home', [1280, 320]);
  await page.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
  await page.getByRole('heading', { name: 'Module' }).waitFor();
  assert.equal(page.url(), SSM);
});

test('no page raised an error, and the Content-Security-Policy stopped nothing of ours', { skip }, () => {
  assert.deepEqual(complaints, []);
});

// Cards that must be refused, each with its own page: the cause, the certificate that was chosen, the way on.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { errorCatalogue, type ErrorCode } from '@lanyard/contract';
import { openPkcs12, toPem } from '@lanyard/pki';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { type Card, desktop, openChromium } from './support/chromium.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { signInAt } from './support/portal-page.ts';

const skip = needs('chromium');
const WIDTHS = [1280, 320];
let on: Lanyard;
let chrome: Browser;

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

const cardFile = (name: string): string => join(on.cards, `${name}.p12`);

/** One certificate of a card that has several, as when the person picks it from the list. */
async function only(card: string, label: string): Promise<Card> {
  const { keys, certificates } = await openPkcs12(readFileSync(cardFile(card)), 'demo');
  const isIt = ({ friendlyName }: { readonly friendlyName: string | undefined }) => friendlyName?.includes(label);
  const [key, certificate] = [keys.find(isIt), certificates.find(isIt)];
  assert.ok(key && certificate, `${card} has no "${label}"`);
  return {
    cert: Buffer.from(toPem('CERTIFICATE', certificate.octets)),
    key: Buffer.from(toPem('PRIVATE KEY', key.octets)),
  };
}

/** A browser that sends `card` to the first card host, and Ada's good one when it is asked again. */
async function show(card: Card | null, look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const [first = '', again = ''] = on.cardHosts;
  const held = typeof card === 'string' ? { pfx: readFileSync(card), passphrase: 'demo' } : card;
  const good = { origin: again, pfx: readFileSync(cardFile('ada.vega')), passphrase: 'demo' };
  const clientCertificates = [...(held ? [{ origin: first, ...held }] : []), good];
  const context = await desktop(chrome, on, null, { clientCertificates, ...options });
  const page = await context.newPage();
  await page.goto(`${on.portal}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();
  await page.waitForURL(`${first}/card/*`);
  await look(page);
  await context.close();
}

interface Refusal {
  readonly title: string;
  readonly card: () => Promise<Card> | Card | null;
  readonly code: ErrorCode;
  /** What the page says of the certificate that was chosen. */
  readonly chosen: RegExp | null;
  readonly next: RegExp;
}

const agency = /PIV Authentication/;
const wide: ReadonlySet<ErrorCode> = new Set(['certificate_wrong_kind', 'certificate_missing']);
const refusals: readonly Refusal[] = [
  {
    title: 'a revoked card',
    card: () => cardFile('bad-revoked'),
    code: 'certificate_revoked',
    chosen: agency,
    next: /Use your new card/,
  },
  {
    title: 'an expired card',
    card: () => cardFile('bad-expired'),
    code: 'certificate_expired',
    chosen: agency,
    next: /Use your new card/,
  },
  {
    title: 'a card without a User Principal Name',
    card: () => cardFile('bad-no-upn'),
    code: 'certificate_without_upn',
    chosen: /User Principal Name\s*none/,
    next: /Choose the PIV Authentication certificate/,
  },
  {
    title: 'a card of an unknown issuer',
    card: () => cardFile('bad-unknown-issuer'),
    code: 'certificate_not_trusted',
    chosen: /Elsewhere Card CA/,
    next: /on your agency card/,
  },
  {
    title: 'a card of an unknown person',
    card: () => cardFile('bad-unknown-person'),
    code: 'person_unknown',
    chosen: /nora\.nemo@harbor\.example/,
    next: /Ask your administrator/,
  },
  {
    title: 'SSP-011 the encryption certificate',
    card: () => only('ada.vega', 'Key Management'),
    code: 'certificate_wrong_kind',
    chosen: /Key Management \(encryption\)/,
    next: /Choose the PIV Authentication certificate/,
  },
  {
    title: 'SSP-011 the signature certificate',
    card: () => only('ada.vega', 'Digital Signature'),
    code: 'certificate_wrong_kind',
    chosen: /Digital Signature/,
    next: /Choose the PIV Authentication certificate/,
  },
  {
    title: 'SSP-009 no card in the reader',
    card: () => null,
    code: 'certificate_missing',
    chosen: null,
    next: /Put the card into the reader/,
  },
];

for (const { title, card, code, chosen, next } of refusals)
  test(`${title}: its own page, and "Choose another certificate" goes on with the right one`, { skip }, async () => {
    await show(await card(), async (page) => {
      await page.getByRole('heading', { level: 1, name: errorCatalogue[code].title }).waitFor();
      const text = ((await page.locator('body').textContent()) ?? '').replace(/\s+/g, ' ');
      assert.ok(text.includes('You are not signed in'));
      assert.match(text, next);
      assert.match(text, new RegExp(`Code ${code}`));
      if (chosen) assert.match(text, chosen);
      assert.equal(text.includes('The certificate that was chosen'), chosen !== null);
      assert.match(text, /The one to choose: PIV Authentication certificate/);
      // the pages differ in their words: one of each make is judged at both widths
      await assertAccessible(page, `card-${code}`, wide.has(code) ? WIDTHS : [320]);
      const reference = (await page.locator('footer code').first().textContent()) ?? '-';
      assert.ok(on.log().includes(reference), 'the reference is in the log');
      await page.getByRole('link', { name: 'Choose another certificate', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Your credentials' }).waitFor();
      assert.equal(await page.locator('.header__name').textContent(), 'Ada Vega');
    });
  });

const IPHONE = {
  userAgent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  viewport: { width: 390, height: 844 },
};

test('SSP-003 on a phone there is no certificate button, and the way to go is shown', { skip }, async () => {
  const context = await desktop(chrome, on, null, IPHONE);
  const page = await context.newPage();
  await page.goto(on.portal);
  await page.getByText('Signing in with a smart card works on a desktop computer only.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Sign in with Certificate' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'open the wallet' }).getAttribute('href'), on.wallet);
  await assertAccessible(page, 'sign-in-on-a-phone', [390, 320]);
  await context.close();
});

test('SSP-003 the card host refuses a phone that comes with a link, card or not', { skip }, async () => {
  const context = await desktop(chrome, on, cardFile('ada.vega'), IPHONE);
  const page = await context.newPage();
  await page.goto(`${on.cardHosts[0]}/card/00000000-0000-4000-8000-000000000000`);
  await page.getByRole('heading', { level: 1, name: errorCatalogue.mobile_browser.title }).waitFor();
  await assertAccessible(page, 'card-mobile_browser', [320]);
  await context.close();
});

test('an address of the card host that no portal page gave begins anew at the portal', { skip }, async () => {
  const context = await desktop(chrome, on, cardFile('ada.vega'));
  const page = await context.newPage();
  await page.goto(`${on.cardHosts[0]}/card/00000000-0000-4000-8000-000000000000`);
  await page.getByRole('heading', { level: 1, name: errorCatalogue.sign_in_attempt_unknown.title }).waitFor();
  await page.getByRole('link', { name: 'Start again at the portal' }).click();
  await page.getByRole('button', { name: 'Sign in with Certificate' }).waitFor();
  await context.close();
});

test(
  'SSP-008 SSP-013 SSP-024 without derived credentials the button is "Request a PIN" and gives only that',
  { skip },
  async () => {
    const set = (value: boolean) =>
      inDatabase(
        on,
        `update directory.setting set value = value || jsonb_build_object('derivedMobileSmartCredential', $1::boolean) where kind = 'portal_authentication'`,
        [value],
      );
    await set(false);
    const context = await desktop(chrome, on, cardFile('chloe.lind'));
    const page = await context.newPage();
    await signInAt(page, on);
    await page.getByRole('button', { name: 'Request a PIN', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Register your phone' }).waitFor();
    assert.match((await page.locator('[data-field="registration-pin"]').textContent()) ?? '', /^[0-9A-Z]{8}$/);
    assert.equal(await page.locator('[data-field="user-name"]').textContent(), 'chloe.lind');
    assert.equal(await page.locator('[data-field="activation-password"]').count(), 0);
    await assertAccessible(page, 'pin-only', WIDTHS);
    await context.close();
    await set(true);
  },
);

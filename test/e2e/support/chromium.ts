import { readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { programPath } from '../../../scripts/debian-packages.mjs';
import type { Lanyard } from './lanyard.ts';

/** Nothing that calls home or asks at the first start; without a sandbox, since root has none. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const chromiumPath = (): string => programPath('chromium') ?? 'chromium';

export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });

/** What a reader holds: a PKCS#12 file of the demo agency, or one certificate with its key, PEM. */
export type Card = string | { readonly cert: Buffer; readonly key: Buffer };

/**
 * A browser at a desktop, with a card in the reader for every address of the card host.
 * @param card null: the reader is empty
 */
export async function desktop(
  browser: Browser,
  on: Lanyard,
  card: Card | null,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const held = typeof card === 'string' ? { pfx: readFileSync(card), passphrase: 'demo' } : card;
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    clientCertificates: held ? on.cardHosts.map((origin) => ({ origin, ...held })) : [],
    ...options,
  });
  context.setDefaultTimeout(20_000);
  return context;
}

/**
 * Everything that a page complained about: its own errors and what its Content-Security-Policy stopped.
 * @param complaints where that of other pages is already kept
 */
export function complaintsOf(page: Page, complaints: string[] = []): string[] {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy|trusted ?(types?|script)/i.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

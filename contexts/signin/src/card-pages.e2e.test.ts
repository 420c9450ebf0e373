import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Pair } from './testing/authority.ts';
import { cards } from './testing/cards.ts';
import { openWorld, type World } from './testing/world.ts';

const CHROMIUM = '/usr/bin/chromium';
const skip = existsSync(CHROMIUM) ? false : `${CHROMIUM} is not installed`;
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
let world: World;
let chrome: Browser;

before(async () => {
  if (skip) return;
  world = await openWorld();
  chrome = await chromium.launch({ executablePath: CHROMIUM, args: quiet });
});
after(async () => {
  if (skip) return;
  await chrome.close();
  await world.close();
});

/** Shows a card at every card host, as a person who picks it again and again. */
async function show(
  card: Pair | null,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const held = card && { cert: Buffer.from(card.certPem), key: Buffer.from(card.keyPem) };
  const clientCertificates = held ? world.cardHosts.map((origin) => ({ origin, ...held })) : [];
  const context = await chrome.newContext({ ignoreHTTPSErrors: true, clientCertificates, ...options });
  const page = await context.newPage();
  const started = await world.browser().call('POST', '/api/sign-in');
  await page.goto((started.json() as { url: string }).url);
  await look(page);
  await context.close();
}

async function assertAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    [],
  );
  const sideways = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  assert.equal(sideways, false, 'nothing is cut off at the side');
}

const looks: [string, BrowserContextOptions][] = [
  ['on a desktop', {}],
  ['dark and 320 px wide', { colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
];
for (const [where, options] of looks) {
  test(
    `SSP-011 the page of a wrong certificate, ${where}, is accessible and its style is applied`,
    { skip },
    async () => {
      const subject = { otherNames: [{ kind: 'uri', value: `urn:uuid:${'0'.repeat(8)}` }] } as const;
      await show(await cards.encryption(world.issuing, subject), options, async (page) => {
        await assertAccessible(page);
        assert.notEqual(await page.evaluate('getComputedStyle(document.querySelector("main")).borderTopStyle'), 'none');
        assert.equal(await page.title(), 'This certificate is not the one for signing in. – Test Agency');
      });
    },
  );
}

test('SSP-003 the page for a phone is accessible', { skip }, async () => {
  await show(
    null,
    { userAgent: 'Mozilla/5.0 (iPhone) Mobile', viewport: { width: 390, height: 800 } },
    assertAccessible,
  );
});

test('the way to another certificate works from the keyboard, on a fresh TLS session', { skip }, async () => {
  await show(await cards.encryption(world.issuing), {}, async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Choose another certificate');
    await Promise.all([page.waitForURL(`${world.cardHosts[1]}/card/*`), page.keyboard.press('Enter')]);
    assert.match(await page.title(), /not the one for signing in/);
  });
});

test('a page is one request: no further handshake asks the card again', { skip }, async () => {
  await show(null, {}, async (page) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.reload();
    assert.equal(asked.length, 1, asked.join(' '));
  });
});

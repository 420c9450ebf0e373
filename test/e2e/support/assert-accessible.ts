import assert from 'node:assert/strict';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

type Scheme = 'light' | 'dark';

/** A folder where every judged screen is left as a picture, for eyes. */
const SCREENS = process.env['LANYARD_SCREENS'];

/**
 * Axe finds nothing on the page and nothing is cut off at the side: at each width, light and dark.
 * @param widths in CSS pixels
 */
export async function assertAccessible(page: Page, screen: string, widths: readonly number[]): Promise<void> {
  const before = page.viewportSize();
  for (const width of widths)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: before?.height ?? 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await assertLook(page, screen, width, colorScheme);
    }
  if (before) await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

async function assertLook(page: Page, screen: string, width: number, scheme: Scheme): Promise<void> {
  const look = `${screen}, ${width} px, ${scheme}`;
  if (SCREENS) await page.screenshot({ path: join(SCREENS, `${look.replace(/[^\w]+/g, '-')}.png`), fullPage: true });
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // the dark page is the same page in other colours
  const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
    look,
  );
  await assertWhole(page, look);
}

/** Nothing is cut off at the side. */
export async function assertWhole(page: Page, look: string): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(beyond <= 0, `${look}: ${beyond} px are cut off at the side`);
}

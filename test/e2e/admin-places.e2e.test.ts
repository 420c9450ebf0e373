// Every place of the admin portal as it is on a new installation: accessible, and whole on narrow and wide screens.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { configurationKinds } from '@lanyard/contract';
import { placeGroups } from '../../apps/portal/src/admin/frame/places.ts';
import { needs } from '../needs.ts';
import { goTo } from './support/admin-page.ts';
import { assertAccessible, assertWhole } from './support/assert-accessible.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { signInAt } from './support/portal-page.ts';

const skip = needs('chromium');
/** Recovery of keys is the security officer's, whom the console makes. */
const places = placeGroups.flatMap((group) => group.places).filter(({ permission }) => permission !== 'escrow.recover');
const forms = [
  '/admin/people/import',
  '/admin/apps/new',
  '/admin/configurations/new',
  ...Object.keys(configurationKinds).map((kind) => `/admin/configurations/new/${kind}`),
];
let on: Lanyard;
let chrome: Browser;
let page: Page;
let complaints: string[];

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
  page = await (await desktop(chrome, on, join(on.cards, 'ada.vega.p12'))).newPage();
  complaints = complaintsOf(page);
  await signInAt(page, on);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

for (const path of [...places.map((place) => place.path), ...forms])
  test(`${path} is accessible, and nothing of it is cut off`, { skip }, async () => {
    await goTo(page, on, path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(await page.getByText('There is nothing at this address').count(), 0);
    await assertAccessible(page, `place ${path}`, [320]);
    await page.setViewportSize({ width: 2560, height: 1000 });
    await assertWhole(page, '2560 px');
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.deepEqual(complaints, []);
  });

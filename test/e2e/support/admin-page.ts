import type { Browser, Locator, Page } from 'playwright-core';
import { desktop } from './chromium.ts';
import type { Card } from './chromium.ts';
import type { Lanyard } from './lanyard.ts';

/** Signs in with a card on the way to a page of the admin portal. */
export async function adminPage(chrome: Browser, on: Lanyard, card: Card, path: string): Promise<Page> {
  const page = await (await desktop(chrome, on, card)).newPage();
  await goTo(page, on, path);
  await page.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();
  await page.waitForURL((url) => url.pathname === path);
  return page;
}

/** What stands on a page, by its exact name. @param page asked for at every use: a suite may go on with another */
export function finders(page: () => Page) {
  const named =
    (role: 'button' | 'link' | 'tab') =>
    (name: string): Locator =>
      page().getByRole(role, { name, exact: true });
  return {
    heading: (name: string, on = page()): Locator => on.getByRole('heading', { level: 1, name, exact: true }),
    button: named('button'),
    link: named('link'),
    tab: named('tab'),
  };
}

export async function goTo(page: Page, on: Lanyard, path: string): Promise<void> {
  await page.goto(`${on.portal}${path}`);
}

/** The row of a table, or its card on a narrow screen, that is named so in its first cell. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.locator('.table__first').getByText(name, { exact: true }) });

/** Chooses in a list of choices by what stands on the screen. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
}

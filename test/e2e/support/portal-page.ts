import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { requestView, type RequestView } from '@lanyard/contract';
import type { Lanyard } from './lanyard.ts';

export const REQUEST_BUTTON = 'Request PIN and Derived Credential';

/** What stands on the set-up screen, read off it. */
export interface ShownSecrets {
  readonly userName: string;
  readonly registrationPin: string;
  readonly activationPassword: string;
  readonly link: string;
}

/**
 * The way of a person with the card in the reader: the button, the handshake, the first screen. A page whose session
 * ended under it is gone back to by the portal; the suites begin at home all the same.
 */
export async function signInAt(page: Page, on: Lanyard): Promise<void> {
  await page.goto(`${on.portal}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Certificate', exact: true }).click();
  await page.waitForURL((url) => url.origin === on.portal && !url.pathname.startsWith('/sign'));
  if (new URL(page.url()).pathname !== '/') await page.goto(on.portal);
  await page.getByRole('heading', { level: 1, name: 'Your credentials' }).waitFor();
}

export async function requestAt(page: Page): Promise<ShownSecrets> {
  await page.getByRole('button', { name: REQUEST_BUTTON, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Set up your phone' }).waitFor();
  return shownSecrets(page);
}

export async function shownSecrets(page: Page): Promise<ShownSecrets> {
  const text = async (field: string): Promise<string> =>
    (await page.locator(`[data-field="${field}"]`).textContent()) ?? '';
  return {
    userName: await text('user-name'),
    registrationPin: await text('registration-pin'),
    activationPassword: await text('activation-password'),
    link: await text('link'),
  };
}

/** Confirms the question that is open. */
export async function confirm(page: Page, title: string | RegExp, button: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** The request of the address that the page shows, as the server tells it. */
export async function requestOfPage(page: Page): Promise<RequestView> {
  const id = /\/set-up\/([\da-f-]{36})$/.exec(page.url())?.[1];
  assert.ok(id, `${page.url()} shows no request`);
  return requestView.parse(await page.evaluate(async (path) => (await fetch(path)).json(), `/api/me/requests/${id}`));
}

/** A call that the session of a page makes. @returns its status, and the code of the problem if it is one */
export const postAt = (page: Page, path: string, body: object): Promise<{ status: number; code: string | null }> =>
  page.evaluate(
    async ([to, text]) => {
      const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string };
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
      const answer = await fetch(to, { method: 'POST', headers, body: text });
      const { code = null } = (await answer.json()) as { code?: string };
      return { status: answer.status, code };
    },
    [path, JSON.stringify(body)] as const,
  );

/** Presses Tab until what has the focus is called so; fails when the keyboard cannot reach it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
    });
    if (focused === name) return;
    passed.push(focused);
  }
  assert.fail(`the keyboard does not reach "${name}": ${passed.join(' | ')}`);
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, chromiumPath } from '../e2e/support/chromium.ts';
import { runProgram } from '../e2e/support/run-program.ts';
import type { Screen } from '../e2e/support/screen.ts';
import { MODULE } from './piv-card.ts';

interface Where {
  /** Of a screen: the PIN's dialog is not there without one. */
  readonly display: string;
  /** Of the reader. */
  readonly socket: string;
}

/** Chromium with OpenSC's module in its certificate store, as a person sets it up with modutil. */
export async function chromiumWithCard(
  folder: string,
  { display, socket }: Where,
): Promise<AsyncDisposable & { readonly context: BrowserContext }> {
  const home = join(folder, 'chromium');
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  const card = { HOME: home, PCSCLITE_CSOCK_NAME: socket, OPENSC_CONF: '/dev/null' };
  const withCard = Object.entries(card).map(([name, value]) => `${name}=${value}`);
  await must('certutil', '-N', '-d', `sql:${store}`, '--empty-password');
  const add = ['-force', '-dbdir', `sql:${store}`, '-add', 'Lanyard', '-libfile', MODULE];
  await must('env', ...withCard, 'modutil', ...add);
  const listed = await must('env', ...withCard, 'modutil', '-dbdir', `sql:${store}`, '-list');
  if (!listed.includes('slot: Lanyard 00 00')) throw new Error(`NSS does not see the reader:\n${listed}`);
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: chromiumPath(),
    headless: false,
    ignoreHTTPSErrors: true,
    args: [...CHROMIUM_ARGUMENTS, '--ozone-platform=x11'],
    env: { ...process.env, ...card, DISPLAY: display },
  });
  return { context, [Symbol.asyncDispose]: () => context.close() };
}

/** Answers Chromium's choice of certificates, Enter takes the one shown and Escape none, until the page comes. */
export async function choosing(screen: Screen, key: 'Return' | 'Escape', going: Promise<unknown>): Promise<void> {
  let here = false;
  const done = going
    .finally(() => (here = true))
    .then(
      () => undefined,
      () => undefined,
    );
  for (let presses = 0; presses < 20 && !here; presses++) {
    await Promise.race([done, new Promise((later) => setTimeout(later, 300))]);
    if (!here && !(await screen.titles()).includes('Unlock Security Device')) await screen.press(key);
  }
}

async function must(program: string, ...args: readonly string[]): Promise<string> {
  const { code, text } = await runProgram(program, args);
  if (code !== 0) throw new Error(`${program}: ${text}`);
  return text;
}

// Who comes into the admin portal: by a role, and without a card by the link of the console or a passkey.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { adminPage, finders, goTo, rowOf } from './support/admin-page.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { must } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { confirm, postAt, signInAt } from './support/portal-page.ts';

const skip = needs('chromium');
let on: Lanyard;
let chrome: Browser;
let page: Page;
const complaints: string[] = [];

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

async function pageIn(context: BrowserContext): Promise<Page> {
  const opened = await context.newPage();
  complaintsOf(opened, complaints);
  return opened;
}

const cardOf = (name: string): string => join(on.cards, `${name}.p12`);
const { heading, button, link } = finders(() => page);
const sessionOf = (at: Page) =>
  at.evaluate(async () => {
    const { kind, userName, roles } = (await (await fetch('/api/session')).json()) as Record<string, unknown>;
    return { kind, userName, roles };
  });

test('roles are given and taken after a look at what somebody gains and loses', { skip }, async () => {
  page = await adminPage(chrome, on, cardOf('ada.vega'), '/admin/administrators');
  complaintsOf(page, complaints);
  await link('Chloe Lind').waitFor();
  await assertAccessible(page, 'admin-administrators', [320]);
  await link('Chloe Lind').click();
  await heading('Roles of Chloe Lind').waitFor();
  await page.getByRole('checkbox', { name: /^Help desk/ }).uncheck();
  await button('Save…').click();
  await page.getByText(/^No longer allowed:/).waitFor();
  await assertAccessible(page, 'admin-roles', [320]);
  await button('Save').click();
  await page.getByText('The roles of Chloe Lind were changed.').waitFor();
  await link('Approvals').click();
  await page.getByText('Nothing waits for a second person').waitFor();
  await page.context().close();
  assert.deepEqual(complaints, []);
});

test('an auditor reads and is offered no change; who has no role is told what to do', { skip }, async () => {
  const auditor = await adminPage(chrome, on, cardOf('ben.okafor'), '/admin/people');
  await heading('People', auditor).waitFor();
  await rowOf(auditor, 'Ada Vega').waitFor();
  assert.equal(await auditor.getByRole('link', { name: '+Add' }).count(), 0);
  await goTo(auditor, on, '/admin/user-settings/wallet/default');
  assert.ok(await auditor.getByLabel('Wrong tries').isDisabled());
  assert.equal(await auditor.getByRole('button', { name: 'Done…' }).count(), 0);
  await auditor.context().close();
  const nobody = await adminPage(chrome, on, cardOf('chloe.lind'), '/admin');
  await heading('You have no role here', nobody).waitFor();
  await assertAccessible(nobody, 'admin-no-role', [320]);
  await nobody.context().close();
});

test(
  'without an administrator the start prints a link, with which the first one comes in, once',
  { skip },
  async () => {
    await on.stop();
    assert.doesNotMatch(on.log(), /\/admin\/first#/, 'the demo has its administrator');
    await on.start();
    await inDatabase(on, `delete from directory.role_assignment`);
    await inDatabase(on, `update directory.person set roles = '{}'`);
    await on.stop();
    await on.start();
    const address = /http\S+\/admin\/first#\S+/.exec(on.log())?.[0] ?? assert.fail(on.log());
    page = await pageIn(await desktop(chrome, on, null));
    await page.goto(address);
    await heading('Become the first administrator').waitFor();
    assert.equal(new URL(page.url()).hash, '', 'the secret leaves the address');
    await assertAccessible(page, 'admin-first', [320]);
    for (const [label, value] of [
      ['User name', 'eve.lund'],
      ['User Principal Name', 'eve.lund@harbor.example'],
      ['E-mail address', 'eve.lund@harbor.example'],
      ['Given name', 'Eve'],
      ['Surname', 'Lund'],
    ] as const)
      await page.getByLabel(label).fill(value);
    await page.getByRole('button', { name: 'Make me administrator' }).click();
    await page.waitForURL((url) => url.pathname === '/admin');
    assert.deepEqual(await sessionOf(page), { kind: 'link', userName: 'eve.lund', roles: ['administrator'] });
    const again = await pageIn(await desktop(chrome, on, null));
    await again.goto(address);
    await again.getByText('This link was already used').waitFor();
    assert.deepEqual(complaints, []);
  },
);

test('the console gives a role, and makes a link for a person who has one', { skip }, async () => {
  const refused = await on.run(['admin', 'link', '--upn', 'ada.vega@harbor.example']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /ada\.vega has no role/);
  await must(on.run(['admin', 'give', 'ada.vega', 'administrator']));
  assert.match((await must(on.run(['admin', 'list']))).stdout, /^ada\.vega\tAda Vega\tactive\tadministrator$/m);
  const address = (await must(on.run(['admin', 'link', '--upn', 'ada.vega@harbor.example']))).stdout.trim();
  page = await pageIn(await desktop(chrome, on, null));
  await page.goto(address);
  await heading('Sign in as Ada Vega').waitFor();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/admin');
  assert.deepEqual(await sessionOf(page), { kind: 'link', userName: 'ada.vega', roles: ['administrator'] });
});

test(
  'ENT-014 an administrator adds a passkey after the card, and signs in with it; it requests no credential',
  { skip },
  async () => {
    const file = join(on.folder, 'admin-sign-in.json');
    writeFileSync(file, JSON.stringify({ passkeys: true }));
    await must(on.run(['setting', 'put', 'admin_sign_in', file]));
    const context = await desktop(chrome, on, cardOf('ada.vega'));
    page = await pageIn(context);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });

    await signInAt(page, on);
    await page.getByRole('link', { name: 'Sign-ins' }).click();
    await page.getByLabel('Name of the new passkey').fill('work laptop');
    await page.getByRole('button', { name: 'Add a Passkey' }).click();
    await page.getByText('work laptop').first().waitFor();
    await assertAccessible(page, 'passkeys', [320]);
    await page.getByRole('button', { name: 'Sign out' }).click();

    await heading('Set up your phone with your smart card').waitFor();
    await assertAccessible(page, 'sign-in-with-passkey', [1280]);
    await page.getByRole('button', { name: 'Sign in with a Passkey' }).click();
    await page.waitForURL((url) => url.pathname === '/admin');
    assert.deepEqual(await sessionOf(page), { kind: 'passkey', userName: 'ada.vega', roles: ['administrator'] });
    assert.equal((await postAt(page, '/api/me/requests', {})).code, 'session_not_primary');

    await page.goto(`${on.portal}/sessions`);
    await page.getByRole('button', { name: 'Remove work laptop' }).click();
    await confirm(page, 'Remove the passkey "work laptop"?', 'Remove the Passkey');
    await page.getByRole('button', { name: 'Remove work laptop' }).waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
  },
);

// A help desk with a nervous caller, and the security officer beside it: Chromium, cards in the TLS handshake.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { adminPage, finders, goTo, rowOf } from './support/admin-page.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { deviceIn } from './support/device-in-process.ts';
import { pairIn } from './support/desk-in-process.ts';
import { activate, register } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { postAt, requestAt, signInAt } from './support/portal-page.ts';
import { runProgram } from './support/run-program.ts';
import { takePicture } from './support/take-picture.ts';

const skip = needs('chromium');
const BOTH = [320, 2560];
let on: Lanyard;
let chrome: Browser;
/** Chloe Lind, of the help desk. */
let page: Page;
let complaints: string[];

const cardOf = (name: string): string => join(on.cards, `${name}.p12`);
const { heading, button, link, tab } = finders(() => page);
const question = (name: string | RegExp) => page.getByRole('dialog', { name });

/** Answers a question that wants a reason. */
async function answer(name: string | RegExp, verb: string): Promise<void> {
  const asked = question(name);
  await asked.getByLabel(/for the audit log|the person is told/).fill('asked for on the telephone');
  await asked.getByRole('button', { name: verb, exact: true }).click();
  await asked.waitFor({ state: 'detached' });
}

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
  assert.equal((await on.run(['admin', 'give', 'ada.vega', 'security-officer'])).code, 0);
  // The caller has a phone that works, and a request that they lost the paper of.
  const holder = await (await desktop(chrome, on, cardOf('ben.okafor'))).newPage();
  await signInAt(holder, on);
  const shown = await requestAt(holder);
  const phone = deviceIn(on.folder, 'help-desk');
  assert.equal((await register(phone, on, shown, { name: 'Field iPhone' })).code, 0);
  assert.equal((await activate(phone, shown.activationPassword)).code, 0);
  await pairIn(on.folder, 'help-desk', on.wallet);
  assert.equal((await postAt(holder, '/api/me/requests', { withRegistration: false })).status, 200);
  await holder.context().close();
  page = await adminPage(chrome, on, cardOf('chloe.lind'), '/admin');
  complaints = complaintsOf(page);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

test('a caller is found by name, their story is read, and the likely cure is one press away', { skip }, async () => {
  await heading('Dashboard').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('ben');
  await page.getByRole('option', { name: /Ben Okafor/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await heading('Ben Okafor').waitFor();
  await page.getByText('Waiting for the phone', { exact: true }).waitFor();
  await assertAccessible(page, 'desk-person', BOTH);
  await takePicture(page, 'admin-help-desk');
  await button('Cancel request of Ben Okafor').click();
  await question('Cancel the request of Ben Okafor?').getByText('This cannot be undone.').waitFor();
  await answer('Cancel the request of Ben Okafor?', 'Cancel request');
  await page.getByText('The request of Ben Okafor is cancelled.').waitFor();
  await page.getByText('Cancelled', { exact: true }).waitFor();
  await tab('Timeline').click();
  await page.getByText('A request was cancelled.').first().waitFor();
});

test('a caller who forgot to sign out is signed out everywhere', { skip }, async () => {
  await tab('Overview').click();
  await button('End sessions').click();
  await answer('End every session of Ben Okafor?', 'End sessions');
  await page.getByText('Ben Okafor is signed out everywhere.').waitFor();
});

test('a device shows what it is to have beside what it has, its credentials and its story', { skip }, async () => {
  await link('Devices').click();
  await rowOf(page, 'Field iPhone').waitFor();
  await assertAccessible(page, 'desk-devices', BOTH);
  await takePicture(page, 'admin-devices');
  await link('Field iPhone').click();
  await heading('Field iPhone').waitFor();
  await assertAccessible(page, 'desk-device', [320]);
  await button('Report lost').click();
  await question('Report lost: Field iPhone?').getByRole('listitem').first().waitFor();
  await assertAccessible(page, 'desk-lost', [320]);
  await question('Report lost: Field iPhone?').getByRole('button', { name: 'Cancel', exact: true }).click();
  await tab('Deliveries').click();
  await page
    .getByRole('tabpanel')
    .getByText(/Nothing is delivered|What it is to have/)
    .first()
    .waitFor();
  await tab('Credentials').click();
  await rowOf(page, 'Derived credential').waitFor();
});

test('who only reads sees the desktops of a device and is not offered to forget one', { skip }, async () => {
  assert.equal((await on.run(['admin', 'give', 'ben.okafor', 'auditor'])).code, 0);
  const auditor = await adminPage(chrome, on, cardOf('ben.okafor'), new URL(page.url()).pathname);
  await auditor.getByRole('tab', { name: 'Desktops', exact: true }).click();
  await rowOf(auditor, 'Desk').waitFor();
  assert.equal(await auditor.getByRole('button', { name: /Forget/ }).count(), 0);
  await auditor.context().close();
});

test(
  'a caller who left a desktop behind has it forgotten: the question names it, the phone and them',
  { skip },
  async () => {
    await tab('Desktops').click();
    await rowOf(page, 'Desk').getByText('Not reachable', { exact: true }).waitFor();
    await assertAccessible(page, 'desk-desktops', [390, 1280]);
    await button('Forget this desktop Desk').click();
    const asked = question('Forget the desktop Desk?');
    await asked.getByText('Desk can use Field iPhone of Ben Okafor as its smart card no more:').waitFor();
    await assertAccessible(page, 'desk-forget', [390, 1280]);
    await asked.getByRole('button', { name: 'Forget this desktop', exact: true }).click();
    await page.getByText('Desk is forgotten.').waitFor();
    await page.getByText('No desktop is paired with it').waitFor();
    await assertAccessible(page, 'desk-no-desktop', [390, 1280]);
    await tab('Timeline').click();
    const entry = page.getByRole('listitem').filter({ hasText: 'The desktop computer "Desk" was unpaired.' });
    await entry.getByText(/Chloe Lind/).waitFor();
  },
);

test('a credential is suspended after a look at what stops, and that is undone', { skip }, async () => {
  await tab('Credentials').click();
  await rowOf(page, 'Derived credential').getByRole('link', { name: 'Derived credential', exact: true }).click();
  await heading('Derived credential').waitFor();
  await assertAccessible(page, 'desk-credential', [320]);
  await takePicture(page, 'admin-credential');
  await button('Suspend').click();
  await question(/^Suspend/)
    .getByText('What stops working on Field iPhone:')
    .waitFor();
  await answer(/^Suspend/, 'Suspend');
  await page.getByText('An administrator suspended it.').waitFor();
  await button('Undo').click();
  await page.getByText('It was undone.').waitFor();
  await page.getByText('Active', { exact: true }).waitFor();
});

test(
  'many are suspended at once by the server; its page says how far it is and what became of each',
  { skip },
  async () => {
    await link('Derived').click();
    await page.getByRole('checkbox', { name: 'Choose all rows of this page' }).check();
    await page.getByText('1 chosen').waitFor();
    await button('Suspend').click();
    await question('Suspend 1?').getByText('1 of 1 will change, of 1 person.').waitFor();
    await answer('Suspend 1?', 'Suspend');
    await heading('Suspend 1 credential').waitFor();
    await page.getByRole('table', { name: 'rows' }).getByText('Done', { exact: true }).waitFor();
    await assertAccessible(page, 'desk-bulk', [320]);
    await page.getByRole('table', { name: 'rows' }).getByRole('link').first().click();
    await button('Resume').click();
    await answer(/^Resume/, 'Resume');
    await page.getByText('Active', { exact: true }).waitFor();
  },
);

test('requests and cards are lists; more time is not given here, since it takes the card', { skip }, async () => {
  await link('Requests').click();
  await page.locator('.state', { hasText: 'Activated' }).first().waitFor();
  assert.equal(await page.getByRole('button', { name: /More time/ }).count(), 0);
  await assertAccessible(page, 'desk-requests', [320]);
  await link('Primary').click();
  await heading('Primary credentials').waitFor();
  await page.locator('.state', { hasText: 'Good' }).first().waitFor();
  assert.equal(await link('Audit').count(), 0, 'not for the help desk');
});

test('a security officer looks at the authorities and publishes a CRL', { skip }, async () => {
  assert.deepEqual(complaints, []);
  await page.context().close();
  page = await adminPage(chrome, on, cardOf('ada.vega'), '/admin/authorities');
  complaints = complaintsOf(page);
  await heading('Authorities').waitFor();
  await page.getByText('Issues', { exact: true }).first().waitFor();
  await assertAccessible(page, 'desk-authorities', [320]);
  await takePicture(page, 'admin-authorities');
  await page.locator('.table__first a[href$="/derived"]').click();
  await page.getByRole('list', { name: 'From the root down' }).waitFor();
  await assertAccessible(page, 'desk-authority', BOTH);
  await takePicture(page, 'admin-authority');
  await button('Publish CRL now').click();
  await page.getByText(/^CRL \d+ is published\.$/).waitFor();
  await button('Make successor').click();
  await question(/^Make a successor/)
    .getByRole('button', { name: 'Cancel', exact: true })
    .click();
});

test('a certificate is found by its serial number, and its escrowed key is handed out once', { skip }, async () => {
  const [row] = (await inDatabase(
    on,
    `select serial from issuer.certificate where profile = 'key-management' and state = 'issued'`,
  )) as { serial: string }[];
  await goTo(page, on, '/admin/certificates');
  await page.getByLabel('Serial number or its beginning').fill((row?.serial ?? '').slice(0, 12));
  await page.getByText('1 certificate', { exact: true }).waitFor();
  await assertAccessible(page, 'desk-certificates', [320]);
  await page.locator('.table__first a').click();
  await heading('Encryption certificate').waitFor();
  await page.getByText('on the device, and in escrow').waitFor();
  await assertAccessible(page, 'desk-certificate', [320]);
  await button('Recover key').click();
  await answer('Recover the encryption key of Ben Okafor?', 'Recover key');
  await heading('Key recovery').waitFor();
  await button('Take key').click();
  const shown = question('The recovered key');
  await shown.waitFor();
  await assertAccessible(page, 'desk-recovered', [320]);
  const password = (await shown.locator('[data-field="recovery-password"]').textContent()) ?? '';
  // However often: what cannot be had again is not closed unsaved.
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Escape');
  await shown.getByText('The file is not saved yet.').waitFor();
  const saving = page.waitForEvent('download');
  await shown.getByRole('button', { name: 'Save file', exact: true }).click();
  const file = await (await saving).path();
  // openssl opens it: the key is the one of the certificate.
  const key = join(on.folder, 'recovered-password');
  await writeFile(key, password, { mode: 0o600 });
  const { stdout } = await runProgram('openssl', ['pkcs12', '-in', file, '-passin', `file:${key}`, '-nodes']);
  assert.match(stdout, /BEGIN PRIVATE KEY[\s\S]*BEGIN CERTIFICATE|BEGIN CERTIFICATE[\s\S]*BEGIN PRIVATE KEY/);
  assert.ok((await readFile(file)).length > 500);
  await shown.getByRole('button', { name: 'I have both' }).click();
  await page.getByText('Taken', { exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(password));
});

test('the audit log tells in plain words what was done above, each row whole on demand', { skip }, async () => {
  await link('Audit').click();
  await page.getByText('An encryption key was recovered from escrow.').first().waitFor();
  await page.getByText(/^Sealed up to entry/).waitFor();
  await takePicture(page, 'admin-audit');
  await page.getByLabel('Act, object or reference, from its beginning').fill('escrow.');
  await page.getByText('1 entry', { exact: true }).waitFor();
  await page.getByText('Raw', { exact: true }).click();
  await assertAccessible(page, 'desk-audit', BOTH);
  assert.deepEqual(complaints, []);
});

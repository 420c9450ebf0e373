// An administrator at a desktop: Chromium, the card in the TLS handshake, the screens of the admin portal.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { needs } from '../needs.ts';
import { choose, finders, goTo, rowOf } from './support/admin-page.ts';
import { assertAccessible, assertWhole } from './support/assert-accessible.ts';
import { complaintsOf, desktop, openChromium } from './support/chromium.ts';
import { deviceIn } from './support/device-in-process.ts';
import { activate, register } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { confirm, requestAt, signInAt, tabTo } from './support/portal-page.ts';
import { takePicture } from './support/take-picture.ts';

const skip = needs('chromium');
const WIDTHS = [320, 2560];
let on: Lanyard;
let chrome: Browser;
let page: Page;
let complaints: string[];

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
  page = await (await desktop(chrome, on, cardOf('ada.vega'))).newPage();
  complaints = complaintsOf(page);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

const cardOf = (name: string): string => join(on.cards, `${name}.p12`);
const { heading, button, link, tab } = finders(() => page);

test(
  'a card holder loads nothing of the admin portal; who comes to /admin signs in and is led back',
  { skip },
  async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${on.portal}/sign-in`);
    await button('Sign in with Certificate').waitFor();
    assert.ok(!asked.some((url) => url.includes('/assets/open-admin')), asked.join(' '));
    await page.goto(`${on.portal}/admin/people?state=active`);
    await button('Sign in with Certificate').click();
    await heading('People').waitFor();
    assert.equal(page.url(), `${on.portal}/admin/people?state=active`, 'with the filter that was asked for');
    assert.equal(await page.getByRole('combobox', { name: 'State' }).inputValue(), 'active');
    assert.equal(await page.locator('.header__kind').textContent(), 'Administrator');
  },
);

test('somebody enrols a phone, for the numbers and stories below', { skip }, async () => {
  const context = await desktop(chrome, on, cardOf('chloe.lind'));
  const holder = await context.newPage();
  await signInAt(holder, on);
  const shown = await requestAt(holder);
  const phone = deviceIn(on.folder, 'admin-portal');
  assert.equal((await register(phone, on, shown, { name: 'Work iPhone' })).code, 0);
  assert.equal((await activate(phone, shown.activationPassword)).code, 0);
  assert.equal(await holder.getByRole('link', { name: 'Administration' }).count(), 1, 'the way to the admin portal');
  await context.close();
});

test('the dashboard says what is left of the set-up and how enrolment goes', { skip }, async () => {
  await goTo(page, on, '/admin');
  await heading('Dashboard').waitFor();
  const tasks = page.getByRole('list', { name: 'Tasks', exact: true });
  await tasks.waitFor();
  assert.ok((await tasks.getByRole('listitem').count()) > 0);
  const funnel = page.getByRole('list', { name: 'How far requests came' });
  await funnel.getByText('Activated', { exact: true }).waitFor();
  await assertAccessible(page, 'admin-dashboard', WIDTHS);
  await takePicture(page, 'admin-dashboard');
});

test('people come in by a CSV file that is judged before it is taken', { skip }, async () => {
  await goTo(page, on, '/admin/people/import');
  await heading('Import people from CSV').waitFor();
  const lines = ['userName,upn,email,displayName,givenName,surname'];
  for (const [given, surname] of staff) {
    const name = `${given}.${surname}`.toLowerCase();
    lines.push(`${name},${name}@harbor.example,${name}@harbor.example,${given} ${surname},${given},${surname}`);
  }
  const offer = async (name: string, text: readonly string[]) => {
    const buffer = Buffer.from(text.join('\n'));
    await page.getByLabel('CSV file').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await heading(name).waitFor();
  };
  await offer('broken.csv', [...lines, 'broken,no-upn,not-a-mail,Broken Line,Broken,Line']);
  await page.getByText(/Some lines cannot be taken/).waitFor();
  await assertAccessible(page, 'admin-intake', [320]);
  await link('Choose the corrected file').click();
  await offer('staff.csv', lines);
  await button('Import…').click();
  await confirm(page, 'Import this?', 'Import');
  await page.getByText('Imported', { exact: true }).waitFor();
  await goTo(page, on, '/admin/people');
  await page.getByText(`${staff.length + 3} people`).waitFor();
});

test('a list is searched, filtered and sorted at the server, and its address keeps all of that', { skip }, async () => {
  // The blank before the next word is not taken away when the answer comes.
  await page.getByLabel('Name, user name, UPN or e-mail').fill('mo ');
  await page.getByText('2 people').waitFor();
  assert.equal(await page.getByLabel('Name, user name, UPN or e-mail').inputValue(), 'mo ');
  await page.getByLabel('Name, user name, UPN or e-mail').fill('mo');
  await page.getByText('2 people').waitFor();
  await choose(page, 'Comes from', 'CSV file');
  await button('Name').click();
  await page.locator('th[aria-sort="ascending"]', { hasText: /^Name/ }).waitFor();
  await page.reload();
  assert.deepEqual(
    [...new URL(page.url()).searchParams],
    [
      ['q', 'mo'],
      ['origin', 'csv'],
      ['sort', 'displayName'],
    ],
  );
  await page.getByText('2 people').waitFor();
  await page.getByText('Columns', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'UPN', exact: true }).check();
  await page.getByRole('columnheader', { name: 'UPN' }).waitFor();
  await page.reload();
  await page.getByRole('columnheader', { name: 'UPN' }).waitFor();
  const saving = page.waitForEvent('download');
  await button('Export CSV').click();
  const csv = await readFile(await (await saving).path(), 'utf8');
  assert.equal(csv.trim().split('\n').length, 3, csv);
  await goTo(page, on, '/admin/people?state=terminated');
  await page.getByText('No people match what is asked for.').waitFor();
  await button('Show all people').click();
  await rowOf(page, 'Ada Vega').waitFor();
  await assertAccessible(page, 'admin-people', WIDTHS);
  await takePicture(page, 'admin-people');
});

test(
  'with the keyboard alone: find the form, be told what is missing, add a person, find them again',
  { skip },
  async () => {
    await tabTo(page, '+Add');
    await page.keyboard.press('Enter');
    await heading('Add a person').waitFor();
    await tabTo(page, 'Add');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('6 fields need another look').waitFor();
    await assertAccessible(page, 'admin-person-errors', [320]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const typed = [
      'ines.marsh',
      'ines.marsh@harbor.example',
      'ines.marsh@harbor.example',
      'Ines Marsh',
      'Ines',
      'Marsh',
    ];
    for (const text of typed) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await heading('Ines Marsh').waitFor();
    await page.getByText('Ines Marsh was added.').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ines');
    await page.getByRole('option').first().waitFor();
    await assertAccessible(page, 'admin-search', [320]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading('Ines Marsh').waitFor();
  },
);

test('"Can this person finish?" and the story of an enrolment are on the page of the person', { skip }, async () => {
  await goTo(page, on, '/admin/people');
  await link('Chloe Lind').click();
  await heading('Chloe Lind').waitFor();
  await page.getByText(/^(Yes|No|Probably)\./).waitFor();
  await assertAccessible(page, 'admin-person', [320]);
  await takePicture(page, 'admin-person');
  await tab('Timeline').click();
  await page.locator('.timeline__entry--active[data-act="credential.bound"]').waitFor();
  await assertAccessible(page, 'admin-timeline', [320]);
  await takePicture(page, 'admin-timeline');
  await tab('Devices').click();
  await rowOf(page, 'Work iPhone').waitFor();
  await tab('Credentials').click();
  await page.getByText('Active', { exact: true }).nth(1).waitFor();
});

test('a person is suspended after a question that says what it does, and that can be undone', { skip }, async () => {
  await button('Suspend').click();
  const question = page.getByRole('dialog', { name: 'Suspend Chloe Lind?' });
  await question.getByRole('button', { name: 'Suspend', exact: true }).click();
  await question.getByText('Say why.').waitFor();
  await assertAccessible(page, 'admin-suspend', [320]);
  await question.getByLabel('Reason, for the audit log').fill('On leave');
  await question.getByRole('button', { name: 'Suspend', exact: true }).click();
  await page.getByText('Chloe Lind is suspended.').waitFor();
  await page.getByText('Suspended', { exact: true }).waitFor();
  await button('Undo').click();
  await page.getByText('It was undone.').waitFor();
  await button('Suspend').waitFor();
});

test('many people are suspended at once; the bar says how far it is', { skip }, async () => {
  await goTo(page, on, '/admin/people?q=mo');
  await page.getByRole('checkbox', { name: 'Choose all rows of this page' }).check();
  await page.getByText('2 chosen').waitFor();
  await button('Suspend').click();
  await confirm(page, 'Suspend 2?', 'Suspend');
  await page.getByText('Suspended', { exact: true }).nth(1).waitFor();
});

test('a user group is made, and people are picked into it', { skip }, async () => {
  await link('User Groups').click();
  await page.getByText('No user group yet').waitFor();
  await link('+Add').first().click();
  await page.getByLabel('Group name').fill('Field staff');
  await button('Add').click();
  await heading('Field staff').waitFor();
  await page.getByRole('combobox', { name: 'Add people' }).fill('ines');
  await page.getByRole('option', { name: /Ines Marsh/ }).click();
  await button('Add one person').click();
  await page.getByText('One person joined Field staff.').waitFor();
  await rowOf(page, 'Ines Marsh').waitFor();
  await assertAccessible(page, 'admin-group', [320]);
});

test(
  'ADM-022 ADM-024 ADM-038 a setting for user groups is named, previewed and saved, and holds for its people',
  { skip },
  async () => {
    await link('User Settings').click();
    await page.getByRole('heading', { name: 'Self Service Portal Authentication Setting' }).waitFor();
    await page.getByRole('heading', { name: 'Device Registration Setting' }).waitFor();
    await assertAccessible(page, 'admin-user-settings', [320]);
    await page.getByRole('link', { name: /^\+Add setting for specific user groups.*Device Registration/ }).click();
    await page.getByText('Make groups under Users > User Groups > +Add.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Field phones');
    await page.getByRole('combobox', { name: 'User groups' }).fill('Field');
    await page.getByRole('option', { name: /Field staff/ }).click();
    await page.getByLabel('PIN length').fill('3');
    await button('Done…').click();
    await page.getByRole('alert').getByText('Enter 4 or more.').waitFor();
    await page.getByLabel('PIN length').fill('12');
    await page.getByLabel('Enable Minimum Version').check();
    await button('Done…').click();
    await page.getByRole('heading', { name: 'What this will do' }).waitFor();
    await page.getByText('1 person has another setting afterwards.').waitFor();
    await assertAccessible(page, 'admin-setting-preview', [320]);
    await takePicture(page, 'admin-setting-preview');
    await button('Done').click();
    await heading('User Settings').waitFor();
    await rowOf(page, 'Field phones').waitFor();
    await goTo(page, on, '/admin/people?q=ines');
    await link('Ines Marsh').click();
    await tab('Settings in force').click();
    await link('Field phones').waitFor();
  },
);

test(
  'ADM-026 ADM-027 ADM-034 ADM-035 the portal setting takes a PEM file and nothing else, and shows the module address only when it is used',
  { skip },
  async () => {
    await goTo(page, on, '/admin/user-settings/portal_authentication/default');
    await heading('Self Service Portal Authentication').waitFor();
    const file = page.getByLabel('Choose File');
    await file.setInputFiles({
      name: 'ca.der',
      mimeType: 'application/pkix-cert',
      buffer: Buffer.from([0x30, 0x82, 1, 2]),
    });
    await page.getByRole('alert').filter({ hasText: /PEM/ }).waitFor();
    await page.getByRole('radio', { name: /^Entrust/ }).check();
    const address = page.getByLabel('Entrust IdentityGuard Self Service Module URL');
    await address.waitFor();
    await assertAccessible(page, 'admin-portal-authentication', WIDTHS);
    await button('Done…').click();
    await page
      .getByRole('alert')
      .getByText(/Module URL: This is required/)
      .waitFor();
    await page.getByLabel('Derived Mobile Smart Credential').uncheck();
    assert.equal(await address.count(), 0);
    await page.getByRole('radio', { name: 'None' }).check();
    assert.equal(await file.count(), 0, 'only the type Certificate asks for a file');
  },
);

test('what was not saved is not left by accident', { skip }, async () => {
  await link('People').click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.waitFor();
  await assertAccessible(page, 'admin-unsaved', [320]);
  await question.getByRole('button', { name: 'Stay here' }).click();
  await heading('Self Service Portal Authentication').waitFor();
  await link('People').click();
  await question.getByRole('button', { name: 'Leave without saving' }).click();
  await heading('People').waitFor();
});

test('of two who edit the same, the second sees both versions and loses nothing', { skip }, async () => {
  const other = await page.context().newPage();
  const path = '/admin/user-settings/wallet/default';
  await Promise.all([goTo(page, on, path), goTo(other, on, path)]);
  for (const [at, tries] of [
    [other, '8'],
    [page, '9'],
  ] as const) {
    await at.getByLabel('Wrong tries').fill(tries);
    await at.getByRole('button', { name: 'Done…' }).click();
    if (at === page) break;
    await at.getByRole('button', { name: 'Done', exact: true }).click();
    await heading('User Settings', at).waitFor();
    await other.close(); // a page in the background is drawn seldom
  }
  await page.getByRole('heading', { name: 'Somebody else changed this while you did' }).waitFor();
  const difference = page.getByRole('row', { name: /Wrong tries/ });
  assert.match((await difference.textContent()) ?? '', /9.*8/s);
  await assertAccessible(page, 'admin-conflict', [320]);
  await takePicture(page, 'admin-conflict');
  await page.getByRole('button', { name: /^Keep mine/ }).click();
  await button('Done…').click();
  await button('Done').click();
  await heading('User Settings').waitFor();
});

test('an API token is shown once, and revoked', { skip }, async () => {
  await link('API tokens').click();
  await page.getByText('No API token yet').waitFor();
  await link('+Add').first().click();
  await page.getByLabel('Name', { exact: true }).fill('Nightly export');
  await page.getByRole('checkbox', { name: 'See people and user groups' }).check();
  await page.getByLabel('Ends on').fill(`${new Date().getFullYear() + 1}-01-15T12:00`);
  await assertAccessible(page, 'admin-token', [320]);
  await button('Make token').click();
  await heading('Nightly export was made').waitFor();
  const token = (await page.locator('[data-field="api-token"]').textContent()) ?? '';
  assert.match(token, /^lanyard_/);
  await link('Done').click();
  await rowOf(page, 'Nightly export').getByRole('button', { name: 'Revoke Nightly export' }).click();
  assert.ok(!(await page.content()).includes(token));
  await confirm(page, 'Revoke Nightly export?', 'Revoke');
  await rowOf(page, 'Nightly export').getByText('Revoked', { exact: true }).waitFor();
});

test('the other screens can be read too, and none is cut off on a wide one', { skip }, async () => {
  for (const path of ['providers/entrust', 'notifications/device.lost/en', 'ldap/new', 'settings']) {
    await goTo(page, on, `/admin/${path}`);
    await page.locator('.schema-form, .table').first().waitFor();
    await assertAccessible(page, `admin-${path}`, [320]);
  }
  await page.setViewportSize({ width: 2560, height: 800 });
  for (const path of ['/people/import', '/groups', '/user-settings', '/providers', '/tokens', '/administrators']) {
    await goTo(page, on, `/admin${path}`);
    await page.locator('.table').first().waitFor();
    await assertWhole(page, path);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('a session that ended leads to the sign-in page and back to where one was', { skip }, async () => {
  await goTo(page, on, '/admin/groups');
  await rowOf(page, 'Field staff').waitFor();
  await inDatabase(on, 'update signin.session set ended_at = now() where ended_at is null');
  await link('People').click();
  await page.getByText('Your session has ended.').waitFor();
  await button('Sign in with Certificate').click();
  await heading('People').waitFor();
});

test('no page raised an error, and the Content-Security-Policy stopped nothing of ours', { skip }, () => {
  assert.deepEqual(complaints, []);
});

const staff = [
  ['Mona', 'Adler'],
  ['Moritz', 'Behr'],
  ['Nadia', 'Cole'],
  ['Omar', 'Diaz'],
  ['Petra', 'Eklund'],
  ['Quinn', 'Foster'],
  ['Rosa', 'Grant'],
  ['Sami', 'Hale'],
  ['Tessa', 'Ito'],
  ['Umar', 'Jones'],
] as const;

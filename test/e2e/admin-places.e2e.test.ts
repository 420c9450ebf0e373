// Every place of the admin portal as it is on a new installation: accessible, and whole on narrow and wide screens.
// Then the settings of sign-in: the way to a field, the way back to an earlier value, and what waits for a second person;
// and what somebody types, while others save the same.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { configurationKinds } from '@lanyard/contract';
import { placeGroups } from '../../apps/portal/src/admin/frame/places.ts';
import { needs } from '../needs.ts';
import { adminPage, finders, goTo } from './support/admin-page.ts';
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

const { heading, button, tab } = finders(() => page);

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

test('what is wrong leads to the very field where it is mended, and that field has the focus', { skip }, async () => {
  const focused = (id: string) => page.waitForFunction((at) => document.activeElement?.id === at, id);
  await goTo(page, on, '/admin/user-settings/device_registration/default#minimumVersion.enabled');
  await focused('setting-minimumVersion-enabled');
  await goTo(page, on, '/admin/lint');
  const finding = page.locator('.checks a[href*="/default#"]').first();
  const field = (await finding.getAttribute('href'))?.split('#')[1] ?? '';
  await finding.click();
  await focused(`setting-${field.replaceAll('.', '-')}`);
});

/** `lanyard setting put`: the console is held to no second person. */
async function putSetting(kind: string, value: object): Promise<void> {
  const file = join(on.folder, `${kind}.json`);
  await writeFile(file, JSON.stringify(value));
  const { code, stderr } = await on.run(['setting', 'put', kind, file]);
  assert.equal(code, 0, stderr);
}

test(
  'an earlier setting is put back after a question that says what it does, and asks for the name where it locks out',
  { skip },
  async () => {
    const path = '/admin/user-settings/portal_authentication/default';
    const shown = await on.run(['setting', 'show', 'portal_authentication']);
    const [{ value } = { value: {} }] = JSON.parse(shown.stdout) as { value: object }[];
    await putSetting('portal_authentication', { ...value, type: 'None', derivedMobileSmartCredential: false });
    await putSetting('portal_authentication', value);
    await goTo(page, on, path);
    await button('Put back version 2').click();
    const closing = page.getByRole('dialog', { name: 'Put Default back to version 2?' });
    await closing.getByText('You would lock yourself out.').waitFor();
    await assertAccessible(page, 'admin-put-back', [320]);
    await closing.getByRole('button', { name: 'Put back', exact: true }).click();
    await closing.getByText('Type exactly Default.').waitFor();
    await closing.getByRole('button', { name: 'Cancel' }).click();
    await button('Put back version 1').click();
    const harmless = page.getByRole('dialog', { name: 'Put Default back to version 1?' });
    await harmless.getByText('Nobody has another setting afterwards.').waitFor();
    await harmless.getByRole('button', { name: 'Put back', exact: true }).click();
    await page.getByText('Default is as it was then.').waitFor();
    await button('Put back version 3').waitFor();
  },
);

test(
  'another trust in issuers waits for a second person, who sees what would be trusted, and why they may not approve it',
  { skip },
  async () => {
    const path = '/admin/user-settings/portal_authentication/default';
    await putSetting('approvals', { acts: ['trust.change'] });
    assert.equal((await on.run(['admin', 'give', 'ben.okafor', 'administrator'])).code, 0);
    await goTo(page, on, path);
    const issuers = page.getByRole('group', { name: 'Trusted issuers' });
    await issuers.getByText('Fingerprint (SHA-256)').waitFor();
    await issuers.getByText('Valid', { exact: true }).first().waitFor();
    await assertAccessible(page, 'admin-trusted-issuers', [320]);
    await issuers.getByRole('group', { name: 'UPN suffixes' }).getByRole('button', { name: '+Add' }).click();
    await issuers.getByRole('textbox').last().fill('agency.example');
    await button('Done…').click();
    await page.getByText('This waits for a second person.').waitFor();
    await page.getByLabel('Reason, for the second person').fill('The name of the agency changed');
    await assertAccessible(page, 'admin-trust-preview', [320]);
    await button('Done').click();
    await page.getByText('The change waits for a second person, under Approvals.').waitFor();
    await goTo(page, on, path);
    await page.getByText('A change of the trusted issuers waits for a second person.').waitFor();
    await page.getByRole('link', { name: /^Whose cards open the portal/ }).click();
    await heading('Change the trusted issuers of cards').waitFor();
    await page.getByText('You asked for it yourself').waitFor();
    const ben = await adminPage(chrome, on, join(on.cards, 'ben.okafor.p12'), new URL(page.url()).pathname);
    await ben.getByText('The name of the agency changed').waitFor();
    await ben.getByText('Speaks for others', { exact: true }).waitFor();
    await assertAccessible(ben, 'admin-trust-approval', [320]);
    // Ada put a setting of sign-in back a minute ago: today Ben is not independent of her.
    await ben.getByText(/^You cannot approve this\. Within the last day/).waitFor();
    assert.equal(await ben.getByRole('button', { name: 'Approve', exact: true }).count(), 0);
    await ben.getByRole('button', { name: 'Refuse', exact: true }).click();
    const question = ben.getByRole('dialog', { name: 'Refuse this?' });
    await question.getByLabel('Reason, for the audit log').fill('Nobody told me of it');
    await question.getByRole('button', { name: 'Refuse', exact: true }).click();
    await ben.getByText('Refused', { exact: true }).waitFor();
    await ben.context().close();
  },
);

test(
  'what somebody types outlives what others save, another tab asks first, and the focus is never lost',
  { skip },
  async () => {
    await goTo(page, on, '/admin/device-groups/new');
    const name = (at: Page) => at.getByLabel('Name', { exact: true });
    await name(page).fill('Field devices');
    // Enter looks for a user group here; it does not send the form.
    await page.getByRole('checkbox', { name: 'Use: Rule' }).check();
    await page.getByRole('combobox', { name: 'User groups' }).fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing begins with "nobody".').first().waitFor();
    await page.getByRole('checkbox', { name: 'Use: Rule' }).uncheck();
    await button('Add').click();
    await heading('Field devices').waitFor();
    await button('Dismiss').click();
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    await tab('Rule').click();
    await name(page).fill('Mine');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await name(other).fill('Theirs');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await heading('Theirs', other).waitFor();
    await other.close();
    // As when the person comes back to this window.
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await heading('Theirs').waitFor();
    assert.equal(await name(page).inputValue(), 'Mine');
    await tab('Devices').click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Stay here' }).click();
    assert.equal(await name(page).inputValue(), 'Mine');
    await button('Save').click();
    await page.getByRole('heading', { name: 'Somebody else changed this while you did' }).waitFor();
    await button('Start again from theirs').click();
    assert.equal(await name(page).inputValue(), 'Theirs');
  },
);

test('no page raised an error, and the Content-Security-Policy stopped nothing of ours', { skip }, () => {
  assert.deepEqual(complaints, []);
});

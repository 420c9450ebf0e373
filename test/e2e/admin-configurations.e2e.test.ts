// One administrator sets up what devices get, in the browser, from nothing; a phone receives exactly that at check-in.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { apkFacts, apkOf } from '../../contexts/fleet/src/testing/app-package.ts';
import { needs } from '../needs.ts';
import { adminPage, finders, goTo, rowOf } from './support/admin-page.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { complaintsOf, openChromium } from './support/chromium.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { confirm } from './support/portal-page.ts';
import { registerDevice } from './support/registered-device.ts';
import { selfSigned } from './support/self-signed.ts';
import { takePicture } from './support/take-picture.ts';

const skip = needs('chromium');
const WIDTHS = [320, 2560];
const IDENTIFIER = 'com.example.web';
const PASTED = [
  'idCertificate_1_Host=portal.harbor.example',
  'IdCertificate_2_host=*.harbor.example',
  'Vendor.User=${userUID}',
].join('\n');
let on: Lanyard;
let chrome: Browser;
let page: Page;
let complaints: string[];

before(async () => {
  if (skip) return;
  on = await lanyard();
  [chrome] = await Promise.all([openChromium(), on.start()]);
  page = await adminPage(chrome, on, join(on.cards, 'ada.vega.p12'), '/admin/configurations');
  complaints = complaintsOf(page);
});
after(async () => {
  await chrome?.close();
  await on?.remove();
});

const { heading, button, link, tab } = finders(() => page);

/** Of the screen alone, without the message that the last act left. */
async function picture(name: string): Promise<void> {
  const dismiss = button('Dismiss');
  if ((await dismiss.count()) > 0) await dismiss.click();
  await takePicture(page, name);
}

/** Looks at what it will do, and does it. */
async function done(): Promise<void> {
  await button('Done…').click();
  await page.getByRole('heading', { name: 'What this will do' }).waitFor();
  await button('Done').click();
}

async function addConfiguration(kind: string, name: string, fill: () => Promise<void>): Promise<void> {
  await goTo(page, on, '/admin/configurations/new');
  await link(kind).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await fill();
  await done();
  await rowOf(page, name).getByText('Published', { exact: true }).waitFor();
}

test('an empty list says what configurations are for; "+Add" offers every kind with a sentence', { skip }, async () => {
  await page.getByText('No configuration yet').waitFor();
  await assertAccessible(page, 'admin-configurations-empty', [320]);
  await link('+Add').first().click();
  await heading('Add a configuration').waitFor();
  assert.equal(await page.locator('.doors__door').count(), 10);
  await assertAccessible(page, 'admin-configuration-kinds', WIDTHS);
  await picture('admin-configuration-kinds');
});

test(
  'ADM-045 ADM-046 ADM-049 an Identity Certificate is made of the derived credential; its distribution cannot be chosen',
  { skip },
  async () => {
    await link('Identity Certificate').click();
    await button('Done…').click();
    await page.getByRole('alert').getByText('Name: Fill this in.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Authentication');
    await page.getByRole('radio', { name: 'Authentication' }).check();
    await page.getByText('Derived Credential', { exact: true }).waitFor();
    assert.ok(await page.getByRole('radio', { name: /^All Devices/ }).isDisabled());
    assert.ok(await page.getByRole('radio', { name: /^No Devices/ }).isChecked());
    await page.getByLabel('Allow this configuration to be available in all spaces').check();
    await assertAccessible(page, 'admin-identity-certificate', WIDTHS);
    await picture('admin-identity-certificate');
    await done();
    await rowOf(page, 'Authentication').getByText('Published', { exact: true }).waitFor();
  },
);

test('a CA certificate is dropped as a file; a file that is none is refused at its field', { skip }, async () => {
  const files = { key: join(on.folder, 'ca.key'), certificate: join(on.folder, 'agency-ca.pem') };
  await selfSigned(files, { name: 'Agency Root', extensions: ['basicConstraints=critical,CA:TRUE'] });
  await addConfiguration('Certificate', 'Agency root', async () => {
    const file = page.getByLabel('Choose File');
    const offer = (buffer: Buffer) => file.setInputFiles({ name: 'agency-ca.pem', mimeType: 'text/plain', buffer });
    await page.getByRole('radio', { name: /^All Devices/ }).check();
    await offer(Buffer.from('no certificate at all'));
    await button('Done…').click();
    await page.locator('.field--wrong, [role="alert"]').first().waitFor();
    await offer(await readFile(files.certificate));
    await page.getByText('agency-ca.pem').waitFor();
  });
});

test('ADM-061 rules for secure apps hide what does not hold, and go to all devices', { skip }, async () => {
  await addConfiguration('AppConnect Device (iOS)', 'Secure apps', async () => {
    await page.getByRole('radio', { name: '4-digit numeric' }).check();
    assert.equal(await page.getByLabel('Minimum passcode length').count(), 0);
    await page.getByRole('radio', { name: 'Alphanumeric' }).check();
    await page.getByLabel('Minimum passcode length').fill('9');
    await page.getByRole('radio', { name: /^All Devices/ }).check();
    await assertAccessible(page, 'admin-appconnect-device', [320]);
  });
});

test('EPM-019 EPM-020 EPM-023 a client-provided enrollment shows where it can be used', { skip }, async () => {
  await goTo(page, on, '/admin/configurations');
  await link('+Add').first().click();
  await link('Certificate Enrollment: Client-Provided').click();
  await heading('New Client-Provided Certificate Enrollment Setting').waitFor();
  const agent = page.getByRole('row', { name: /Mobile@Work 8.5 \(iOS\)/ });
  for (const word of ['Supported', 'Not supported']) await agent.getByText(word, { exact: true }).waitFor();
  for (const purpose of ['Authentication', 'Decryption', 'Encryption', 'Signing'])
    assert.equal(await page.getByRole('radio', { name: purpose, exact: true }).count(), 1);
  await assertAccessible(page, 'admin-client-provided', WIDTHS);
});

test('ADM-092 an app of the directory comes filled in; its category must be there', { skip }, async () => {
  await goTo(page, on, '/admin/apps');
  await page.getByText('No app yet').waitFor();
  await link('+Add').first().click();
  await heading('Add an app').waitFor();
  await assertAccessible(page, 'admin-app-doors', [320]);
  await link('Web@Work for iOS').click();
  await heading('Add Web@Work for iOS').waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Web@Work for iOS');
  await page.getByLabel('Category').fill('');
  await page.getByLabel('Identifier').fill(IDENTIFIER);
  await button('Done…').click();
  await page.getByRole('alert').getByText('Category: Fill this in.').waitFor();
  await page.getByLabel('Category').fill('Productivity');
  await page.getByRole('radio', { name: /^All Devices/ }).check();
  await page.getByLabel('Allow this app to be available in all spaces').check();
  await assertAccessible(page, 'admin-app-form', [320]);
  await done();
  await heading('Web@Work for iOS').waitFor();
  await page.getByText('No app configuration yet').waitFor();
});

test(
  'ADM-072 keys are pasted from another product, slips are named at their line and mended with one click',
  { skip },
  async () => {
    await link('+Add app configuration').click();
    await page.getByLabel('Name', { exact: true }).fill('Web for all');
    await page.getByText('Paste from another product').click();
    await page.getByLabel('Key-value pairs').fill(PASTED);
    await button('Read').click();
    await page.getByText('Read as lines: 3 keys.').waitFor();
    await button('Take these 3').click();
    const offer = page.getByRole('button', { name: /^Did you mean/ });
    await offer.waitFor();
    await assertAccessible(page, 'admin-app-configuration', WIDTHS);
    await offer.click();
    assert.equal(await page.locator('input[value="IdCertificate_1_host"]').count(), 1);
    await page.getByText('Cannot be saved:').or(page.getByText('Warning:')).first().waitFor();
    for (const n of [1, 2]) {
      await button('+Add certificate key').click();
      await page.getByLabel(`Certificate key ${n}`).fill(`IdCertificate_${n}`);
      await page.getByLabel(`Certificate ${n}`, { exact: true }).selectOption('Authentication (Authentication)');
    }
    await page.getByText('Cannot be saved:').waitFor({ state: 'detached' });
    await picture('admin-app-configuration');
    await done();
    await rowOf(page, 'Web for all').getByText('In order', { exact: true }).waitFor();
    await assertAccessible(page, 'admin-app', WIDTHS);
  },
);

test('the rule tester draws which certificate an address is shown, and why no other', { skip }, async () => {
  await tab('Which certificate?').click();
  await page.getByLabel('Which certificate would this app show to').fill('https://intranet.harbor.example/hr');
  await button('Test').click();
  await page.getByText('https://intranet.harbor.example/hr is shown “Authentication”.').waitFor();
  await page.locator('.rules__rule--wins').getByText('IdCertificate_2_host').first().waitFor();
  await assertAccessible(page, 'admin-certificate-test', WIDTHS);
  await picture('admin-certificate-test');
  await tab('Providers').click();
  await page
    .getByText('Not supported')
    .or(page.getByText('Supported', { exact: true }))
    .first()
    .waitFor();
  await assertAccessible(page, 'admin-app-providers', [320]);
});

test('ADM-091 a package is uploaded and says itself what it is; what is none is refused', { skip }, async () => {
  await goTo(page, on, '/admin/apps/new/in-house');
  const file = page.getByLabel('Choose File');
  const offer = (name: string, buffer: Buffer) => file.setInputFiles({ name, mimeType: 'application/zip', buffer });
  await offer('no.apk', Buffer.from('no package'));
  await page.getByRole('alert').waitFor();
  await offer('docs.apk', Buffer.from(await apkOf({ ...apkFacts, package: 'gov.agency.docs' })));
  await page.getByText('gov.agency.docs').waitFor();
  await page.getByLabel('Category').fill('Documents');
  await assertAccessible(page, 'admin-app-upload', [320]);
  await button('Done').click();
  await tab('Versions').click();
  await page.getByText('Given to devices').waitFor();
  await assertAccessible(page, 'admin-app-versions', [320]);
});

test('a phone receives exactly that at check-in, and the administrator sees that it arrived', { skip }, async () => {
  const about = { name: 'Work iPhone', platform: 'ios', osVersion: '18.1' };
  const phone = await registerDevice(on, { user: 'chloe.lind', ...about });
  assert.equal((await phone.activate()).code, 0);
  assert.equal((await phone.run(['check-in'])).code, 0);
  const started = await phone.run(['app', IDENTIFIER]);
  assert.equal(started.code, 0, started.said);
  const { pairs, certificates } = JSON.parse(started.out) as { pairs: object; certificates: { key: string }[] };
  assert.deepEqual(pairs, {
    IdCertificate_1_host: 'portal.harbor.example',
    IdCertificate_2_host: '*.harbor.example',
    'Vendor.User': 'chloe.lind',
  });
  assert.deepEqual(
    certificates.map(({ key }) => key),
    ['IdCertificate_1', 'IdCertificate_2'],
  );
  await goTo(page, on, '/admin/configurations');
  await link('Secure apps').click();
  await tab('Devices').click();
  await rowOf(page, 'Work iPhone').getByText('Applied', { exact: true }).waitFor();
  await assertAccessible(page, 'admin-arrival', [320]);
});

test(
  'ADM-075 for a chosen device the variables are shown as it gets them, and which certificates it has',
  { skip },
  async () => {
    await goTo(page, on, '/admin/apps');
    await link('Web@Work for iOS').click();
    await link('Web for all').click();
    await page.getByText('See what a device would be told').click();
    await page.getByRole('combobox', { name: 'Device', exact: true }).fill('Work');
    await page.getByRole('option', { name: /Work iPhone/ }).click();
    await rowOf(page, 'Vendor.User').getByText('chloe.lind').waitFor();
    await assertAccessible(page, 'admin-substitution', [320]);
    await goTo(page, on, '/admin/apps');
    await link('Web@Work for iOS').click();
    await tab('Which certificate?').click();
    await page.getByLabel('Which certificate would this app show to').fill('https://portal.harbor.example/');
    await page.getByRole('combobox', { name: 'On this device (optional)' }).fill('Work');
    await page.getByRole('option', { name: /Work iPhone/ }).click();
    await button('Test').click();
    await page.locator('.rules__rule--wins').getByText('IdCertificate_1_host').first().waitFor();
    await page.getByText('Matches, too late').waitFor();
  },
);

test('Email+ for iOS has its form beside its keys, and is asked for no password', { skip }, async () => {
  await goTo(page, on, '/admin/apps/new/store?known=email-plus-ios');
  await page.getByLabel('Identifier').fill('com.example.mail');
  await done();
  await link('+Add app configuration').click();
  await page.getByLabel('Exchange Host').waitFor();
  assert.equal(await page.getByLabel('Email Address', { exact: true }).inputValue(), '${userEmailAddress}');
  assert.equal(await page.locator('input[type="password"]').count(), 0);
  await page.getByRole('button', { name: '+Add to AppTunnel Rules' }).click();
  await page.getByLabel('Identity certificate (optional)', { exact: true }).waitFor();
  await assertAccessible(page, 'admin-email-plus', [320]);
  await goTo(page, on, '/admin/configurations');
  await link('Secure apps').click();
});

test('a preview names the devices that a change reaches; the history puts an old version back', { skip }, async () => {
  await tab('Settings').click();
  await page.getByLabel('Minimum passcode length').fill('12');
  await button('Done…').click();
  await page.getByText('Have this configuration and get the new version: 1 device').click();
  await page.getByText('Work iPhone').waitFor();
  await assertAccessible(page, 'admin-configuration-preview', [320]);
  await picture('admin-configuration-preview');
  await button('Done').click();
  await heading('Configurations').waitFor();
  await link('Secure apps').click();
  await tab('History').click();
  await page.getByText(/Minimum passcode length: 9 → 12/).waitFor();
  await page.getByRole('button', { name: 'Put back version 1' }).click();
  await page.getByText(/Secure apps is as it was then/).waitFor();
  await assertAccessible(page, 'admin-configuration-history', [320]);
});

test('what an app refers to cannot be deleted; what can, can be undone', { skip }, async () => {
  await goTo(page, on, '/admin/configurations');
  await link('Authentication').click();
  await button('Delete').click();
  const question = page.getByRole('dialog', { name: 'Delete Authentication?' });
  await question.getByText('It cannot be deleted while something refers to it.').waitFor();
  await assertAccessible(page, 'admin-configuration-in-use', [320]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await goTo(page, on, '/admin/configurations');
  await link('Agency root').click();
  await button('Delete').click();
  await page.getByRole('dialog').getByText('Lose this configuration: 1 device').waitFor();
  await confirm(page, 'Delete Agency root?', 'Delete configuration');
  await page.getByText('Agency root was deleted.').waitFor();
  await button('Undo').click();
  await page.getByText('It was undone.').waitFor();
  await rowOf(page, 'Agency root').waitFor();
  await assertAccessible(page, 'admin-configurations', WIDTHS);
  await picture('admin-configurations');
});

test('device groups and spaces are made, each with its rule', { skip }, async () => {
  await link('Device Groups').click();
  await heading('Device Groups').waitFor(); // the list that was left has the same link
  await link('+Add').first().click();
  await page.getByLabel('Name', { exact: true }).fill('Newer iPhones');
  await page.getByLabel('Use: Rule').check();
  await page.getByRole('checkbox', { name: 'iOS' }).check();
  await page.getByLabel('OS version from').fill('18');
  await assertAccessible(page, 'admin-device-group', [320]);
  await button('Add').click();
  await heading('Newer iPhones').waitFor();
  await link('Spaces').click();
  await rowOf(page, 'Default').waitFor();
  await assertAccessible(page, 'admin-spaces', [320]);
  await link('+Add').click();
  await page.getByLabel('Name', { exact: true }).fill('Harbor west');
  await page.getByRole('combobox', { name: 'Device groups' }).fill('Newer');
  await page.getByRole('option', { name: /Newer iPhones/ }).click();
  await button('Add').click();
  await rowOf(page, 'Harbor west').waitFor();
});

test('the check of everything says what is wrong and leads to it', { skip }, async () => {
  await link('Check').click();
  await heading('Check').waitFor();
  await page.getByText('Checked').waitFor();
  await assertAccessible(page, 'admin-lint', WIDTHS);
  await picture('admin-lint');
});

test('ADM-012 providers are shown by platform, each with what it needs or why it cannot be', { skip }, async () => {
  await link('Providers').click();
  const purebred = page
    .getByRole('table', { name: 'Providers by platform' })
    .getByRole('row', { name: /^DISA Purebred/ });
  await purebred.getByText(/supported on iOS only/).waitFor();
  await assertAccessible(page, 'admin-providers', WIDTHS);
  await picture('admin-providers');
});

test('everything is exported as a file, and the same file planned again changes nothing', { skip }, async () => {
  await goTo(page, on, '/admin/config');
  const saving = page.waitForEvent('download');
  await button('Export').click();
  const buffer = await readFile(await (await saving).path());
  assert.match(buffer.toString(), /name: Secure apps/);
  const file = page.getByLabel('Choose File');
  await file.setInputFiles({ name: 'lanyard.yaml', mimeType: 'application/yaml', buffer });
  await page.getByText('Nothing would change').waitFor();
  const edited = Buffer.from(buffer.toString().replace('name: Harbor west', 'name: Harbor east'));
  await file.setInputFiles({ name: 'lanyard.yaml', mimeType: 'application/yaml', buffer: edited });
  await page.getByText('Creates: Harbor east (Spaces)').waitFor();
  await assertAccessible(page, 'admin-config', WIDTHS);
  await button('Apply…').click();
  await confirm(page, 'Apply this file?', 'Apply');
  await page.getByText(/The file was applied: 1 created/).waitFor();
});

test('no page raised an error, and the Content-Security-Policy stopped nothing of ours', { skip }, () => {
  assert.deepEqual(complaints, []);
});

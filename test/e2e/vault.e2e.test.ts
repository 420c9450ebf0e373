// A thief's view of the wallet: a copy of the phone's browser profile, or the database, and never both with the secret.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fromHex } from '@lanyard/pki';
import { keyLabel } from '../../apps/wallet/core/src/credential-record.ts';
import { unseal } from '../../apps/wallet/core/src/sealing.ts';
import { stretch, wrapKeyOf } from '../../apps/wallet/core/src/vault-keys.ts';
import { needs } from '../needs.ts';
import { CardHolder } from './support/card-holder.ts';
import { PASSCODE, PIN } from './support/enrolled-device.ts';
import { inDatabase } from './support/installation-database.ts';
import { lanyard, type Lanyard } from './support/lanyard.ts';
import { copyProfile, openPhone, storedValue } from './support/phone-profile.ts';
import { answer, press, registerAt, setPinAt, titled, unlockWith } from './support/wallet-page.ts';

const skip = needs('chromium');
const WAYS = { passcode: 'Secure apps passcode', pin: 'Derived credential PIN' } as const;
let on: Lanyard;
/** The share that the server gave for the right passcode, base64, as it went over the wire. */
let share = '';
let holder: CardHolder;
let registration: { deviceId: string };
let doors: Record<'passcode' | 'pin', Door>;
let credential: StoredCredential;

/** As it comes out of the browser's storage, octets as hexadecimal text. */
interface StoredCredential {
  readonly id: string;
  readonly keys: readonly {
    readonly sealedFor: 'authentication' | 'signing' | 'encryption';
    readonly certificate: string;
    readonly key: { readonly nonce: string; readonly data: string };
  }[];
}

interface Door {
  readonly salt: string;
  readonly iterations: number;
  readonly wrapped: { readonly nonce: string; readonly data: string };
}

before(async () => {
  if (skip) return;
  on = await lanyard();
  await on.start();
  await enrol();
});
after(() => on?.remove());

const profile = (name: string): string => join(on.folder, `profile-${name}`);

/** The owner's phone: enrolled, unlocked once more, closed. */
async function enrol(): Promise<void> {
  holder = new CardHolder(on.portal);
  await holder.signIn(join(on.cards, 'ada.vega.p12'));
  const request = await holder.request();
  const { context, wallet } = await openPhone(profile('owner'));
  await wallet.goto(on.wallet);
  await registerAt(wallet, request);
  await press(wallet, 'Enter Password');
  await answer(wallet, 'Activation password', request.activationPassword ?? '', 'Activate');
  await setPinAt(wallet);
  await wallet.goto(on.wallet);
  const opened = wallet.waitForResponse((response) => response.url().endsWith('/device/vault/passcode/open'));
  await unlockWith(wallet, PASSCODE);
  share = ((await (await opened).json()) as { share: string }).share;
  await wallet.getByText('Active', { exact: true }).waitFor();
  registration = (await storedValue(wallet, 'registration')) as typeof registration;
  doors = ((await storedValue(wallet, 'vault')) as { doors: typeof doors }).doors;
  const [active] = (await storedValue(wallet, 'credentials')) as StoredCredential[];
  credential = active ?? assert.fail('no credential is stored');
  await wallet.evaluate(async () => void (await navigator.serviceWorker.ready));
  await context.close();
}

/** Opens the door with what somebody has; undefined when it stays closed. */
async function tryDoor(passcode: string, salt: Uint8Array, serverShare: Uint8Array): Promise<Uint8Array | undefined> {
  const { iterations, wrapped } = doors.passcode;
  const key = await wrapKeyOf(
    await stretch(passcode, new Uint8Array(salt), iterations),
    new Uint8Array(serverShare),
    'passcode',
  );
  const sealed = { nonce: fromHex(wrapped.nonce), data: fromHex(wrapped.data) };
  return unseal(key, `lanyard vault key|${registration.deviceId}|passcode`, sealed);
}

/** The rows that the database keeps of a way in. */
async function shareRow(way: string): Promise<{ sealed: Buffer | null; tries: number }> {
  const [row] = await inDatabase(on, 'select sealed, tries from fleet.vault_share where device_id = $1 and way = $2', [
    registration.deviceId,
    way,
  ]);
  return row as { sealed: Buffer | null; tries: number };
}

test(
  'the door opens with passcode, salt of the device and share of the server, and with no two of them',
  { skip },
  async () => {
    const salt = fromHex(doors.passcode.salt);
    const right = Buffer.from(share, 'base64');
    assert.equal((await tryDoor(PASSCODE, salt, right))?.length, 32);
    const { sealed } = await shareRow('passcode');
    assert.ok(sealed);
    const nothing = new Uint8Array(32);
    for (const [what, opened] of [
      ['no share', tryDoor(PASSCODE, salt, new Uint8Array(0))],
      ["the database's sealed share", tryDoor(PASSCODE, salt, sealed)],
      ['a piece of it', tryDoor(PASSCODE, salt, sealed.subarray(-48, -16))],
      ['the share without the salt', tryDoor(PASSCODE, nothing, right)],
      ['share and salt without the passcode', tryDoor('Correct-Horse8', salt, right)],
    ] as const)
      assert.equal(await opened, undefined, what);
  },
);

/** The tables of the installation that have a text anywhere in them. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = (await inDatabase(
    on,
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  )) as { name: string }[];
  assert.ok(tables.some(({ name }) => name === 'fleet.vault_share'));
  const counts = tables.map(
    ({ name }) => `select '${name}' as name where exists (select from ${name} t where position($1 in t::text) > 0)`,
  );
  return ((await inDatabase(on, counts.join(' union all '), [text])) as { name: string }[]).map(({ name }) => name);
}
const spellings = (octets: Buffer): string[] => [
  octets.toString('hex'),
  octets.toString('base64'),
  octets.toString('base64url'),
];

test('nothing in the whole database holds the share, the salt or a secret in clear', { skip }, async () => {
  const octets = [
    Buffer.from(share, 'base64'),
    Buffer.from(doors.passcode.salt, 'hex'),
    Buffer.from(doors.pin.salt, 'hex'),
  ];
  const wanted = [...octets.flatMap(spellings), PASSCODE, PIN];
  assert.ok((await tablesWith(registration.deviceId)).includes('fleet.device'), 'the search finds what is there');
  for (const text of wanted) assert.deepEqual(await tablesWith(text), [], text.slice(0, 6));
});

test(
  'ADM-003 ADM-005 EPM-026 MAA-043 three keys of one identity are in the wallet, and none in clear in the database',
  { skip },
  async () => {
    const vaultKey = await tryDoor(PASSCODE, fromHex(doors.passcode.salt), Buffer.from(share, 'base64'));
    assert.ok(vaultKey);
    const subjects = new Set<string>();
    const publicKeys = new Set<string>();
    for (const { sealedFor, certificate, key } of credential.keys) {
      const sealed = { nonce: fromHex(key.nonce), data: fromHex(key.data) };
      const label = keyLabel(registration.deviceId, credential.id, sealedFor);
      const pkcs8 = await unseal(new Uint8Array(vaultKey), label, sealed);
      assert.ok(pkcs8, sealedFor);
      const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
      const issued = new X509Certificate(Buffer.from(certificate, 'base64'));
      assert.ok(issued.publicKey.equals(createPublicKey(privateKey)), `the certificate is of the key for ${sealedFor}`);
      const { d = '' } = privateKey.export({ format: 'jwk' });
      for (const text of spellings(Buffer.from(d, 'base64url')))
        assert.deepEqual(await tablesWith(text), [], sealedFor);
      subjects.add(issued.subject);
      publicKeys.add(issued.publicKey.export({ format: 'pem', type: 'spki' }).toString());
    }
    assert.deepEqual([credential.keys.length, subjects.size, publicKeys.size], [3, 1, 3]);
  },
);

test('no file of the profile holds passcode or PIN', { skip }, () => {
  const files = globSync('**/*', { cwd: profile('owner'), withFileTypes: true }).filter((file) => file.isFile());
  const holding = (text: string) =>
    files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(text)).map(({ name }) => name);
  assert.ok(holding('ada.vega').length > 0, 'the search finds what is there');
  for (const secret of [PASSCODE, PIN]) {
    assert.deepEqual(holding(secret), []);
    assert.deepEqual(
      files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes(Buffer.from(secret, 'utf16le'))),
      [],
    );
  }
});

test('a copied profile opens nothing without the server, not even with the right passcode', { skip }, async () => {
  const { context, wallet } = await openPhone(copyProfile(profile('owner'), profile('offline')));
  await context.setOffline(true);
  await wallet.goto(on.wallet);
  await titled(wallet, 'Unlock the wallet').waitFor();
  await answer(wallet, WAYS.passcode, PASSCODE, 'Unlock');
  await wallet.getByText('Opening the wallet needs the server, which could not be reached.').waitFor();
  await context.close();
});

/** Guesses in a copy of the phone's profile, as it was when it was closed. @returns what the wallet said to each */
async function guess(copy: string, way: keyof typeof WAYS, guesses: number): Promise<string[]> {
  const { context, wallet } = await openPhone(copyProfile(profile('owner'), profile(copy)));
  const said: string[] = [];
  await wallet.goto(on.wallet);
  await titled(wallet, 'Unlock the wallet').waitFor();
  if (way === 'pin') await press(wallet, 'Use the derived credential PIN');
  for (let n = 0; n < guesses; n++) {
    await wallet.getByLabel(WAYS[way], { exact: true }).fill(way === 'pin' ? `98${4100 + n}` : `Wrong-Horse${n}`);
    const answered = wallet.waitForResponse(
      (response) => response.url().endsWith(`/device/vault/${way}/open`) && response.status() !== 401,
    );
    await press(wallet, 'Unlock');
    const { code, details } = (await (await answered).json()) as { code: string; details: { triesLeft: number } };
    said.push(`${code} ${details.triesLeft}`);
    await wallet
      .getByRole('alert')
      .getByText(code === 'vault_destroyed' ? /closed for good/ : 'That was not right.')
      .waitFor();
    // The field is emptied once the answer is shown.
    await wallet.waitForFunction(() => [...document.querySelectorAll('input')].every(({ value }) => value === ''));
  }
  await context.close();
  return said;
}

test('wrong tries count at the server: another copy of the profile brings none back', { skip }, async () => {
  assert.deepEqual(await guess('first', 'passcode', 3), [
    'vault_secret_wrong 9',
    'vault_secret_wrong 8',
    'vault_secret_wrong 7',
  ]);
  assert.deepEqual(await guess('restored', 'passcode', 1), ['vault_secret_wrong 6']);
  assert.equal((await shareRow('passcode')).tries, 6);
});

test('after the last wrong try the way is destroyed, for its owner too; the other way stands', { skip }, async () => {
  const said = await guess('last', 'passcode', 6);
  assert.equal(said.at(-1), 'vault_destroyed 0');
  assert.equal((await shareRow('passcode')).sealed, null, 'the share is gone');
  const { context, wallet } = await openPhone(copyProfile(profile('owner'), profile('owner-later')));
  await wallet.goto(on.wallet);
  await unlockWith(wallet, PASSCODE);
  await wallet.getByText(/this way in has been closed for good/).waitFor();
  await answer(wallet, WAYS.pin, PIN, 'Unlock');
  await wallet.getByText('Active', { exact: true }).waitFor();
  await context.close();
});

test('with both ways destroyed nothing opens the keys any more: the credential is given up', { skip }, async () => {
  const said = await guess('pins', 'pin', 10);
  assert.equal(said.at(-1), 'vault_destroyed 0');
  assert.equal((await shareRow('pin')).sealed, null);
  const { context, wallet } = await openPhone(copyProfile(profile('owner'), profile('owner-at-last')));
  await wallet.goto(on.wallet);
  await answer(wallet, WAYS.passcode, PASSCODE, 'Unlock');
  await wallet.getByText(/closed for good/).waitFor();
  await answer(wallet, WAYS.pin, PIN, 'Unlock');
  await titled(wallet, 'This wallet was closed for good').waitFor();
  assert.equal(await storedValue(wallet, 'vault'), null);
  assert.deepEqual(
    (await holder.home()).credentials.map(({ state }) => state),
    ['deleted'],
  );
  await context.close();
});

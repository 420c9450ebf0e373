// A device's card at depth: what the issuer signed of it, its PIN, old mail, and where it must not open the door.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  certificateTag,
  encodeTlv,
  FIRST_RETIRED,
  type Host,
  hostOf,
  NON_FEDERAL_FASCN,
  OBJECT,
  readTlvs,
  SLOT,
  tlvOf,
} from '@lanyard/piv';
import { type Bytes, concatBytes, fromHex, parseCertificate, toHex, toPem, uuidOf, viewOf } from '@lanyard/pki';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { READER_NAME } from '../../apps/wallet/desktop/src/reader/run-reader-command.ts';
import { pcscClient, type PcscClient } from '../../apps/wallet/desktop/src/reader/testing/pcsc-client.ts';
import { type Going, readerIn } from '../e2e/support/desk-in-process.ts';
import { PASSCODE, PIN } from '../e2e/support/enrolled-device.ts';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { type RegisteredDevice, registerDevice } from '../e2e/support/registered-device.ts';
import { runProgram } from '../e2e/support/run-program.ts';
import { screen } from '../e2e/support/screen.ts';
import { needs } from '../needs.ts';
import { choosing, chromiumWithCard } from './chromium-with-card.ts';
import { MODULE, withCard } from './piv-card.ts';
import { nginx, type Site } from './protected-site.ts';

const ENGINE = `${LIBRARIES}/engines-3/pkcs11.so`;
const skip = needs('openssl', 'opensc-tool', ENGINE);
const LETTER = 'Kept for years.\n';
const NAME = 'Phone';

let on: Lanyard;
let device: RegisteredDevice;
let reader: Going;
let client: PcscClient;
let host: Host;
/** The authentication certificate, as a PEM file. */
let ownFile: string;

const inFolder = (name: string): string => join(on.folder, name);
const socket = (): string => inFolder('card.comm');
const openssl = (...args: readonly string[]) => runProgram('openssl', args, { cwd: on.folder });
const file = (name: string, content: Uint8Array | string): string => {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
};

async function startReader(): Promise<void> {
  reader = readerIn(on.folder, '--home', inFolder(`device-${NAME}`), '--socket', socket(), '--interval', '1');
  await reader.says(/The card is in the reader/);
  client = await pcscClient(socket());
  const { card } = await client.connect(READER_NAME);
  host = hostOf(async (octets) => (await client.transmit(card, octets)).answer);
  await host.select();
}

async function authority(id: string): Promise<string> {
  const response = await fetch(`${on.status}/ca/${id}.cer`);
  return toPem('CERTIFICATE', viewOf(await response.bytes()));
}

/** The card's certificate of a slot, as a PEM file. */
async function certificateFile(slot: number): Promise<string> {
  const der = (await host.certificate(slot)) ?? assert.fail(`no certificate in ${slot.toString(16)}`);
  return file(`slot-${slot.toString(16)}.pem`, toPem('CERTIFICATE', der));
}

const contentOf = async (tag: number): Promise<Bytes> =>
  (await host.getData(tag)) ?? assert.fail(`${tag.toString(16)} is absent`);

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  await on.start();
  device = await registerDevice(on, { name: NAME });
  assert.equal((await device.activate()).code, 0);
  await startReader();
  // A letter of today, and then a new credential: its key is an old one.
  file('letter', LETTER);
  const sealed = ['cms', '-encrypt', '-aes256', '-in', 'letter', '-out', 'old-letter'];
  const made = await openssl(...sealed, await certificateFile(SLOT.keyManagement));
  assert.equal(made.code, 0, made.text);
  await client.close();
  await reader.stop();
  const { activationPassword } = await device.holder.request({ name: NAME });
  const again = await device.run(
    ['activate', '--activation-password-stdin', '--passcode-stdin'],
    activationPassword,
    PASSCODE,
  );
  assert.equal(again.code, 0, again.said);
  await startReader();
  ownFile = await certificateFile(SLOT.authentication);
});
after(async () => {
  await client?.close();
  await reader?.stop();
  await on?.remove();
});

describe('a device’s card', { skip }, () => {
  test('the CHUID has the certificate’s UUID and no federal number, and OpenSSL finds the issuer’s content signer under it', async () => {
    const content = await contentOf(OBJECT.chuid);
    const items = readTlvs(content) ?? [];
    const own = parseCertificate((await host.certificate(SLOT.authentication)) ?? assert.fail('no certificate'));
    assert.deepEqual(tlvOf(items, 0x34), fromHex((uuidOf(own) ?? '').replaceAll('-', '')));
    assert.deepEqual(tlvOf(items, 0x30), NON_FEDERAL_FASCN);
    const [day] = own.notAfter.toISOString().split('T');
    assert.equal(Buffer.from(tlvOf(items, 0x35) ?? []).toString(), day?.replaceAll('-', ''));
    const signed = items.filter(({ tag }) => tag !== 0x3e).map(({ tag, value }) => encodeTlv(tag, value));
    const judged = await verified(tlvOf(items, 0x3e), file('chuid', concatBytes(...signed)));
    assert.match(judged.text, /CMS Verification successful|Verification successful/);
    const altered = await verified(tlvOf(items, 0x3e), file('altered', concatBytes(...signed.slice(1))));
    assert.notEqual(altered.code, 0);
  });

  test('the Security Object vouches for every container that is not signed itself', async () => {
    const items = readTlvs(await contentOf(OBJECT.securityObject)) ?? [];
    const judged = await verified(tlvOf(items, 0xbb));
    assert.equal(judged.code, 0, judged.text);
    assert.equal(toHex(tlvOf(items, 0xba) ?? Uint8Array.of()), '01300002db00036050046060');
    const lds = toHex(viewOf(readFileSync(inFolder('verified'))));
    for (const tag of [OBJECT.chuid, OBJECT.cardCapability, OBJECT.discovery, OBJECT.keyHistory])
      assert.ok(
        lds.includes(
          createHash('sha256')
            .update(await contentOf(tag))
            .digest('hex'),
        ),
        tag.toString(16),
      );
  });

  test('nothing is printed on a phone: there is no printed information, and no pairing code', async () => {
    await host.verify(PIN);
    assert.deepEqual(
      [await host.getData(OBJECT.printedInformation), await host.getData(OBJECT.pairingCode)],
      [undefined, undefined],
    );
  });

  test(
    'a letter of before opens with a retired key, which the Key History counts',
    { skip: needs(ENGINE) },
    async () => {
      assert.equal(toHex(await contentOf(OBJECT.keyHistory)), 'c10101c20100fe00');
      assert.ok(await host.getData(certificateTag(FIRST_RETIRED) ?? 0));
      const key = `pkcs11:id=%05;type=private;pin-value=${PIN}`;
      const recipient = await certificateFile(FIRST_RETIRED);
      const decrypt = ['cms', '-decrypt', '-in', inFolder('old-letter'), '-recip', recipient];
      const opened = await withCard(socket(), 'env', [
        `PKCS11_MODULE_PATH=${MODULE}`,
        'openssl',
        ...decrypt,
        '-engine',
        'pkcs11',
        '-keyform',
        'engine',
        '-inkey',
        key,
      ]);
      assert.equal(opened.code, 0, opened.text);
      assert.equal(opened.stdout.replaceAll('\r', ''), LETTER);
    },
  );
});

describe('the phone as the card of a browser', { skip: skip || needs('curl', 'nginx') }, () => {
  let site: Site;
  before(async () => {
    site = await nginx(on.folder, (await authority('root')) + (await authority('derived')));
  });
  after(() => site?.[Symbol.asyncDispose]());

  const curl = async (url: string) => {
    const key = ['--key', `pkcs11:id=%01;type=private;pin-value=${PIN}`, '--key-type', 'ENG', '--engine', 'pkcs11'];
    return withCard(socket(), 'env', [`PKCS11_MODULE_PATH=${MODULE}`, 'curl', '-sk', ...key, '--cert', ownFile, url]);
  };

  test('PDM-063 BLE-050 curl signs in to a website of nginx with the card', async () => {
    const { text } = await curl(site.url);
    assert.match(text, /^SUCCESS CN=Ada Vega/);
  });

  test('the card is no primary: Lanyard’s own card host refuses it, and says what to do', async () => {
    const { text } = await curl(await device.holder.startSignIn());
    assert.match(text, /derived/i);
    assert.doesNotMatch(text, /#ticket=/);
  });

  test(
    'PDM-063 BLE-016 BLE-018 BLE-050 Chromium signs in to a protected website: its PIN typed in Chromium’s own dialog, its certificate chosen in another, or none',
    { skip: needs('chromium', 'certutil', 'modutil', 'Xvfb', 'xdotool') },
    async () => {
      await using shown = await screen();
      await using browser = await chromiumWithCard(on.folder, { display: shown.display, socket: socket() });
      const page = await browser.context.newPage();
      const without = page.goto(site.url.replace('localhost', '127.0.0.1'));
      await shown.appears('Unlock Security Device');
      await shown.type(PIN);
      // Its next dialog has no window of its own.
      await choosing(shown, 'Escape', without);
      assert.equal((await without)?.status(), 400, 'the site asks for a certificate');
      const going = page.goto(site.url);
      await choosing(shown, 'Return', going);
      await going;
      assert.match((await page.textContent('body')) ?? '', /^SUCCESS CN=Ada Vega/);
    },
  );
});

/** `openssl cms -verify` up to the root, every certificate's purpose apart. */
async function verified(signature: Bytes | undefined, content?: string) {
  const cms = file('signature', signature ?? assert.fail('not signed'));
  const chain = ['-CAfile', file('chain.pem', (await authority('root')) + (await authority('derived')))];
  const beside = content === undefined ? [] : ['-content', content];
  const out = ['-out', inFolder('verified')];
  return openssl(
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    cms,
    ...beside,
    ...chain,
    '-purpose',
    'any',
    ...out,
  );
}

// The card where desktops have it: behind a real pcscd, under GnuPG's scdaemon, under many at once, and gone in the middle.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign, verify, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hostOf, SLOT } from '@lanyard/piv';
import { viewOf } from '@lanyard/pki';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { pcscClient } from '../../apps/wallet/desktop/src/reader/testing/pcsc-client.ts';
import { PIN } from '../../pure/piv/src/testing/software-card.ts';
import { until } from '../e2e/support/run-program.ts';
import { needs } from '../needs.ts';
import { type Desktop, desktop, MODULE, type SoftwareCard, softwareCard } from './piv-card.ts';
import { noNamespaces, type RealPcscd, realPcscd } from './real-pcscd.ts';

const LIBRARY = `${LIBRARIES}/libpcsclite.so.1`;
const VPCD = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const READER = 'Lanyard 00 00';
const SIGNATURES = 10_000;
const message = Buffer.from('what is signed\n');
const digest = createHash('sha256').update(message).digest();
const SIGN = ['--login', '--pin', PIN, '--sign', '--mechanism', 'ECDSA', '--signature-format', 'openssl', '--id', '01'];

describe(
  'behind a real pcscd',
  { skip: needs('pcscd', VPCD, 'opensc-tool', 'yubico-piv-tool') || noNamespaces() },
  () => {
    let on: RealPcscd;
    before(async () => {
      on = await realPcscd();
    });
    after(() => on?.[Symbol.asyncDispose]());

    test('pcscd shows the card in vpcd’s reader, and OpenSC takes it for a PIV card', async () => {
      // It looks for cards every now and then.
      const isThere = async () => /Yes\s+Virtual PCD 00 00/.test((await on.run('opensc-tool', '-l')).text);
      await until('pcscd has seen the card', isThere, 15);
      const name = await on.run('opensc-tool', '-n');
      assert.match(name.text, /Personal Identity Verification Card/);
    });

    test('yubico-piv-tool reads the status', async () => {
      const { code, text } = await on.run('yubico-piv-tool', '-r', 'Virtual', '-a', 'status');
      assert.equal(code, 0, text);
      assert.match(text, /PIN tries left:\s+3/);
    });

    test('pkcs11-tool’s own test signs and decrypts without errors', async () => {
      const { code, text } = await on.run('pkcs11-tool', '--module', MODULE, '--login', '--pin', PIN, '--test');
      assert.deepEqual([code, /No errors/.test(text)], [0, true], text);
    });

    test('PDM-033, PDM-064 the PIN is changed by pkcs11-tool, and unblocked by yubico-piv-tool once it is closed', async () => {
      const tool = (...args: readonly string[]) => on.run('pkcs11-tool', '--module', MODULE, ...args);
      const changed = await tool('--login', '--pin', PIN, '--change-pin', '--new-pin', '582046');
      assert.equal(changed.code, 0, changed.text);
      for (let tries = 0; tries < 3; tries++)
        assert.equal((await tool('--login', '--pin', PIN, '-O')).code, 1, 'the old one is none any more');
      assert.match((await tool('--login', '--pin', '582046', '-O')).text, /CKR_PIN_LOCKED/);
      const unblock = ['-r', 'Virtual', '-a', 'unblock-pin', '-P', 'UNBLOCK!', '-N', PIN];
      const unblocked = await on.run('yubico-piv-tool', ...unblock);
      assert.equal(unblocked.code, 0, unblocked.text);
      assert.equal((await tool('--login', '--pin', PIN, '-O')).code, 0);
    });
  },
);

describe('on the reader’s own socket', { skip: needs('opensc-tool', LIBRARY) }, () => {
  let on: Desktop;
  let card: SoftwareCard;
  before(async () => {
    on = await desktop();
    card = await softwareCard(new Map([[SLOT.authentication, 'ec-p256']]));
    on.server.addReader(READER).insert(card);
    writeFileSync(join(on.folder, 'digest'), digest);
  });
  after(() => on?.[Symbol.asyncDispose]());

  const publicKey = () => new X509Certificate(card.certificates.get(SLOT.authentication) ?? assert.fail()).publicKey;
  const signInto = (out: string) =>
    on.run('pkcs11-tool', '--module', MODULE, ...SIGN, '-i', join(on.folder, 'digest'), '-o', join(on.folder, out));

  /** OpenSC resets the card when it leaves: another that has just given the PIN must give it again, as with any card. */
  async function insisting(out: string): Promise<string> {
    let last = '';
    for (let tries = 0; tries < 5; tries++) {
      const { code, text } = await signInto(out);
      if (code === 0) return 'signed';
      assert.equal(code, 1, text);
      last = text;
    }
    return last;
  }

  test(
    'scdaemon has the card to itself, and speaks to it',
    { skip: needs('/usr/lib/gnupg/scdaemon', 'gpg') },
    async () => {
      const home = join(on.folder, 'gnupg');
      mkdirSync(home, { mode: 0o700 });
      writeFileSync(join(home, 'scdaemon.conf'), 'disable-ccid\npcsc-driver libpcsclite.so.1\n');
      const agent = (...args: readonly string[]) => on.run('env', `GNUPGHOME=${home}`, 'gpg-connect-agent', ...args);
      const select = 'scd apdu 00A4040009A0000003080000100000';
      const asked = await agent('--hex', 'scd serialno undefined', 'scd getinfo reader_list', select, '/bye');
      await on.run('env', `GNUPGHOME=${home}`, 'gpgconf', '--kill', 'all');
      assert.match(asked.stdout, /S SERIALNO FF7F00/);
      assert.match(asked.stdout, /Lanyard 00 00/);
      // The answer to SELECT; GnuPG uses the keys of PIV cards from 2.3 on.
      assert.match(asked.stdout.replace(/ {2,}/g, ' '), /61 11 4F 06 00 00 10 00 01 00[\s\S]*90 00/);
    },
  );

  test('thirty programs at once: each gets a right signature, or an error and then one', async () => {
    const outs = Array.from({ length: 30 }, (_, i) => `many.${i}`);
    const signed = await Promise.all(outs.map(insisting));
    assert.deepEqual(
      signed.filter((text) => text !== 'signed'),
      [],
    );
    for (const out of outs) assert.ok(verify('sha256', message, publicKey(), readFileSync(join(on.folder, out))));
  });

  test(`${SIGNATURES} signatures one after another are each an answer, and right`, async () => {
    // Signed by OpenSSL, which takes the message for the digest: it is the way there and back that is tried here.
    const { privateKey, publicKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    card.keys.signDigest = async (_slot, asked) => {
      assert.deepEqual(Buffer.from(asked), digest);
      return viewOf(sign('sha256', message, privateKey));
    };
    const client = await pcscClient(on.socket);
    const { card: handle } = await client.connect(READER);
    const host = hostOf(async (octets) => (await client.transmit(handle, octets)).answer);
    await host.verify(PIN);
    for (let n = 0; n < SIGNATURES; n++) {
      const signature = await host.sign(SLOT.authentication, 'ec-p256', viewOf(digest));
      assert.ok(verify('sha256', message, other, signature), String(n));
    }
    await client.close();
    assert.deepEqual(on.faults, []);
  });

  test('a reader that ends in the middle of a signature ends the program with an error, never a hang', async () => {
    await using other = await desktop();
    const [going, signing] = [await softwareCard(new Map([[SLOT.authentication, 'ec-p256']])), Promise.withResolvers()];
    going.keys.signDigest = () => {
      signing.resolve(undefined);
      return new Promise(() => undefined);
    };
    other.server.addReader(READER).insert(going);
    const [input, out] = [join(on.folder, 'digest'), join(other.folder, 'never')];
    const running = other.run('pkcs11-tool', '--module', MODULE, ...SIGN, '-i', input, '-o', out);
    await signing.promise;
    await other.server.close();
    const { code, text } = await running;
    assert.equal(code, 1, text);
    assert.match(text, /CKR_/);
  });
});

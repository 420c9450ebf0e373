// A device's card with PIV secure messaging, certified by the installation's issuer: who knows it uses it, who does not
// (Debian's OpenSC) is none the worse for it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Host, hostOf, OBJECT, readTlvs, secureHost, SLOT, tlvOf } from '@lanyard/piv';
import { type Bytes, type Certificate, fromHex, parseCertificate, toHex, toPem, uuidOf, viewOf } from '@lanyard/pki';
import { LIBRARIES } from '../../scripts/debian-packages.mjs';
import { READER_NAME } from '../../apps/wallet/desktop/src/reader/run-reader-command.ts';
import { pcscClient, type PcscClient } from '../../apps/wallet/desktop/src/reader/testing/pcsc-client.ts';
import { nodeHost } from '../../pure/piv/src/testing/secure-card.ts';
import { type Going, readerIn } from '../e2e/support/desk-in-process.ts';
import { PIN } from '../e2e/support/enrolled-device.ts';
import { lanyard, type Lanyard } from '../e2e/support/lanyard.ts';
import { registerDevice } from '../e2e/support/registered-device.ts';
import { runProgram } from '../e2e/support/run-program.ts';
import { needs } from '../needs.ts';
import { MODULE, withCard } from './piv-card.ts';

const skip = needs('openssl', 'opensc-tool', `${LIBRARIES}/libpcsclite.so.1`);
const NAME = 'Phone';

let on: Lanyard;
let reader: Going;
let client: PcscClient;
let transmit: (octets: Bytes) => Promise<Bytes>;
let host: Host;

const inFolder = (name: string): string => join(on.folder, name);
const openssl = (...args: readonly string[]) => runProgram('openssl', args, { cwd: on.folder });
const file = (name: string, content: Uint8Array | string): string => {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
};
const opensc = (program: string, ...args: readonly string[]) => withCard(inFolder('card.comm'), program, args);

async function authorities(): Promise<string> {
  const read = async (id: string) =>
    toPem('CERTIFICATE', viewOf(await (await fetch(`${on.status}/ca/${id}.cer`)).bytes()));
  return file('chain.pem', (await read('root')) + (await read('derived')));
}

/** Whether OpenSSL finds a path from a certificate to the installation's root. */
async function isOurs({ der }: Certificate): Promise<boolean> {
  const leaf = file('signer.pem', toPem('CERTIFICATE', der));
  return (await openssl('verify', '-CAfile', await authorities(), leaf)).code === 0;
}

before(async () => {
  if (skip !== false) return;
  on = await lanyard();
  await on.start();
  const setting = file('wallet.json', JSON.stringify({ desktops: { secureMessaging: 'pairing-code' } }));
  assert.equal((await on.run(['setting', 'put', 'wallet', setting])).code, 0);
  const device = await registerDevice(on, { name: NAME });
  assert.equal((await device.activate()).code, 0);
  reader = readerIn(
    on.folder,
    '--home',
    inFolder(`device-${NAME}`),
    '--socket',
    inFolder('card.comm'),
    '--interval',
    '1',
  );
  await reader.says(/The card is in the reader/);
  client = await pcscClient(inFolder('card.comm'));
  const { card } = await client.connect(READER_NAME);
  transmit = async (octets) => (await client.transmit(card, octets)).answer;
  host = hostOf(transmit);
});
after(async () => {
  await client?.close();
  await reader?.stop();
  await on?.remove();
});

describe('a device’s card with secure messaging', { skip }, () => {
  test('SP 800-73-5 pt2 §4.1 a program opens a channel to it: OpenSSL trusts who certified the key, and the key is this card’s', async () => {
    const secure = await secureHost(transmit, { ...nodeHost, trusts: isOurs });
    const own = parseCertificate((await secure.certificate(SLOT.authentication)) ?? assert.fail('no certificate'));
    assert.equal(toHex(secure.cardUuid), (uuidOf(own) ?? '').replaceAll('-', ''));
    await secure.verify(PIN);
    const code = tlvOf(readTlvs((await secure.getData(OBJECT.pairingCode)) ?? fromHex('')) ?? [], 0x99);
    assert.match(Buffer.from(code ?? []).toString(), /^[0-9]{8}$/);
    await secure.verifyPairingCode(Buffer.from(code ?? []).toString());
    const signature = await secure.sign(SLOT.authentication, 'ec-p256', digestOf('what is signed'));
    const key = file('own.pem', toPem('CERTIFICATE', own.der));
    const { stdout } = await openssl('x509', '-in', key, '-noout', '-pubkey');
    const [pub, sig, text] = [file('pub', stdout), file('sig', signature), file('text', 'what is signed')];
    assert.match((await openssl('dgst', '-sha256', '-verify', pub, '-signature', sig, text)).text, /Verified OK/);
  });

  test('SP 800-157r1 App. B the Security Object vouches for the Discovery Object with the interface in it, and for the pairing code', async () => {
    const discovery = (await host.getData(OBJECT.discovery)) ?? assert.fail('none');
    assert.equal(toHex(discovery).slice(-4), '4800');
    const items = readTlvs((await host.getData(OBJECT.securityObject)) ?? fromHex('')) ?? [];
    assert.equal(toHex(tlvOf(items, 0xba) ?? fromHex('')), '01300002db00036050046060051018');
    const cms = file('object', tlvOf(items, 0xbb) ?? fromHex(''));
    const into = ['-out', inFolder('verified')];
    const chain = ['-CAfile', await authorities(), '-purpose', 'any'];
    const judged = await openssl('cms', '-verify', '-binary', '-inform', 'DER', '-in', cms, ...chain, ...into);
    assert.equal(judged.code, 0, judged.text);
    await host.verify(PIN);
    const lds = toHex(viewOf(readFileSync(inFolder('verified'))));
    for (const tag of [OBJECT.chuid, OBJECT.discovery, OBJECT.pairingCode]) {
      const content = (await host.getData(tag)) ?? assert.fail(tag.toString(16));
      assert.ok(lds.includes(createHash('sha256').update(content).digest('hex')), tag.toString(16));
    }
  });

  test('opensc-tool, pkcs15-tool and pkcs11-tool, which know nothing of it, use the card as ever', async () => {
    assert.match((await opensc('opensc-tool', '-n')).text, /Personal Identity Verification Card/);
    const dump = await opensc('pkcs15-tool', '--dump');
    assert.equal(dump.code, 0, dump.text);
    for (const label of ['PIV AUTH key', 'SIGN key', 'KEY MAN key', 'Certificate for PIV Authentication'])
      assert.ok(dump.text.includes(label), `${label} is missing:\n${dump.text}`);
    const tested = await opensc('pkcs11-tool', '--module', MODULE, '--login', '--pin', PIN, '--test');
    assert.deepEqual([tested.code, /No errors/.test(tested.text)], [0, true], tested.text);
  });
});

const digestOf = (text: string): Bytes => viewOf(createHash('sha256').update(text).digest());

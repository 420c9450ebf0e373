import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import {
  type Bytes,
  concatBytes,
  ext,
  nameFrom,
  OID,
  parseCertificate,
  signCertificate,
  toHex,
  toPem,
} from '@lanyard/pki';
import { encodeTlv, readTlvs, tlvOf } from '../tlv.ts';
import { certificateObject, readCertificateObject } from './certificate-object.ts';
import { chuid, NON_FEDERAL_FASCN } from './chuid.ts';
import { securityObject } from './security-object.ts';
import type { ContentSigner } from './sign-content.ts';
import { cardCapability, discovery, keyHistory, printedInformation } from './small-objects.ts';

const guid = new Uint8Array(16).fill(7);
const expires = new Date('2029-01-31T00:00:00Z');

async function contentSigner(): Promise<ContentSigner> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const name = nameFrom([{ type: 'CN', value: 'Content Signer' }]);
  const signer = softwareSigner(pkcs8);
  const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-01-01T00:00:00Z') };
  const extensions = [ext.keyUsage(['digitalSignature']), ext.extendedKeyUsage([OID.pivContentSigning])];
  const template = { serial: Uint8Array.of(0x5a, 1), issuer: name, subject: name, spki, extensions, ...validity };
  return { signer, certificate: parseCertificate(await signCertificate(template, signer)) };
}

/** Lets OpenSSL judge a SignedData, its content beside it or inside. */
function opensslVerifies(signed: Bytes, by: ContentSigner, content?: Bytes): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-piv-'));
  const file = (name: string, octets: Bytes | string) => (
    writeFileSync(join(folder, name), octets),
    join(folder, name)
  );
  const beside = content === undefined ? [] : ['-content', file('content', content)];
  const ca = file('ca.pem', toPem('CERTIFICATE', by.certificate.der));
  const run = spawnSync('openssl', [
    'cms',
    '-verify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    file('cms', signed),
    '-CAfile',
    ca,
    '-partial_chain',
    '-purpose',
    'any',
    '-out',
    join(folder, 'out'),
    ...beside,
  ]);
  rmSync(folder, { recursive: true });
  return `${String(run.status)} ${run.stderr.toString()}`;
}

test('SP 800-73-5 pt1 §3.1.2 the CHUID has its elements in order, and OpenSSL verifies the issuer’s signature over them', async () => {
  const by = await contentSigner();
  const content = await chuid({ guid, expires }, nodeDigest, by);
  const items = readTlvs(content) ?? [];
  assert.deepEqual(
    items.map(({ tag }) => tag),
    [0x30, 0x34, 0x35, 0x3e, 0xfe],
  );
  assert.equal(Buffer.from(tlvOf(items, 0x35) ?? []).toString(), '20290131');
  const signature = tlvOf(items, 0x3e) ?? assert.fail('no signature');
  const signed = concatBytes(
    encodeTlv(0x30, NON_FEDERAL_FASCN),
    encodeTlv(0x34, guid),
    encodeTlv(0x35, Buffer.from('20290131')),
    encodeTlv(0xfe),
  );
  assert.match(opensslVerifies(signature, by, signed), /^0 .*successful/);
  signed[5] = (signed[5] ?? 0) ^ 1;
  assert.match(opensslVerifies(signature, by, signed), /^[1-9].*failure/s);
});

test('SP 800-73-5 pt1 §3.1.7 the Security Object maps its data groups to containers and verifies', async () => {
  const by = await contentSigner();
  const items =
    readTlvs(
      await securityObject(
        [
          { container: 0x3000, content: guid },
          { container: 0x6050, content: discovery() },
        ],
        by,
        nodeDigest,
      ),
    ) ?? [];
  assert.equal(toHex(tlvOf(items, 0xba) ?? assert.fail('no mapping')), '013000026050');
  const signed = tlvOf(items, 0xbb) ?? assert.fail('nothing signed');
  assert.match(opensslVerifies(signed, by), /^0 .*successful/);
  assert.ok(toHex(signed).includes(toHex(nodeDigest.digest('sha256', guid))));
});

test('SP 800-73-5 pt1 §3.3.2 the Discovery Object names the PIV application and only its PIN', () => {
  assert.equal(toHex(discovery()), '4f0ba0000003080000100001005f2f024000');
});

test('SP 800-73-5 pt1 §3.3.3 Key History counts the retired keys and has no address when none is off the card', () => {
  assert.equal(toHex(keyHistory(2)), 'c10102c20100fe00');
});

test('a certificate is read back from its container, a compressed one is not', () => {
  const der = Uint8Array.of(0x30, 0);
  assert.deepEqual(readCertificateObject(certificateObject(der)), der);
  assert.equal(readCertificateObject(concatBytes(encodeTlv(0x70, der), encodeTlv(0x71, Uint8Array.of(1)))), undefined);
});

test('the Card Capability Container leaves the card’s address empty', () => {
  assert.match(
    toHex(cardCapability(new Uint8Array(14))),
    /^f015a000000116ff02(00){14}f10121f20121f300f40100f50110f600f700fa00fb00fc00fd00fe00$/,
  );
});

test('SP 800-73-5 pt1 §3.2.1 printed fields are cut to their sizes, never in the middle of a character', () => {
  const items =
    readTlvs(
      printedInformation({ name: 'Zoë Smith', affiliation: 'ë'.repeat(20), expires, serial: '1', issuer: 'Agency' }),
    ) ?? [];
  const text = (tag: number) => Buffer.from(tlvOf(items, tag) ?? []).toString();
  assert.deepEqual([text(0x01), text(0x02), text(0x04)], ['Zoë Smith', 'ë'.repeat(10), '2029JAN31']);
});

test('a FASC-N that says "not federal" has odd parity in each of its 40 characters', () => {
  const bits = [...NON_FEDERAL_FASCN].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  const characters = bits.match(/.{5}/g) ?? [];
  assert.equal(characters.length, 40);
  assert.ok(characters.every((character) => (character.match(/1/g)?.length ?? 0) % 2 === 1));
});

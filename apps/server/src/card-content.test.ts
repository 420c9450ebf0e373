import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { generateKeyPair, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { CS2, CS7, pairingCodeObject, readSecureMessagingSigner, readTlvs, tlvOf, verifyCvc } from '@lanyard/piv';
import {
  ext,
  fromHex,
  nameFrom,
  OID,
  parseCertificate,
  parsePublicKey,
  signCertificate,
  toBase64,
  toHex,
} from '@lanyard/pki';
import { cardContent } from './card-content.ts';

const UUID = '0b0e7a62-51a4-4a6c-9b5e-2b2f9d6b3a10';
const CODE = '40719385';
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2029-01-01T00:00:00Z') };

async function certificate(
  keyType: 'ec-p256' | 'ec-p384',
  extensions: Parameters<typeof signCertificate>[0]['extensions'],
) {
  const { pkcs8, spki } = generateKeyPair(keyType);
  const name = nameFrom([{ type: 'CN', value: 'Somebody' }]);
  const signer = softwareSigner(pkcs8);
  const serial = Uint8Array.of(0x5a, 1);
  const der = await signCertificate({ serial, issuer: name, subject: name, spki, extensions, ...validity }, signer);
  return { signer, certificate: parseCertificate(der) };
}

const asked: (string | undefined)[] = [];
const content = cardContent({
  contentSigner: async (_line, _until, keyType = 'ec-p256') => {
    asked.push(keyType);
    const extensions = [
      ext.keyUsage(['digitalSignature']),
      ext.extendedKeyUsage([OID.pivContentSigning]),
      ext.subjectKeyIdentifier(new Uint8Array(20).fill(3)),
    ];
    return { ...(await certificate(keyType, extensions)), chain: [] };
  },
});
const own = await certificate('ec-p256', [ext.subjectAltName([{ kind: 'uri', value: `urn:uuid:${UUID}` }])]);

for (const [keyType, suite] of [
  ['ec-p256', CS2],
  ['ec-p384', CS7],
] as const)
  test(`SP 800-73-5 pt2 §4.1.5 a card’s key on ${keyType} is certified for its UUID by a content signer on the same curve`, async () => {
    asked.length = 0;
    const key = parsePublicKey(generateKeyPair(keyType).spki);
    const point = key.kind === 'ec' ? key.point : assert.fail('no curve');
    const secureMessaging = { keyType, point: toBase64(point), pairingCode: CODE };
    const signed = await content.sign(own.certificate.der, { retired: 0, secureMessaging });
    const channel = signed.secureMessaging ?? assert.fail('not certified');
    const signers = readSecureMessagingSigner(channel.signer) ?? assert.fail('no signer');
    const cvc = (await verifyCvc(channel.certificate, suite, signers, nodeVerifier)) ?? assert.fail('not signed');
    assert.deepEqual([cvc.subject, cvc.point], [fromHex(UUID.replaceAll('-', '')), point]);
    assert.deepEqual(asked, [keyType]);
  });

test('SP 800-157r1 App. B the Security Object vouches for the pairing code’s container too, where there is one', async () => {
  const key = parsePublicKey(generateKeyPair('ec-p256').spki);
  const channel = { keyType: 'ec-p256', point: toBase64(key.kind === 'ec' ? key.point : new Uint8Array(0)) } as const;
  const digest = createHash('sha256').update(pairingCodeObject(CODE)).digest('hex');
  const mapping = async (secureMessaging?: typeof channel & { pairingCode?: string }) => {
    const card = { retired: 0, ...(secureMessaging === undefined ? {} : { secureMessaging }) };
    const items = readTlvs((await content.sign(own.certificate.der, card)).securityObject) ?? [];
    const signed = toHex(tlvOf(items, 0xbb) ?? assert.fail('nothing signed'));
    return [toHex(tlvOf(items, 0xba) ?? assert.fail('no mapping')), signed.includes(digest)];
  };
  const plain = '01300002db00036050046060';
  assert.deepEqual(await mapping(), [plain, false]);
  assert.deepEqual(await mapping(channel), [plain, false]);
  assert.deepEqual(await mapping({ ...channel, pairingCode: CODE }), [`${plain}051018`, true]);
});

test('a point of another curve than its key type is refused', async () => {
  const secureMessaging = { keyType: 'ec-p384', point: toBase64(new Uint8Array(65).fill(4)) } as const;
  await assert.rejects(content.sign(own.certificate.der, { retired: 0, secureMessaging }), { code: 'csr_malformed' });
});

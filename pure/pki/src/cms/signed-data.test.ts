import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nodeDigest, nodeRandom, nodeVerifier, rsaTransport, softwareSigner } from '@lanyard/crypto';
import {
  type Bytes,
  decryptByTransport,
  der,
  encryptByTransport,
  OID,
  parseEnvelopedData,
  parseSignedData,
  type SignatureAlgorithm,
  signData,
  toPem,
  utf8Encode,
  verifySigner,
} from '../index.ts';
import { noOpenssl, openssl } from '../testing/openssl.ts';
import { authority, subscriber } from '../testing/samples.ts';

const ca = await authority();
const rsa = await subscriber(ca, 'rsa-2048');
const ec = await subscriber(ca, 'ec-p256');
const other = await subscriber(ca, 'rsa-2048');
const content = utf8Encode('what is signed and encrypted');
const tools = { digest: nodeDigest, verifier: nodeVerifier };
const attributes = [{ oid: OID.scepTransactionId, values: [der.printableString('4711')] }];

const sign = (party: typeof rsa, contentType: string = OID.data, algorithm?: SignatureAlgorithm): Promise<Bytes> =>
  signData(
    { contentType, content, certificate: party.certificate, attributes },
    softwareSigner(party.pkcs8, algorithm),
    nodeDigest,
  );

async function verified(message: Bytes, certificate = rsa.certificate): Promise<boolean> {
  const signed = parseSignedData(message);
  const [signer] = signed.signers;
  assert.ok(signer);
  return await verifySigner(signed, signer, certificate, tools);
}

describe('SignedData', () => {
  for (const [name, party, algorithm] of [
    ['RSA PKCS#1 v1.5', rsa, 'rsa-pkcs1-sha256'],
    ['RSA PSS', rsa, 'rsa-pss-sha384'],
    ['ECDSA', ec, undefined],
  ] as const) {
    test(`what is signed by ${name} is taken by us and by OpenSSL`, { skip: noOpenssl }, async () => {
      const message = await sign(party, OID.data, algorithm);
      assert.equal(await verified(message, party.certificate), true);
      const { text } = openssl('cms -verify -inform der -in m.der -CAfile ca.pem -purpose any -binary -out out.bin', {
        'm.der': message,
        'ca.pem': toPem('CERTIFICATE', ca.der),
      });
      assert.match(text, /CMS Verification successful/);
    });
  }

  test('what OpenSSL signs is taken, whole or streamed', { skip: noOpenssl }, async () => {
    for (const mode of ['', ' -stream -indef']) {
      const command = `cms -sign -nodetach -binary${mode} -in m.bin -outform der -out out.der -signer c.pem -inkey k.pem -md sha256`;
      const keys = { 'k.pem': toPem('PRIVATE KEY', rsa.pkcs8), 'c.pem': toPem('CERTIFICATE', rsa.der) };
      const made = openssl(command, { ...keys, 'm.bin': content });
      assert.ok(made.file('out.der').length > 0, made.text);
      const message = made.file('out.der');
      assert.equal(await verified(message), true, made.text);
      assert.deepEqual(parseSignedData(message).content, content);
    }
  });

  test('attributes come back as they were signed', async () => {
    const [signer] = parseSignedData(await sign(rsa)).signers;
    const found = signer?.attributes.find(({ oid }) => oid === OID.scepTransactionId);
    assert.deepEqual(found?.values, [der.printableString('4711')]);
  });

  test('changed content, attributes and signatures are refused', async () => {
    const message = await sign(rsa);
    const places = [
      Buffer.from(message).indexOf(Buffer.from(content)),
      Buffer.from(message).indexOf('4711'),
      message.length - 1,
    ];
    for (const at of places) {
      assert.ok(at > 0);
      assert.equal(await verified(message.map((octet, i) => (i === at ? octet ^ 1 : octet))), false);
    }
  });

  test('another certificate than the one that is named verifies nothing', async () => {
    assert.equal(await verified(await sign(rsa), other.certificate), false);
  });

  test('an attribute that occurs twice is refused', async () => {
    const twice = [...attributes, { oid: OID.scepTransactionId, values: [der.printableString('4712')] }];
    const input = { contentType: OID.data, content, certificate: rsa.certificate, attributes: twice };
    const message = await signData(input, softwareSigner(rsa.pkcs8), nodeDigest);
    assert.throws(() => parseSignedData(message), { code: 'cms_attributes' });
  });
});

describe('RSAES-PKCS1-v1_5 transport', () => {
  const transport = rsaTransport(rsa.pkcs8);
  const open = (message: Bytes) =>
    decryptByTransport(parseEnvelopedData(message), rsa.certificate, transport, nodeRandom);

  for (const cipher of ['aes-128-cbc', 'aes-256-cbc'] as const) {
    test(`${cipher}: opened by us and by OpenSSL, and what OpenSSL makes is opened`, { skip: noOpenssl }, async () => {
      const message = await encryptByTransport(content, rsa.certificate, transport, { random: nodeRandom, cipher });
      assert.deepEqual(await open(message), content);
      const keys = { 'k.pem': toPem('PRIVATE KEY', rsa.pkcs8), 'c.pem': toPem('CERTIFICATE', rsa.der) };
      const theirs = openssl('cms -decrypt -inform der -in m.der -inkey k.pem -recip c.pem -binary -out out.bin', {
        ...keys,
        'm.der': message,
      });
      assert.deepEqual(Buffer.from(theirs.file('out.bin')), Buffer.from(content), theirs.text);
      const made = openssl(`cms -encrypt -${cipher} -binary -in m.bin -outform der -out out.der -recip c.pem`, {
        ...keys,
        'm.bin': content,
      });
      assert.deepEqual(await open(made.file('out.der')), content);
    });
  }

  test('wrong padding, a key of a wrong length and wrong content are one and the same failure', async () => {
    const message = await encryptByTransport(content, rsa.certificate, transport, { random: nodeRandom });
    const enveloped = parseEnvelopedData(message);
    const [own] = enveloped.recipients;
    assert.ok(own?.kind === 'transport');
    const withKey = (encryptedKey: Bytes) => ({ ...enveloped, recipients: [{ ...own, encryptedKey }] });
    const failures = [
      withKey(own.encryptedKey.map((octet, i) => (i === 100 ? octet ^ 1 : octet))),
      withKey(await transport.encrypt(rsa.certificate.spki, nodeRandom.bytes(31))),
      withKey(await transport.encrypt(rsa.certificate.spki, nodeRandom.bytes(32))),
      { ...enveloped, ciphertext: enveloped.ciphertext.subarray(0, 16) },
    ];
    for (const broken of failures) {
      await assert.rejects(decryptByTransport(broken, rsa.certificate, transport, nodeRandom), {
        code: 'cms_decrypt',
        message: /the content does not decrypt under this key/,
      });
    }
  });

  test('a padding that is wrong gives octets and no error: decryption rejects implicitly', async () => {
    const ciphertext = nodeRandom.bytes(256);
    ciphertext[0] = 0;
    const first = await transport.decrypt(ciphertext);
    assert.deepEqual(await transport.decrypt(ciphertext), first, 'the same for the same ciphertext');
  });

  test('nothing is sent to a key that is not RSA', async () => {
    const sending = encryptByTransport(content, ec.certificate, transport, { random: nodeRandom });
    await assert.rejects(sending, { code: 'cms_recipient' });
  });
});

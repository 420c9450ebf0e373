import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeRandom } from '@lanyard/crypto';
import { type Bytes, certsOnly, decryptCms, encryptCms, ext, parseCertsOnly, toPem } from '../index.ts';
import { noOpenssl, openssl } from '../testing/openssl.ts';
import { authority, type Party, subscriber } from '../testing/samples.ts';

const ca = await authority();
const receives = (usage: 'keyEncipherment' | 'keyAgreement') => ({ extensions: [ext.keyUsage([usage])] });
const recipients: Readonly<Record<string, Party>> = {
  'RSA-OAEP': await subscriber(ca, 'rsa-2048', receives('keyEncipherment')),
  'ECDH on P-256': await subscriber(ca, 'ec-p256', receives('keyAgreement')),
  'ECDH on P-384': await subscriber(ca, 'ec-p384', receives('keyAgreement')),
};
const secret: Bytes = nodeRandom.bytes(1217);

for (const [name, party] of Object.entries(recipients)) {
  const keys = { 'k.pem': toPem('PRIVATE KEY', party.pkcs8), 'c.pem': toPem('CERTIFICATE', party.der) };

  test(`what is encrypted by ${name} is decrypted by us and by OpenSSL`, { skip: noOpenssl }, async () => {
    const message = await encryptCms(secret, party.der);
    assert.deepEqual(await decryptCms(message, party.pkcs8, party.der), secret);
    const opened = openssl('cms -decrypt -inform der -in m.der -inkey k.pem -recip c.pem -binary -out out.bin', {
      ...keys,
      'm.der': message,
    });
    assert.deepEqual(Buffer.from(opened.file('out.bin')), Buffer.from(secret), opened.text);
  });

  test(`what OpenSSL encrypts by ${name}, whole or streamed, is decrypted`, { skip: noOpenssl }, async () => {
    const rsa = name === 'RSA-OAEP' ? ' -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256' : '';
    for (const mode of ['', ' -stream -indef']) {
      const command = `cms -encrypt -aes256 -binary${mode} -in m.bin -outform der -out out.der -recip c.pem${rsa}`;
      const made = openssl(command, { ...keys, 'm.bin': secret });
      assert.deepEqual(await decryptCms(made.file('out.der'), party.pkcs8, party.der), secret, made.text);
    }
  });

  test(`a message by ${name} that was changed or is for another is refused`, async () => {
    const message = await encryptCms(secret, party.der);
    const changed = message.map((octet, i) => (i === message.length - 1 ? octet ^ 1 : octet));
    await assert.rejects(decryptCms(changed, party.pkcs8, party.der), { code: 'cms_decrypt' });
    await assert.rejects(decryptCms(message, ca.pkcs8, ca.der), { code: 'cms_recipient' });
  });
}

test('nothing is encrypted to a key that its certificate keeps for signatures', async () => {
  await assert.rejects(encryptCms(secret, (await subscriber(ca)).der), { code: 'cms_recipient' });
});

test('a bundle of certificates is read by us and by OpenSSL', { skip: noOpenssl }, () => {
  const person = recipients['RSA-OAEP'];
  assert.ok(person !== undefined);
  const bundle = certsOnly([person.der, ca.der]);
  assert.deepEqual(
    new Set(parseCertsOnly(bundle).map((c) => c.serial)),
    new Set([person.certificate.serial, ca.certificate.serial]),
  );
  const { text } = openssl('pkcs7 -inform der -in b.p7c -print_certs -noout', { 'b.p7c': bundle });
  assert.equal(text.match(/^subject=/gm)?.length, 2, text);
});

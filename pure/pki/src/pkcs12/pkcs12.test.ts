import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPkcs12, openPkcs12, toPem } from '../index.ts';
import { noOpenssl, openssl, run, unlessInstalled } from '../testing/openssl.ts';
import { authority, type Party, subscriber } from '../testing/samples.ts';

const ca = await authority();
const signing = await subscriber(ca);
const encryption = await subscriber(ca, 'rsa-2048');
const password = 'Pässword 7';
const iterations = 1000;
const identity = (party: Party, friendlyName: string) => ({ key: party.pkcs8, certificate: party.der, friendlyName });

test('what is packed is unpacked: keys, certificates, names and who belongs to whom', async () => {
  const identities = [identity(signing, 'Signing Zoë'), identity(encryption, 'Encryption')];
  const opened = await openPkcs12(await createPkcs12({ identities, chain: [ca.der], password, iterations }), password);
  assert.deepEqual(
    opened.keys.map((key) => [key.octets, key.friendlyName]),
    identities.map((one) => [one.key, one.friendlyName]),
  );
  assert.equal(opened.certificates.length, 3);
  assert.deepEqual(opened.keys[1]?.localKeyId, opened.certificates[1]?.localKeyId);
  assert.deepEqual([opened.key, opened.certificate, opened.friendlyName], [signing.pkcs8, signing.der, 'Signing Zoë']);
  assert.deepEqual(opened.chain, [encryption.der, ca.der]);
});

test('a wrong password is told from a damaged file', async () => {
  const file = await createPkcs12({ identities: [identity(signing, 'a')], password, iterations });
  await assert.rejects(openPkcs12(file, 'password 7'), { code: 'pkcs12_password' });
  await assert.rejects(openPkcs12(file.subarray(1), password), { name: 'PkiError' });
});

for (const party of [signing, encryption]) {
  const { kind } = party.certificate.publicKey;
  test(`OpenSSL opens the file of a key of kind ${kind}`, { skip: noOpenssl }, async () => {
    const file = await createPkcs12({ identities: [identity(party, 'Entry')], chain: [ca.der], password, iterations });
    const { ok, text } = run('openssl', ['pkcs12', '-in', 'a.p12', '-passin', `pass:${password}`, '-nodes', '-info'], {
      'a.p12': file,
    });
    assert.ok(ok, text);
    assert.match(text, /PBES2, PBKDF2, AES-256-CBC, Iteration 1000, PRF hmacWithSHA256/);
    assert.match(text, /friendlyName: Entry/);
    assert.match(text, /BEGIN PRIVATE KEY/);
  });

  test(`a file that OpenSSL made of a key of kind ${kind} is opened`, { skip: noOpenssl }, async () => {
    const files = { 'k.pem': toPem('PRIVATE KEY', party.pkcs8), 'c.pem': toPem('CERTIFICATE', party.der) };
    const made = openssl(
      'pkcs12 -export -inkey k.pem -in c.pem -name Entry -passout pass:abc -macalg sha512 -out out.p12',
      files,
    );
    const opened = await openPkcs12(made.file('out.p12'), 'abc');
    assert.deepEqual([opened.certificate, opened.friendlyName], [party.der, 'Entry']);
    assert.equal(opened.key?.length, party.pkcs8.length);
  });
}

test('a file under three-key triple DES, as Purebred makes them, is opened', { skip: noOpenssl }, async () => {
  const files = { 'k.pem': toPem('PRIVATE KEY', encryption.pkcs8), 'c.pem': toPem('CERTIFICATE', encryption.der) };
  const legacy = '-legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1';
  const made = openssl(`pkcs12 -export ${legacy} -inkey k.pem -in c.pem -passout pass:abc -out out.p12`, files);
  const opened = await openPkcs12(made.file('out.p12'), 'abc');
  assert.deepEqual(opened.certificate, encryption.der, made.text);
  assert.equal(opened.key?.length, encryption.pkcs8.length);
  await assert.rejects(openPkcs12(made.file('out.p12'), 'abd'), { code: 'pkcs12_password' });
});

test(
  'NSS imports the file, and what NSS exports (BER in pieces) is opened',
  { skip: unlessInstalled('pk12util') },
  async () => {
    const file = await createPkcs12({
      identities: [identity(signing, 'Entry')],
      chain: [ca.der],
      password: 'abc',
      iterations,
    });
    const steps =
      'certutil -N -d sql:. --empty-password && pk12util -i a.p12 -d sql:. -W abc && pk12util -o out.p12 -n Entry -d sql:. -W abc && base64 -w0 out.p12 > out.b64 && echo && cat out.b64';
    const { ok, text } = run('sh', ['-c', steps], { 'a.p12': file });
    assert.ok(ok, text);
    const exported = Buffer.from(text.trimEnd().split('\n').at(-1) ?? '', 'base64');
    assert.equal(exported[1], 0x80, 'an indefinite length is what this test is about');
    const opened = await openPkcs12(exported, 'abc');
    assert.deepEqual([opened.certificate, opened.friendlyName], [signing.der, 'Entry']);
  },
);

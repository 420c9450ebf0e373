import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { buildRequest, ext, nameToString, parseRequest, requestAttribute, verifyRequest } from './index.ts';
import { noOpenssl, openssl } from './testing/openssl.ts';
import { keyPair, person } from './testing/samples.ts';

const attributes = [
  requestAttribute.challengePassword('7K3QX9ZP'),
  requestAttribute.extensions([ext.keyUsage(['digitalSignature'])]),
];
const request = (kind: 'ec-p256' | 'ec-p384' | 'rsa-2048') =>
  buildRequest({ subject: person, attributes }, softwareSigner(keyPair(kind).pkcs8));

for (const kind of ['ec-p256', 'ec-p384', 'rsa-2048'] as const) {
  test(
    `a request by a key of kind ${kind} proves its possession to us and to OpenSSL`,
    { skip: noOpenssl },
    async () => {
      const octets = await request(kind);
      const parsed = parseRequest(octets);
      assert.equal(await verifyRequest(parsed, nodeVerifier), true);
      assert.equal(parsed.challengePassword, '7K3QX9ZP');
      assert.equal(parsed.extensions[0]?.critical, true);
      const { text } = openssl('req -inform der -in r.der -noout -verify -text', { 'r.der': octets });
      assert.match(text, /verify OK/);
      assert.match(text, /challengePassword\s*:7K3QX9ZP/);
    },
  );
}

test('a request made by OpenSSL is read and verified', { skip: noOpenssl }, async () => {
  const made = openssl(
    'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -outform der -out out.der -subj /CN=made -addext keyUsage=digitalSignature',
  );
  const parsed = parseRequest(made.file('out.der'));
  assert.equal(nameToString(parsed.subject), 'CN=made');
  assert.equal(parsed.extensions.length, 1);
  assert.equal(await verifyRequest(parsed, nodeVerifier), true);
});

test('a request whose key or signature was changed proves nothing', async () => {
  const octets = await request('ec-p256');
  const other = keyPair('ec-p256', 'other').spki;
  const parsed = parseRequest(octets);
  assert.equal(await verifyRequest({ ...parsed, spki: other }, nodeVerifier), false);
  const info = parsed.info.map((octet, i) => (i === 20 ? octet ^ 1 : octet));
  assert.equal(await verifyRequest({ ...parsed, info }, nodeVerifier), false);
});

test('a request above 16 KiB is refused unread', () => {
  assert.throws(() => parseRequest(new Uint8Array(16 * 1024 + 1)), { code: 'der_too_long' });
});

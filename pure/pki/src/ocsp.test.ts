import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeDigest, nodeRandom } from '@lanyard/crypto';
import {
  buildOcspError,
  buildOcspRequest,
  buildOcspResponse,
  type Bytes,
  der,
  ext,
  type OcspAnswer,
  ocspCertId,
  ocspResponderKeyHash,
  OID,
  parseOcspRequest,
  parseOcspResponse,
  toHex,
} from './index.ts';
import { noOpenssl, openssl } from './testing/openssl.ts';
import { authority, later, noon, subscriber } from './testing/samples.ts';

const ca = await authority();
const person = await subscriber(ca);
const responder = await subscriber(ca, 'ec-p384', {
  extensions: [ext.extendedKeyUsage([OID.ocspSigning], true), ext.ocspNoCheck()],
});
const issuer = { subject: ca.certificate.subject, spki: ca.certificate.spki };
const certId = await ocspCertId(person.certificate.serialBytes, issuer, nodeDigest);
const good: OcspAnswer = { certId, status: { state: 'good' }, thisUpdate: noon, nextUpdate: later(1) };
const respond = async (answers: readonly OcspAnswer[], nonce?: Bytes): Promise<Bytes> =>
  buildOcspResponse(
    {
      answers,
      producedAt: noon,
      responderKeyHash: await ocspResponderKeyHash(responder.signer.spki, nodeDigest),
      nonce,
    },
    responder.signer,
    responder.der,
  );

test(
  'several certificates, by SHA-1 and SHA-256, are asked for in one request of OpenSSL',
  { skip: noOpenssl },
  async () => {
    const pem = (octets: Bytes): string => openssl('x509 -inform der -in c.der', { 'c.der': octets }).text;
    const files = { 'ca.pem': pem(ca.der), 'c.pem': pem(person.der) };
    const made = openssl('ocsp -issuer ca.pem -cert c.pem -sha256 -cert c.pem -reqout out.der', files);
    const request = parseOcspRequest(made.file('out.der'));
    const sha256 = await ocspCertId(person.certificate.serialBytes, issuer, nodeDigest, 'sha256');
    assert.deepEqual(
      request.certIds.map((id) => toHex(id.der)),
      [certId, sha256].map((id) => toHex(id.der)),
    );
    assert.equal(request.nonce?.length, 16);
    const answers: OcspAnswer[] = request.certIds.map((id, i) => ({
      ...good,
      certId: id,
      status: i === 0 ? { state: 'revoked', revokedAt: later(-1), reason: 'keyCompromise' } : { state: 'unknown' },
    }));
    const response = await respond(answers, request.nonce);
    const at = Math.floor(noon.getTime() / 1000);
    const check = (args: string) =>
      openssl(`ocsp ${args} -respin r.der -CAfile ca.pem -attime ${at}`, {
        ...files,
        'r.der': response,
        'q.der': made.file('out.der'),
      });
    assert.match(check('-reqin q.der').text, /Response verify OK/);
    const { text } = check('-no_nonce -issuer ca.pem -cert c.pem -sha256 -cert c.pem -validity_period 999999999');
    assert.match(text, /c\.pem: revoked[^]*keyCompromise/);
    assert.match(text, /c\.pem: unknown/);
  },
);

test('what a response says is read back', async () => {
  const nonce = nodeRandom.bytes(32);
  const answers: OcspAnswer[] = [
    good,
    { ...good, status: { state: 'revoked', revokedAt: later(-1) }, nextUpdate: undefined },
    { ...good, status: { state: 'unknown' } },
  ];
  const { status, basic } = parseOcspResponse(await respond(answers, nonce));
  assert.equal(status, 'successful');
  assert.deepEqual(
    basic?.responses.map((r) => r.status),
    [{ state: 'good' }, { state: 'revoked', revokedAt: later(-1), reason: undefined }, { state: 'unknown' }],
  );
  assert.equal(basic?.producedAt.getTime(), noon.getTime());
  assert.equal(basic?.responses[1]?.nextUpdate, undefined);
  assert.deepEqual(basic?.nonce, nonce);
  assert.deepEqual(basic?.certificates[0]?.der, responder.der);
  assert.ok(basic !== undefined && 'keyHash' in basic.responderId);
});

test('producedAt is written in whole seconds (RFC 6960 §4.2.2.1)', async () => {
  const at = new Date(noon.getTime() + 999);
  const template = { answers: [{ ...good, thisUpdate: at }], producedAt: at, responderKeyHash: new Uint8Array(20) };
  const response = parseOcspResponse(await buildOcspResponse(template, responder.signer, responder.der));
  assert.equal(response.basic?.producedAt.getTime(), noon.getTime());
});

/** A request whose nonce extension holds these octets, written past the builder's own check. */
function requestWithNonce(octets: number): Bytes {
  const nonce = der.sequence(der.oid(OID.ocspNonce), der.octetString(der.octetString(new Uint8Array(octets))));
  return der.sequence(der.sequence(der.sequence(der.sequence(certId.der)), der.constructed(2, der.sequence(nonce))));
}

test('a nonce has 1 to 128 octets (RFC 9654 §2.1)', () => {
  for (const octets of [1, 32, 128]) assert.equal(parseOcspRequest(requestWithNonce(octets)).nonce?.length, octets);
  for (const octets of [0, 129])
    assert.throws(() => parseOcspRequest(requestWithNonce(octets)), { code: 'ocsp_nonce' });
  assert.throws(() => buildOcspRequest({ certIds: [certId], nonce: new Uint8Array(129) }), { code: 'ocsp_nonce' });
});

test('a request that names nothing, or too much, is refused', () => {
  assert.throws(() => parseOcspRequest(buildOcspRequest({ certIds: [] })), { name: 'PkiError' });
  assert.throws(() => parseOcspRequest(buildOcspRequest({ certIds: Array(65).fill(certId) })), {
    code: 'ocsp_too_many',
  });
  assert.throws(() => parseOcspRequest(new Uint8Array(16 * 1024 + 1)), { code: 'der_too_long' });
});

test('a hash that is not known leaves the certificate unknown instead of failing the request', () => {
  const octets = der.sequence(
    der.sequence(der.oid('1.2.3.4')),
    der.octetString(new Uint8Array(8)),
    der.octetString(new Uint8Array(8)),
    der.integer(5),
  );
  const [id] = parseOcspRequest(der.sequence(der.sequence(der.sequence(der.sequence(octets))))).certIds;
  assert.equal(id?.hash, undefined);
  assert.equal(id?.serial, '05');
});

test('an error has a status and no content, and a success cannot lack it', () => {
  assert.equal(toHex(buildOcspError('malformedRequest')), '30030a0101');
  assert.equal(parseOcspResponse(buildOcspError('unauthorized')).status, 'unauthorized');
  assert.throws(() => parseOcspResponse(der.sequence(der.enumerated(0))), { code: 'ocsp_status' });
  assert.throws(() => parseOcspResponse(der.sequence(der.enumerated(4))), { code: 'ocsp_status' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeDigest } from '@lanyard/crypto';
import {
  buildOcspResponse,
  type CrlHead,
  crlExt,
  ext,
  lintCrl,
  lintOcspResponse,
  type OcspAnswer,
  ocspCertId,
  ocspResponderKeyHash,
  OID,
  signCrl,
} from '../index.ts';
import { authority, identifierOf, later, noon, person, subscriber } from '../testing/samples.ts';

const ca = await authority();
const identifier = ca.certificate.subjectKeyIdentifier ?? new Uint8Array(0);
const head: CrlHead = {
  issuer: ca.certificate.subject,
  thisUpdate: noon,
  nextUpdate: later(2),
  extensions: [crlExt.authorityKeyIdentifier(identifier), crlExt.crlNumber(7)],
};
const revoked = { serial: Uint8Array.of(5), revokedAt: noon };
const crlFindings = async (changes: Partial<Parameters<typeof signCrl>[0]>, maxHours = 48): Promise<string[]> =>
  lintCrl(await signCrl({ ...head, entries: [revoked], ...changes }, ca.signer), { maxHours }).map((f) => f.rule);

test('a CRL as it should be gives no finding', async () => {
  assert.deepEqual(await crlFindings({}), []);
});

test('rules on CRLs find their breaches', async () => {
  const [identifies, numbers] = head.extensions;
  assert.ok(identifies !== undefined && numbers !== undefined);
  assert.deepEqual(await crlFindings({ extensions: [identifies] }), ['crl_number']);
  assert.deepEqual(await crlFindings({ extensions: [numbers] }), ['crl_authority_key_identifier']);
  assert.deepEqual(await crlFindings({}, 47), ['crl_window']);
  assert.deepEqual(
    await crlFindings({ extensions: [...head.extensions, ext.raw('1.2.3', false, Uint8Array.of(5, 0))] }),
    ['crl_extension'],
  );
  assert.deepEqual(
    await crlFindings({ extensions: [...head.extensions, crlExt.issuingDistributionPoint({ indirectCrl: true })] }),
    ['crl_scope'],
  );
  assert.deepEqual(await crlFindings({ entries: [{ ...revoked, reason: 'removeFromCRL' }] }), ['crl_entry']);
  assert.deepEqual(await crlFindings({ entries: [{ ...revoked, revokedAt: later(1) }] }), ['crl_entry']);
});

test('a bad list is not said a million times', async () => {
  const entries = Array.from({ length: 100 }, (_, i) => ({ serial: Uint8Array.of(i + 1), revokedAt: later(1) }));
  assert.equal((await crlFindings({ entries })).length, 20);
});

const responder = await subscriber(ca, 'ec-p384', {
  notAfter: later(100),
  subject: ca.certificate.subject,
  extensions: [
    ext.authorityKeyIdentifier(identifier),
    ext.subjectKeyIdentifier(await identifierOf(ca.certificate.spki)),
    ext.keyUsage(['digitalSignature']),
    ext.extendedKeyUsage([OID.ocspSigning], true),
    ext.policies([OID.testPivAuthentication]),
    ext.ocspNoCheck(),
  ],
});
const certId = await ocspCertId(Uint8Array.of(5), { subject: person, spki: ca.certificate.spki }, nodeDigest);
const answer: OcspAnswer = { certId, status: { state: 'good' }, thisUpdate: noon, nextUpdate: later(1) };

async function ocspFindings(changes: Partial<OcspAnswer>, certificate = responder.der): Promise<string[]> {
  const responderKeyHash = await ocspResponderKeyHash(responder.signer.spki, nodeDigest);
  const template = { answers: [{ ...answer, ...changes }], producedAt: noon, responderKeyHash };
  return lintOcspResponse(await buildOcspResponse(template, responder.signer, certificate)).map((f) => f.rule);
}

test('an OCSP response as it should be gives no finding', async () => {
  assert.deepEqual(await ocspFindings({}), []);
});

test('rules on OCSP responses and their responders find their breaches', async () => {
  assert.deepEqual(await ocspFindings({ thisUpdate: later(1), nextUpdate: later(2) }), ['ocsp_times']);
  assert.deepEqual(await ocspFindings({ nextUpdate: undefined }), ['ocsp_next_update']);
  const other = await subscriber(ca);
  assert.ok((await ocspFindings({}, other.der)).includes('profile_extended_key_usage'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeDigest, softwareSigner } from '@lanyard/crypto';
import {
  buildOcspRequest,
  buildOcspResponse,
  type Bytes,
  buildRequest,
  certsOnly,
  createPkcs12,
  crlExt,
  encryptCms,
  ext,
  ocspCertId,
  openPkcs12,
  parseCertificate,
  parseCertsOnly,
  parseCrl,
  parseEnvelopedData,
  parseOcspRequest,
  parseOcspResponse,
  parseRequest,
  PkiError,
  requestAttribute,
  signCrl,
} from './index.ts';
import { authority, keyPair, later, noon, person, subscriber } from './testing/samples.ts';

const ca = await authority();
const subject = await subscriber(ca);
const recipient = await subscriber(ca, 'ec-p256', { extensions: [ext.keyUsage(['keyAgreement'])] });
const certId = await ocspCertId(Uint8Array.of(5), { subject: person, spki: ca.certificate.spki }, nodeDigest);
const password = 'correct horse';

interface Decoder {
  readonly name: string;
  readonly sample: Bytes;
  readonly read: (octets: Uint8Array) => unknown;
}

const DECODERS: readonly Decoder[] = [
  { name: 'certificate', sample: subject.der, read: parseCertificate },
  {
    name: 'request',
    sample: await buildRequest(
      {
        subject: person,
        attributes: [
          requestAttribute.challengePassword('x'),
          requestAttribute.extensions([ext.keyUsage(['digitalSignature'])]),
        ],
      },
      softwareSigner(keyPair('ec-p256').pkcs8),
    ),
    read: parseRequest,
  },
  {
    name: 'CRL',
    sample: await signCrl(
      {
        issuer: person,
        thisUpdate: noon,
        nextUpdate: later(1),
        extensions: [crlExt.crlNumber(1), crlExt.issuingDistributionPoint({ indirectCrl: true })],
        entries: [
          { serial: Uint8Array.of(5), revokedAt: noon, reason: 'superseded' },
          { serial: Uint8Array.of(6), revokedAt: noon, invalidityDate: noon },
        ],
      },
      ca.signer,
    ),
    // Lookups decode again, so they are part of what must hold.
    read: (octets) => {
      const crl = parseCrl(octets);
      return [...crl.entries(), ...crl.find(Uint8Array.of(5))];
    },
  },
  {
    name: 'OCSP request',
    sample: buildOcspRequest({ certIds: [certId, certId], nonce: new Uint8Array(32) }),
    read: parseOcspRequest,
  },
  {
    name: 'OCSP response',
    sample: await buildOcspResponse(
      {
        answers: [
          {
            certId,
            status: { state: 'revoked', revokedAt: noon, reason: 'superseded' },
            thisUpdate: noon,
            nextUpdate: later(1),
          },
        ],
        producedAt: noon,
        responderKeyHash: new Uint8Array(20),
        nonce: new Uint8Array(32),
      },
      ca.signer,
      subject.der,
    ),
    read: parseOcspResponse,
  },
  { name: 'bundle', sample: certsOnly([subject.der]), read: parseCertsOnly },
  { name: 'enveloped data', sample: await encryptCms(new Uint8Array(40), recipient.der), read: parseEnvelopedData },
];

function survives({ name, read }: Decoder, octets: Uint8Array, what: string): boolean {
  try {
    read(octets);
    return true;
  } catch (error) {
    assert.ok(error instanceof PkiError, `${name}, ${what}: ${String(error)}`);
    return false;
  }
}

for (const decoder of DECODERS) {
  const { name, sample } = decoder;

  test(`a ${name} cut off at any octet is refused by PkiError`, () => {
    assert.ok(survives(decoder, sample, 'whole'));
    for (let end = 0; end < sample.length; end++) {
      assert.ok(!survives(decoder, sample.subarray(0, end), `cut at ${end}`), `cut at ${end} was taken`);
    }
  });

  test(`a ${name} with octets behind it is refused`, () => {
    assert.ok(!survives(decoder, Uint8Array.of(...sample, 0), 'one more'));
  });

  test(`a ${name} with any octet changed is read or refused by PkiError`, () => {
    const octets = new Uint8Array(sample);
    for (let at = 0; at < octets.length; at++) {
      const before = octets[at] ?? 0;
      for (const value of [0, 0xff, 0x80, before ^ 1, before ^ 0x20, 0x30]) {
        octets[at] = value;
        survives(decoder, octets, `${value} at ${at}`);
      }
      octets[at] = before;
    }
  });

  test(`a ${name} of a thousand nested sequences is refused by PkiError`, () => {
    const nested = new Uint8Array(4000).fill(0x30);
    for (let i = 0; i < 1000; i++) nested.set([0x30, 0x82, (3996 - 4 * i) >> 8, (3996 - 4 * i) & 0xff], 4 * i);
    assert.ok(!survives(decoder, nested, 'nested'));
    assert.ok(
      !survives(
        decoder,
        new Uint8Array(4000).map((_, i) => (i % 2 === 0 ? 0x30 : 0x80)),
        'nested without end',
      ),
    );
  });
}

test('a PKCS#12 file with any octet changed opens or is refused by PkiError', async () => {
  const { pkcs8, der } = subject;
  const sample = await createPkcs12({ identities: [{ key: pkcs8, certificate: der }], password, iterations: 1 });
  const octets = new Uint8Array(sample);
  let opened = 0;
  for (let at = 0; at < octets.length; at += 3) {
    const before = octets[at] ?? 0;
    octets[at] = before ^ 0x11;
    await openPkcs12(octets, password).then(
      () => opened++,
      (error: unknown) => assert.ok(error instanceof PkiError, `at ${at}: ${String(error)}`),
    );
    octets[at] = before;
  }
  assert.equal(opened, 0);
});

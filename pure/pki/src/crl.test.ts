import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CrlEntryInput,
  type CrlHead,
  crlExt,
  ext,
  der,
  fromHex,
  nameFrom,
  parseCrl,
  signatureAlgorithmOf,
  signCrl,
  streamCrl,
  toHex,
} from './index.ts';
import { noOpenssl, openssl } from './testing/openssl.ts';
import { authority, later, noon } from './testing/samples.ts';

const ca = await authority();
const head: CrlHead = {
  issuer: ca.certificate.subject,
  thisUpdate: noon,
  nextUpdate: later(1),
  extensions: [
    crlExt.authorityKeyIdentifier(ca.certificate.subjectKeyIdentifier ?? new Uint8Array(0)),
    crlExt.crlNumber(7),
  ],
};
const entries: readonly CrlEntryInput[] = [
  { serial: fromHex('00ff01'), revokedAt: later(-1), reason: 'keyCompromise' },
  { serial: fromHex('02'), revokedAt: later(-2), reason: 'certificateHold', invalidityDate: later(-3) },
  { serial: fromHex('03'), revokedAt: later(-3), reason: 'unspecified' },
];

test('a CRL that is written is read back, entry by entry', async () => {
  const crl = parseCrl(await signCrl({ ...head, entries }, ca.signer));
  assert.equal(crl.entryCount, 3);
  assert.deepEqual(
    [...crl.entries()].map((e) => [e.serial, e.reason, e.invalidityDate?.getTime()]),
    [
      ['00ff01', 'keyCompromise', undefined],
      ['02', 'certificateHold', later(-3).getTime()],
      ['03', undefined, undefined],
    ],
  );
  assert.equal(crl.crlNumber, 7n);
  assert.deepEqual([crl.thisUpdate, crl.nextUpdate], [noon, later(1)]);
  assert.equal(signatureAlgorithmOf(crl.signatureAlgorithm, ca.certificate.publicKey), 'ecdsa-p256-sha256');
});

test('a serial number is found by its octets, and others are not', async () => {
  const crl = parseCrl(await signCrl({ ...head, entries }, ca.signer));
  assert.equal(crl.find(fromHex('00ff01'))[0]?.reason, 'keyCompromise');
  for (const absent of ['ff01', '0002', '', '04']) assert.deepEqual(crl.find(fromHex(absent)), [], absent);
});

test('the stream writes the same octets as the builder', async () => {
  const tbs = async (made: Promise<Uint8Array>): Promise<string> => toHex(parseCrl(await made).tbs);
  async function* batches(): AsyncGenerator<readonly CrlEntryInput[]> {
    yield entries.slice(0, 1);
    yield await Promise.resolve([]);
    yield entries.slice(1);
  }
  const built = await tbs(signCrl({ ...head, entries }, ca.signer));
  assert.equal(await tbs(streamCrl(head, entries, ca.signer)), built);
  assert.equal(await tbs(streamCrl(head, batches(), ca.signer, 0)), built);
  assert.equal(await tbs(streamCrl(head, [], ca.signer)), await tbs(signCrl({ ...head, entries: [] }, ca.signer)));
});

test('the stream writes every form of entry as the builder does', async () => {
  const serials = [
    '00',
    '01',
    '7f',
    '80',
    '0000ff',
    '00007f',
    `ff${'11'.repeat(19)}`,
    `7f${'11'.repeat(19)}`,
    '22'.repeat(25),
  ];
  const dates = [
    noon,
    new Date('1949-12-31T23:59:59Z'),
    new Date('2049-12-31T23:59:59Z'),
    new Date('2050-01-01T00:00:00Z'),
  ];
  const extras: Partial<CrlEntryInput>[] = [
    {},
    { reason: 'unspecified' },
    { reason: 'keyCompromise' },
    { reason: 'certificateHold', invalidityDate: noon },
  ];
  const forms = serials.flatMap((serial) =>
    dates.flatMap((revokedAt) => extras.map((extra) => ({ serial: fromHex(serial), revokedAt, ...extra }))),
  );
  const streamed = parseCrl(await streamCrl(head, forms, ca.signer, 1));
  assert.equal(toHex(streamed.tbs), toHex(parseCrl(await signCrl({ ...head, entries: forms }, ca.signer)).tbs));
});

test('a stream of more entries than guessed grows, and every one is found', async () => {
  function* many(): Generator<CrlEntryInput> {
    for (let i = 1; i <= 20_000; i++)
      yield { serial: Uint8Array.of(1, i >> 8, i & 255, 9), revokedAt: noon, reason: 'superseded' };
  }
  const crl = parseCrl(await streamCrl(head, many(), ca.signer, 10));
  assert.equal(crl.entryCount, 20_000);
  for (const entry of crl.entries()) assert.equal(crl.find(entry.serialBytes).length, 1);
});

test('OpenSSL reads and verifies the CRL', { skip: noOpenssl }, async () => {
  const octets = await streamCrl(
    {
      ...head,
      extensions: [
        ...head.extensions,
        crlExt.issuingDistributionPoint({ names: [{ kind: 'uri', value: 'http://pki.example/1.crl' }] }),
      ],
    },
    entries,
    ca.signer,
  );
  const pem = openssl('x509 -inform der -in ca.der', { 'ca.der': ca.der }).text;
  const { text } = openssl('crl -inform der -in c.crl -noout -text -verify -CAfile ca.pem', {
    'c.crl': octets,
    'ca.pem': pem,
  });
  for (const part of [
    'verify OK',
    'Serial Number: FF01',
    'Certificate Hold',
    'Invalidity Date',
    'http://pki.example/1.crl',
  ]) {
    assert.ok(text.includes(part), `${part} in\n${text}`);
  }
});

test('delta, scope and freshest CRL are read back', async () => {
  const extensions = [
    ...head.extensions,
    crlExt.deltaCrlIndicator(6),
    crlExt.freshestCrl(['http://pki.example/delta.crl']),
    crlExt.issuingDistributionPoint({
      onlyUserCertificates: true,
      onlySomeReasons: ['keyCompromise'],
      indirectCrl: true,
    }),
  ];
  const crl = parseCrl(await signCrl({ ...head, extensions, entries: [] }, ca.signer));
  assert.equal(crl.baseCrlNumber, 6n);
  assert.equal(crl.freshestCrl?.length, 1);
  const scope = crl.issuingDistributionPoint;
  assert.deepEqual(
    [scope?.onlyUserCertificates, scope?.onlyCaCertificates, scope?.indirectCrl, scope?.onlyAttributeCertificates],
    [true, false, true, false],
  );
  assert.deepEqual([...(scope?.onlySomeReasons ?? [])], ['keyCompromise']);
  assert.deepEqual(crl.unknownCriticals, []);
});

test('an issuer named at an entry holds for those after it (RFC 5280 §5.3.3)', async () => {
  const other = nameFrom([{ type: 'CN', value: 'Other' }]);
  const indirect: CrlEntryInput[] = [
    { serial: fromHex('05'), revokedAt: noon },
    { serial: fromHex('05'), revokedAt: noon, certificateIssuer: [{ kind: 'directory', value: other }] },
    { serial: fromHex('06'), revokedAt: noon },
  ];
  const crl = parseCrl(await signCrl({ ...head, entries: indirect }, ca.signer));
  assert.equal(crl.hasCertificateIssuers, true);
  assert.deepEqual(
    crl.find(fromHex('05')).map((e) => e.certificateIssuer?.length),
    [undefined, 1],
  );
  assert.equal(crl.find(fromHex('06'))[0]?.certificateIssuer?.length, 1);
});

test('critical extensions that are not understood are named, of the CRL and of its entries', async () => {
  const crl = parseCrl(
    await signCrl({ ...head, extensions: [ext.raw('1.2.3', true, der.null())], entries: [] }, ca.signer),
  );
  assert.deepEqual(crl.unknownCriticals, ['1.2.3']);
  const octets = await signCrl(
    {
      ...head,
      entries: [{ serial: fromHex('05'), revokedAt: noon, certificateIssuer: [{ kind: 'dns', value: 'a' }] }],
    },
    ca.signer,
  );
  // 2.5.29.29 becomes 2.5.29.99.
  const changed = parseCrl(fromHex(toHex(octets).replace('0603551d1d', '0603551d63')));
  assert.deepEqual(changed.unknownEntryCriticals, ['2.5.29.99']);
});

test('nextUpdate stands after thisUpdate', async () => {
  await assert.rejects(signCrl({ ...head, nextUpdate: noon, entries: [] }, ca.signer), { code: 'validity_invalid' });
});

test('one serial number repeated without end is refused before it costs time', async () => {
  const repeated = Array.from({ length: 9000 }, () => ({ serial: Uint8Array.of(5), revokedAt: noon }));
  const crl = parseCrl(await streamCrl(head, repeated, ca.signer));
  assert.throws(() => crl.find(Uint8Array.of(5)), { code: 'crl_entries' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assembleCertificate,
  buildTbsCertificate,
  type CertificateTemplate,
  der,
  emailsOf,
  ext,
  type Extension,
  fascnOf,
  fromHex,
  keyStrength,
  nameFrom,
  nameToString,
  OID,
  parseCertificate,
  parsePublicKey,
  signatureAlgorithmOf,
  toHex,
  unknownCriticals,
  upnsOf,
  uuidOf,
} from './index.ts';
import { noOpenssl, openssl } from './testing/openssl.ts';
import { authority, keyPair, later, noon, person, subscriber } from './testing/samples.ts';

const ca = await authority();

/** Every extension that has a builder, with values that show whether the decoder understood. */
const everything: readonly Extension[] = [
  ext.basicConstraints({ ca: true, pathLength: 3 }),
  ext.keyUsage(['digitalSignature', 'keyCertSign', 'decipherOnly']),
  ext.extendedKeyUsage([OID.clientAuth, OID.smartcardLogon]),
  ext.subjectAltName([
    { kind: 'upn', value: 'zoe@agency.example' },
    { kind: 'fascn', value: new Uint8Array(25).fill(3) },
    { kind: 'uri', value: 'urn:uuid:7D444840-9DC0-11D1-B245-5FFDCE74FAD2' },
    { kind: 'email', value: 'zoe@agency.example' },
    { kind: 'dns', value: 'agency.example' },
    { kind: 'ip', value: Uint8Array.of(127, 0, 0, 1) },
    { kind: 'directory', value: person },
    { kind: 'registeredId', value: '1.2.3.4' },
  ]),
  ext.issuerAltName([{ kind: 'uri', value: 'http://pki.example/' }]),
  ext.nameConstraints({
    permitted: [{ kind: 'dns', value: 'example' }],
    excluded: [{ kind: 'ip', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) }],
  }),
  ext.policies([OID.testCardAuth, { policy: '1.2.3', cps: 'http://pki.example/cps' }]),
  ext.policyMappings([{ issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' }]),
  ext.policyConstraints({ requireExplicitPolicy: 0, inhibitPolicyMapping: 300 }),
  ext.inhibitAnyPolicy(2),
  ext.crlDistributionPoints([
    'http://pki.example/ca.crl',
    {
      names: [{ kind: 'directory', value: person }],
      reasons: ['keyCompromise', 'aACompromise'],
      crlIssuer: [{ kind: 'directory', value: person }],
    },
  ]),
  ext.freshestCrl(['http://pki.example/delta.crl']),
  ext.authorityInfoAccess({ ocsp: ['http://pki.example/ocsp'], caIssuers: ['http://pki.example/ca.p7c'] }),
  ext.subjectInfoAccess({ caRepository: ['http://pki.example/repository.p7c'] }),
  ext.authorityKeyIdentifier(Uint8Array.of(1, 2, 3)),
  ext.subjectKeyIdentifier(Uint8Array.of(4, 5, 6)),
];

test('every extension that is written is read back', async () => {
  const { certificate: c } = await subscriber(ca, 'ec-p256', { extensions: everything });
  assert.deepEqual(c.basicConstraints, { ca: true, pathLength: 3 });
  assert.deepEqual([...(c.keyUsage ?? [])], ['digitalSignature', 'keyCertSign', 'decipherOnly']);
  assert.deepEqual(c.extendedKeyUsage, [OID.clientAuth, OID.smartcardLogon]);
  assert.deepEqual(
    c.subjectAltName?.map((name) => name.kind),
    ['upn', 'fascn', 'uri', 'email', 'dns', 'ip', 'directory', 'registeredId'],
  );
  assert.deepEqual(c.issuerAltName, [{ kind: 'uri', value: 'http://pki.example/' }]);
  assert.deepEqual(c.nameConstraints?.permitted, [{ kind: 'dns', value: 'example' }]);
  assert.equal(c.nameConstraints?.excluded[0]?.kind, 'ip');
  assert.deepEqual(
    c.certificatePolicies?.map((p) => [p.policy, p.qualifiers.length]),
    [
      [OID.testCardAuth, 0],
      ['1.2.3', 1],
    ],
  );
  assert.deepEqual(c.policyMappings, [{ issuerDomainPolicy: '1.2.3', subjectDomainPolicy: '1.2.4' }]);
  assert.deepEqual(c.policyConstraints, { requireExplicitPolicy: 0, inhibitPolicyMapping: 300 });
  assert.equal(c.inhibitAnyPolicy, 2);
  assert.deepEqual([...(c.crlDistributionPoints?.[1]?.reasons ?? [])], ['keyCompromise', 'aACompromise']);
  assert.equal(c.crlDistributionPoints?.[1]?.crlIssuer?.[0]?.kind, 'directory');
  assert.equal(c.freshestCrl?.length, 1);
  assert.deepEqual(
    c.authorityInfoAccess?.map((access) => access.method),
    [OID.accessCaIssuers, OID.accessOcsp],
  );
  assert.equal(c.subjectInfoAccess?.[0]?.method, OID.accessCaRepository);
  assert.equal(toHex(c.authorityKeyIdentifier?.keyIdentifier ?? new Uint8Array(0)), '010203');
  assert.equal(toHex(c.subjectKeyIdentifier ?? new Uint8Array(0)), '040506');
});

test('the names of a person are found', async () => {
  const { certificate } = await subscriber(ca, 'ec-p256', { extensions: everything });
  assert.deepEqual(upnsOf(certificate), ['zoe@agency.example']);
  assert.equal(uuidOf(certificate), '7d444840-9dc0-11d1-b245-5ffdce74fad2');
  assert.deepEqual(emailsOf(certificate), ['zoe@agency.example']);
  assert.equal(fascnOf(certificate)?.length, 25);
  assert.equal(nameToString(certificate.subject), 'CN=Zoë Smith,O=Agency,C=US');
});

test('OpenSSL reads the same certificate', { skip: noOpenssl }, async () => {
  const { der: octets } = await subscriber(ca, 'ec-p256', { extensions: everything });
  const { ok, text } = openssl('x509 -inform der -in c.der -noout -text -nameopt utf8', { 'c.der': octets });
  assert.ok(ok, text);
  for (const part of [
    'CA:TRUE, pathlen:3',
    'Digital Signature, Certificate Sign, Decipher Only',
    'TLS Web Client Authentication, Microsoft Smartcard Login',
    'UPN::zoe@agency.example',
    'Registered ID:1.2.3.4',
    'IP:10.0.0.0/255.0.0.0',
    'CPS: http://pki.example/cps',
    'Require Explicit Policy:0, Inhibit Policy Mapping:300',
    'Key Compromise, AA Compromise',
    'OCSP - URI:http://pki.example/ocsp',
    'CA Repository - URI:http://pki.example/repository.p7c',
    'Zoë Smith',
  ]) {
    assert.ok(text.includes(part), `${part} in\n${text}`);
  }
});

for (const kind of ['ec-p256', 'ec-p384', 'rsa-2048'] as const) {
  test(`OpenSSL verifies a certificate signed by a key of kind ${kind}`, { skip: noOpenssl }, async () => {
    const issuer = await authority(kind);
    const { der: octets } = await subscriber(issuer);
    const pem = (args: string, file: Uint8Array) => openssl(`x509 -inform der -in c.der ${args}`, { 'c.der': file });
    const files = { 'ca.pem': pem('-outform pem', issuer.der).text, 'c.pem': pem('-outform pem', octets).text };
    const seconds = Math.floor(noon.getTime() / 1000);
    const { text } = openssl(`verify -attime ${seconds} -x509_strict -check_ss_sig -CAfile ca.pem c.pem`, files);
    assert.equal(text.trim(), 'c.pem: OK');
  });
}

test('a certificate made by OpenSSL is read', { skip: noOpenssl }, () => {
  const made = openssl(
    'req -x509 -newkey rsa:2048 -nodes -keyout k.pem -outform der -out out.der -subj /C=US/CN=made -sha384 ' +
      '-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:-1 -addext subjectAltName=DNS:a.example,IP:::1,otherName:1.2.3;UTF8:x',
  );
  const certificate = parseCertificate(made.file('out.der'));
  assert.equal(signatureAlgorithmOf(certificate.signatureAlgorithm, certificate.publicKey), 'rsa-pss-sha384');
  assert.deepEqual(
    certificate.subjectAltName?.map((name) => name.kind),
    ['dns', 'ip', 'otherName'],
  );
});

const template = (changes: Partial<CertificateTemplate> = {}): CertificateTemplate => ({
  serial: Uint8Array.of(1),
  issuer: ca.certificate.subject,
  subject: person,
  notBefore: noon,
  notAfter: later(1),
  spki: keyPair('ec-p256').spki,
  extensions: [],
  ...changes,
});
const unsigned = (changes: Partial<CertificateTemplate>): ReturnType<typeof parseCertificate> =>
  parseCertificate(assembleCertificate(buildTbsCertificate(template(changes), 'ed25519'), 'ed25519', Uint8Array.of(1)));

test('a serial number keeps its sign octet, and its magnitude is what was asked for', () => {
  assert.equal(unsigned({ serial: fromHex('ff00') }).serial, '00ff00');
  assert.equal(unsigned({ serial: fromHex('0000007f') }).serial, '7f');
});

test('a serial number that is zero or takes more than 20 octets is not issued', () => {
  for (const serial of ['', '00', '80'.repeat(20), '7f'.repeat(21)]) {
    assert.throws(() => unsigned({ serial: fromHex(serial) }), { code: 'serial_invalid' }, serial);
  }
});

test('times through 2049 are UTCTime, later ones GeneralizedTime (RFC 5280 §4.1.2.5)', () => {
  const c = unsigned({ notBefore: new Date('2049-12-31T23:59:59Z'), notAfter: new Date('2050-01-01T00:00:00Z') });
  assert.deepEqual(c.validityForms, ['utc', 'generalized']);
  assert.equal(c.notBefore.toISOString(), '2049-12-31T23:59:59.000Z');
  assert.equal(c.notAfter.toISOString(), '2050-01-01T00:00:00.000Z');
  const last = new Date('9999-12-31T23:59:59Z');
  assert.deepEqual(unsigned({ notAfter: last }).notAfter, last);
});

test('an end before the beginning, or no time at all, is not issued', () => {
  assert.throws(() => unsigned({ notAfter: later(-1) }), { code: 'validity_invalid' });
  assert.throws(() => unsigned({ notAfter: new Date(Number.NaN) }), { code: 'validity_invalid' });
});

test('an extension that occurs twice is refused by reader and writer', () => {
  const usage = ext.keyUsage(['digitalSignature']);
  assert.throws(() => unsigned({ extensions: [usage, usage] }), { code: 'extension_duplicate' });
  const once = assembleCertificate(
    buildTbsCertificate(template({ extensions: [usage, ext.raw('2.5.29.99', false, der.null())] }), 'ed25519'),
    'ed25519',
    Uint8Array.of(1),
  );
  const twice = fromHex(toHex(once).replace('0603551d63', '0603551d0f'));
  assert.throws(() => parseCertificate(twice), { code: 'extension_duplicate' });
});

test('two algorithm identifiers that differ are refused (RFC 5280 §4.1.1.2)', () => {
  const tbs = buildTbsCertificate(template(), 'ed25519');
  assert.throws(() => parseCertificate(assembleCertificate(tbs, 'rsa-pkcs1-sha256', Uint8Array.of(1))), {
    code: 'certificate_algorithm',
  });
});

test('critical extensions that nobody here understands are named', () => {
  const c = unsigned({ extensions: [ext.raw('1.2.3', true, der.null()), ext.raw('1.2.4', false, der.null())] });
  assert.deepEqual(unknownCriticals(c.extensions), ['1.2.3']);
});

test('a known extension that is malformed is refused even where it is not critical', () => {
  const bad = [
    ext.raw(OID.keyUsage, false, der.null()),
    ext.raw(OID.subjectAltName, false, der.sequence()),
    ext.raw(OID.basicConstraints, false, der.sequence(der.integer(1), der.integer(1))),
    ext.raw(OID.subjectAltName, false, der.sequence(der.element(0x82, Uint8Array.of(0x61, 0, 0x62)))),
    ext.raw(OID.certificatePolicies, false, der.sequence(der.sequence(der.oid('1.2')), der.sequence(der.oid('1.2')))),
    ext.raw(OID.crlDistributionPoints, false, der.sequence()),
  ];
  for (const extension of bad) {
    assert.throws(() => unsigned({ extensions: [extension] }), { name: 'PkiError' }, toHex(extension.value));
  }
});

test('the answer does not change when the caller reuses the octets it gave', async () => {
  const { der: octets } = await subscriber(ca);
  const given = new Uint8Array(octets);
  const certificate = parseCertificate(given);
  given.fill(0);
  assert.deepEqual(certificate.der, octets);
  assert.equal(certificate.tbs[0], 0x30);
});

test('keys that are weak or on another curve are refused by name', () => {
  const verdict = (spki: Uint8Array): string => {
    const strength = keyStrength(parsePublicKey(spki));
    return strength.acceptable ? 'acceptable' : strength.code;
  };
  const rsa = (modulus: Uint8Array, exponent: number): Uint8Array =>
    der.sequence(
      der.sequence(der.oid(OID.rsaEncryption), der.null()),
      der.bitString(der.sequence(der.unsigned(modulus), der.integer(exponent))),
    );
  const good = keyPair('rsa-2048', 'subscriber').spki;
  const key = parsePublicKey(good);
  assert.ok(key.kind === 'rsa' && key.bits === 2048);
  const modulus = new Uint8Array(key.modulus);
  assert.equal(verdict(good), 'acceptable');
  assert.equal(verdict(rsa(modulus.subarray(1), 65537)), 'rsa_too_short');
  assert.equal(verdict(rsa(new Uint8Array(1025).fill(0xff), 65537)), 'rsa_too_long');
  assert.equal(verdict(rsa(modulus, 3)), 'rsa_exponent');
  assert.equal(verdict(rsa(modulus, 65538)), 'rsa_exponent');
  assert.equal(
    verdict(
      rsa(
        modulus.map((octet, i) => (i === 255 ? octet & 0xfe : octet)),
        65537,
      ),
    ),
    'rsa_modulus',
  );
  assert.equal(verdict(keyPair('ec-p256').spki), 'acceptable');
  assert.equal(verdict(keyPair('ec-p384').spki), 'acceptable');
  const off = new Uint8Array(keyPair('ec-p256').spki);
  off[off.length - 1] = (off.at(-1) ?? 0) ^ 1;
  assert.equal(verdict(off), 'point_off_curve');
  const ed25519 = der.sequence(der.sequence(der.oid(OID.ed25519)), der.bitString(new Uint8Array(32)));
  assert.equal(verdict(ed25519), 'key_kind_not_allowed');
});

test('a curve given by explicit parameters stays unknown', () => {
  const spki = der.sequence(
    der.sequence(der.oid(OID.ecPublicKey), der.sequence(der.integer(1))),
    der.bitString(new Uint8Array(65)),
  );
  assert.equal(parsePublicKey(spki).kind, 'unknown');
});

test('a name without parts is read, and a certificate may have no subject', () => {
  assert.deepEqual(unsigned({ subject: nameFrom([]) }).subject.rdns, []);
});

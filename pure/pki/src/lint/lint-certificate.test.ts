import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authorityRules,
  buildTbsCertificate,
  type CertificateRules,
  der,
  ext,
  type Extension,
  fromHex,
  lintCertificate,
  lintTbsCertificate,
  nameFrom,
  OID,
  rootRules,
} from '../index.ts';
import { authority, later, noon, subscriber, subscriberExtensions, keyPair } from '../testing/samples.ts';

const ca = await authority();
const spki = (await subscriber(ca)).certificate.spki;
const good = await subscriberExtensions(ca, spki);

const rules: CertificateRules = {
  name: 'Derived PIV authentication',
  clause: 'FPKI Common Profiles v2.2 worksheet 10',
  ca: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { required: [OID.clientAuth], optional: [OID.smartcardLogon] },
  policies: { oneOf: [OID.testPivAuthentication], others: 'refused' },
  subjectAltName: { required: ['uuid'], optional: ['upn'] },
  keys: ['ec-p256', 'rsa-2048'],
  maxValidityDays: 1096,
  extensions: {
    required: [
      OID.authorityKeyIdentifier,
      OID.subjectKeyIdentifier,
      OID.keyUsage,
      OID.extendedKeyUsage,
      OID.certificatePolicies,
      OID.subjectAltName,
      OID.crlDistributionPoints,
      OID.authorityInfoAccess,
    ],
    optional: [],
  },
  authorityInfoAccess: { caIssuers: true, ocsp: true },
};

/** The extensions with one put in the place of its kind; null takes it away. */
const withOne = (oid: string, put: Extension | null): Extension[] => [
  ...good.filter((extension) => extension.oid !== oid),
  ...(put === null ? [] : [put]),
];

async function found(changes: Parameters<typeof subscriber>[2], against?: CertificateRules): Promise<string[]> {
  const { certificate } = await subscriber(ca, 'ec-p256', changes);
  return lintCertificate(certificate, against).map((finding) => finding.rule);
}

test('a certificate of its profile gives no finding', async () => {
  assert.deepEqual(lintCertificate((await subscriber(ca)).der, rules), []);
});

test('a finding names its rule, its clause and what is wrong', async () => {
  const { certificate } = await subscriber(ca, 'ec-p256', { notAfter: later(1200) });
  assert.deepEqual(lintCertificate(certificate, rules), [
    {
      rule: 'profile_validity',
      clause: 'FPKI Common Profiles v2.2 worksheet 10',
      message: 'valid for 1201 days, at most 1096 are allowed',
      severity: 'error',
    },
  ]);
});

const BASE: readonly [rule: string, oid: string, put: Extension | null][] = [
  ['authority_key_identifier', OID.authorityKeyIdentifier, null],
  ['subject_key_identifier', OID.subjectKeyIdentifier, null],
  ['key_usage_missing', OID.keyUsage, null],
  ['key_usage_empty', OID.keyUsage, ext.keyUsage([])],
  ['key_usage_critical', OID.keyUsage, ext.raw(OID.keyUsage, false, der.namedBits([0]))],
  ['key_usage_encoding', OID.keyUsage, ext.raw(OID.keyUsage, true, fromHex('03020080'))],
  ['key_usage_key', OID.keyUsage, ext.keyUsage(['digitalSignature', 'keyEncipherment'])],
  ['key_usage_agreement', OID.keyUsage, ext.keyUsage(['digitalSignature', 'encipherOnly'])],
  ['key_usage_ca', OID.keyUsage, ext.keyUsage(['digitalSignature', 'keyCertSign'])],
  ['extended_key_usage_any', OID.extendedKeyUsage, ext.extendedKeyUsage([OID.clientAuth, OID.anyExtendedKeyUsage])],
  ['extended_key_usage_duplicate', OID.extendedKeyUsage, ext.extendedKeyUsage([OID.clientAuth, OID.clientAuth])],
  ['extended_key_usage_key', OID.keyUsage, ext.keyUsage(['nonRepudiation'])],
  ['alternative_name', OID.subjectAltName, ext.subjectAltName([{ kind: 'email', value: 'nobody' }])],
  ['alternative_name_missing', OID.subjectAltName, null],
  ['distribution_point_missing', OID.crlDistributionPoints, null],
  ['distribution_point_https', OID.crlDistributionPoints, ext.crlDistributionPoints(['https://pki.example/a.crl'])],
  ['distribution_point_http', OID.crlDistributionPoints, ext.crlDistributionPoints(['ldap://pki.example/cn=a'])],
  [
    'distribution_point_order',
    OID.crlDistributionPoints,
    ext.crlDistributionPoints(['ldap://a/cn=a', 'http://a/a.crl']),
  ],
  ['distribution_point_name', OID.crlDistributionPoints, ext.crlDistributionPoints([{ reasons: ['keyCompromise'] }])],
  ['info_access_http', OID.authorityInfoAccess, ext.authorityInfoAccess({ ocsp: ['https://pki.example/'] })],
  [
    'critical_forbidden',
    OID.subjectKeyIdentifier,
    ext.raw(OID.subjectKeyIdentifier, true, der.octetString(new Uint8Array(20))),
  ],
  ['critical_missing', OID.inhibitAnyPolicy, ext.raw(OID.inhibitAnyPolicy, false, der.integer(0))],
  ['only_in_ca', OID.inhibitAnyPolicy, ext.inhibitAnyPolicy(0)],
  ['unknown_critical', '1.2.3', ext.raw('1.2.3', true, der.null())],
  ['default_spelled_out', OID.basicConstraints, ext.raw(OID.basicConstraints, false, fromHex('3003010100'))],
  ['basic_constraints', OID.basicConstraints, ext.basicConstraints({ ca: false, pathLength: 1 })],
];

for (const [rule, oid, put] of BASE) {
  test(`the base rule ${rule} finds its breach and is silent without it`, async () => {
    assert.ok((await found({ extensions: withOne(oid, put) })).includes(rule));
    assert.ok(!(await found({})).includes(rule));
  });
}

test('base rules on fields find their breaches', async () => {
  assert.ok((await found({ serial: Uint8Array.of(5) })).includes('serial_entropy'));
  assert.ok((await found({ subject: nameFrom([]) })).includes('subject_empty'));
  assert.ok((await found({ subject: nameFrom([{ type: 'CN', value: 'x'.repeat(65) }]) })).includes('name_length'));
  assert.ok(
    (await found({ subject: nameFrom([{ type: 'CN', value: 'x', encoding: 'ia5' }]) })).includes('name_string_type'),
  );
  assert.ok((await found({ subject: nameFrom([{ type: 'C', value: 'us' }]) })).includes('country_code'));
  assert.ok((await found({ subject: nameFrom([{ type: 'E', value: 'a@b.example' }]) })).includes('subject_email'));
});

const PROFILE: readonly [rule: string, oid: string, put: Extension | null][] = [
  ['profile_key_usage', OID.keyUsage, ext.keyUsage(['digitalSignature', 'nonRepudiation'])],
  ['profile_extended_key_usage', OID.extendedKeyUsage, ext.extendedKeyUsage([OID.clientAuth, OID.emailProtection])],
  ['profile_extended_key_usage', OID.extendedKeyUsage, ext.extendedKeyUsage([OID.smartcardLogon])],
  ['profile_extended_key_usage', OID.extendedKeyUsage, ext.extendedKeyUsage([OID.clientAuth], true)],
  ['profile_policies', OID.certificatePolicies, ext.policies([OID.testPivAuthentication, '1.2.3'])],
  ['profile_policies', OID.certificatePolicies, ext.policies([OID.commonDerivedPivAuth])],
  ['profile_alternative_names', OID.subjectAltName, ext.subjectAltName([{ kind: 'upn', value: 'a@b.example' }])],
  ['profile_extensions', OID.authorityInfoAccess, null],
  ['profile_extensions', OID.subjectInfoAccess, ext.subjectInfoAccess({ caRepository: ['http://a.example/'] })],
  ['profile_critical', OID.extendedKeyUsage, ext.extendedKeyUsage([OID.clientAuth], true)],
  ['profile_info_access', OID.authorityInfoAccess, ext.authorityInfoAccess({ caIssuers: ['http://a.example/'] })],
  ['profile_ca', OID.basicConstraints, ext.basicConstraints({ ca: true })],
];

for (const [index, [rule, oid, put]] of PROFILE.entries()) {
  test(`the profile refuses what it does not allow: ${rule} (${index + 1})`, async () => {
    assert.ok((await found({ extensions: withOne(oid, put) }, rules)).includes(rule));
  });
}

test('a key outside the profile is refused by its kind', async () => {
  const { certificate } = await subscriber(ca, 'ec-p384');
  const finding = lintCertificate(certificate, rules).find((f) => f.rule === 'profile_key');
  assert.equal(finding?.message, 'the key is ec-p384; allowed are ec-p256, rsa-2048');
});

test('RSA of 2048 bits past 2030 is refused, RSA of 3072 bits not', async () => {
  const { subject, issuer } = ca.certificate;
  for (const [kind, refused] of [
    ['rsa-2048', true],
    ['rsa-3072', false],
  ] as const) {
    const template = {
      serial: new Uint8Array(16).fill(5),
      issuer,
      subject,
      notBefore: new Date('2030-12-01T00:00:00Z'),
      notAfter: new Date('2031-01-01T00:00:00Z'),
      spki: keyPair(kind).spki,
      extensions: good,
    };
    const tbs = buildTbsCertificate(template, 'ecdsa-p256-sha256');
    const names = lintTbsCertificate(tbs, 'ecdsa-p256-sha256', rules).map((f) => f.rule);
    assert.equal(names.includes('profile_key_until'), refused, kind);
  }
});

test('what is about to be signed is linted without a signature', () => {
  const { subject, issuer } = ca.certificate;
  const template = {
    serial: new Uint8Array(16).fill(5),
    issuer,
    subject,
    notBefore: noon,
    notAfter: later(1),
    spki,
    extensions: good,
  };
  assert.deepEqual(
    lintTbsCertificate(buildTbsCertificate(template, 'ecdsa-p256-sha256'), 'ecdsa-p256-sha256', rules),
    [],
  );
});

test('octets that are no certificate give one finding', () => {
  assert.deepEqual(
    lintCertificate(Uint8Array.of(0x30, 0x80, 0, 0)).map((f) => [f.rule, f.severity]),
    [['parse', 'error']],
  );
});

test('a root passes its rules, and does not pass for an issuing authority', () => {
  assert.deepEqual(lintCertificate(ca.der, rootRules), []);
  assert.ok(lintCertificate(ca.der, authorityRules).some((f) => f.rule === 'profile_extensions'));
});

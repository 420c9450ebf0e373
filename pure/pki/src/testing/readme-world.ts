import { nodeDigest, nodeRandom, nodeVerifier, softwareSigner } from '@lanyard/crypto';
import { type CertificateRules, crlExt, ext, OID, parseCrl, signCrl } from '../index.ts';
import { authority as makeAuthority, identifierOf, keyPair, later, noon, person, subscriber } from './samples.ts';

const policy = OID.testPivAuthentication;
const uuid = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

/** What the examples of the guide take as given. */
export async function readmeWorld() {
  const root = await makeAuthority();
  const issuing = keyPair('ec-p256', 'issuing');
  const identifier = await identifierOf(issuing.spki);
  const middle = await subscriber(root, 'ec-p384', {
    extensions: [
      ext.basicConstraints({ ca: true }),
      ext.keyUsage(['keyCertSign', 'cRLSign', 'digitalSignature']),
      ext.subjectKeyIdentifier(identifier),
      ext.authorityKeyIdentifier(root.certificate.subjectKeyIdentifier ?? identifier),
      ext.policies([policy]),
    ],
  });
  const alternativeNames = ext.subjectAltName([
    { kind: 'upn', value: 'zoe@agency.example' },
    { kind: 'uri', value: `urn:uuid:${uuid}` },
  ]);
  const purposes = ext.extendedKeyUsage([OID.clientAuth, OID.smartcardLogon]);
  const [signs, agrees] = [ext.keyUsage(['digitalSignature']), ext.keyUsage(['keyAgreement'])];
  const leaf = await subscriber(middle, 'ec-p256', {
    extensions: [signs, purposes, alternativeNames, ext.policies([policy])],
  });
  const encryption = await subscriber(middle, 'ec-p256', { extensions: [agrees] });
  const list = async ({ certificate, signer }: typeof root) => {
    const head = { issuer: certificate.subject, thisUpdate: noon, nextUpdate: later(1) };
    return parseCrl(await signCrl({ ...head, extensions: [crlExt.crlNumber(1)], entries: [] }, signer));
  };
  return {
    policy,
    uuid,
    rules: rulesOfExample,
    digest: nodeDigest,
    random: nodeRandom,
    verifier: nodeVerifier,
    notBefore: later(-1),
    notAfter: later(10),
    thisUpdate: noon,
    nextUpdate: later(1),
    now: noon,
    subject: person,
    authority: root.certificate,
    signer: root.signer,
    signerCertificate: root.certificate,
    spki: leaf.certificate.spki,
    serial: nodeRandom.bytes(16).fill(0x5a, 0, 1),
    applicant: softwareSigner(keyPair('ec-p256', 'applicant').pkcs8),
    der: leaf.der,
    leaf: leaf.certificate,
    root: root.certificate,
    bag: [middle.certificate],
    crls: [await list(root), await list(middle)],
    ocspResponses: [],
    key: encryption.pkcs8,
    certificate: encryption.der,
    chain: [middle.der],
    password: 'correct horse',
    plaintext: Uint8Array.of(1, 2, 3),
  };
}

/** Rules that the example of issuing keeps. */
const rulesOfExample: CertificateRules = {
  name: 'Example',
  clause: 'the guide',
  ca: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { required: [OID.clientAuth, OID.smartcardLogon] },
  subjectAltName: { required: ['upn', 'uuid'], optional: [] },
  policies: { oneOf: [policy], others: 'refused' },
  keys: ['ec-p256'],
  maxValidityDays: 11,
  extensions: {
    required: [OID.keyUsage, OID.extendedKeyUsage, OID.certificatePolicies, OID.subjectAltName],
    optional: [
      OID.subjectKeyIdentifier,
      OID.authorityKeyIdentifier,
      OID.authorityInfoAccess,
      OID.crlDistributionPoints,
    ],
  },
};

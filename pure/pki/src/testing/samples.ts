import { generateKeyPair, type KeyPairKind, nodeDigest, nodeRandom, softwareSigner } from '@lanyard/crypto';
import {
  type Bytes,
  type Certificate,
  type CertificateTemplate,
  ext,
  type Extension,
  keyIdentifierOf,
  nameFrom,
  OID,
  parseCertificate,
  type Signer,
  signCertificate,
} from '../index.ts';

/** The moment at which everything made here is valid. */
export const noon = new Date('2026-06-01T12:00:00Z');
export const later = (days: number): Date => new Date(noon.getTime() + days * 86_400_000);

export interface Party {
  readonly certificate: Certificate;
  readonly der: Bytes;
  readonly signer: Signer;
  readonly pkcs8: Bytes;
}

const pairs = new Map<string, ReturnType<typeof generateKeyPair>>();

/** A key pair of a kind, made once a process for each label: RSA keys take their time. */
export function keyPair(kind: KeyPairKind, label = ''): ReturnType<typeof generateKeyPair> {
  const known = pairs.get(kind + label) ?? generateKeyPair(kind);
  pairs.set(kind + label, known);
  return known;
}

export const person = nameFrom([
  { type: 'C', value: 'US' },
  { type: 'O', value: 'Agency' },
  { type: 'CN', value: 'Zoë Smith' },
]);

export const identifierOf = (spki: Bytes): Promise<Bytes> => Promise.resolve(keyIdentifierOf(spki, nodeDigest));

export async function authority(
  kind: KeyPairKind = 'ec-p256',
  changes: Partial<CertificateTemplate> = {},
): Promise<Party> {
  const { pkcs8, spki } = keyPair(kind, 'authority');
  const name = nameFrom([
    { type: 'C', value: 'US' },
    { type: 'CN', value: 'Lanyard Test Authority' },
  ]);
  const identifier = await identifierOf(spki);
  const template = {
    ...common(spki),
    issuer: name,
    subject: name,
    extensions: [
      ext.basicConstraints({ ca: true }),
      ext.keyUsage(['keyCertSign', 'cRLSign']),
      ext.subjectKeyIdentifier(identifier),
    ],
    ...changes,
  };
  return party(template, softwareSigner(pkcs8), softwareSigner(pkcs8), pkcs8);
}

/** A certificate of the kind that the project issues. */
export async function subscriber(by: Party, kind: KeyPairKind = 'ec-p256', changes: Partial<CertificateTemplate> = {}) {
  const { pkcs8, spki } = keyPair(kind, 'subscriber');
  const template = {
    ...common(spki),
    issuer: by.certificate.subject,
    subject: person,
    extensions: await subscriberExtensions(by, spki),
    ...changes,
  };
  return party(template, by.signer, softwareSigner(pkcs8), pkcs8);
}

export async function subscriberExtensions(by: Party, spki: Bytes): Promise<Extension[]> {
  return [
    ext.authorityKeyIdentifier(by.certificate.subjectKeyIdentifier ?? new Uint8Array(20)),
    ext.subjectKeyIdentifier(await identifierOf(spki)),
    ext.keyUsage(['digitalSignature']),
    ext.extendedKeyUsage([OID.clientAuth, OID.smartcardLogon]),
    ext.policies([OID.testPivAuthentication]),
    ext.subjectAltName([
      { kind: 'upn', value: 'zoe.smith@agency.example' },
      { kind: 'uri', value: 'urn:uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2' },
    ]),
    ext.crlDistributionPoints(['http://pki.example/ca.crl']),
    ext.authorityInfoAccess({ ocsp: ['http://pki.example/ocsp'], caIssuers: ['http://pki.example/ca.p7c'] }),
  ];
}

function common(spki: Bytes): Pick<CertificateTemplate, 'serial' | 'notBefore' | 'notAfter' | 'spki'> {
  const serial = nodeRandom.bytes(16);
  serial[0] = 0x5a;
  return { serial, notBefore: later(-1), notAfter: later(365), spki };
}

async function party(template: CertificateTemplate, by: Signer, signer: Signer, pkcs8: Bytes): Promise<Party> {
  const der = await signCertificate(template, by);
  return { certificate: parseCertificate(der), der, signer, pkcs8 };
}

import { type CertificateRules, OID } from '@lanyard/pki';

/** SP 800-78-5 table 1. */
const KEYS = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
/** FPKI CP §6.3.2: three years. */
const THREE_YEARS = 1096;
/** Purposes that make a person's certificate something else. */
const FOREIGN = [OID.anyExtendedKeyUsage, OID.serverAuth, OID.codeSigning, OID.timeStamping, OID.ocspSigning] as const;

const everySubscriber = [
  OID.authorityKeyIdentifier,
  OID.subjectKeyIdentifier,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
  OID.crlDistributionPoints,
  OID.authorityInfoAccess,
] as const;

const person = {
  ca: false,
  policies: { oneOf: [], others: 'allowed' },
  keys: KEYS,
  maxValidityDays: THREE_YEARS,
  extensions: { required: [...everySubscriber, OID.certificatePolicies], optional: [OID.basicConstraints] },
  authorityInfoAccess: { caIssuers: true, ocsp: true },
} as const;

export const derivedAuthenticationRules: CertificateRules = {
  ...person,
  name: 'Derived PIV Authentication',
  clause: 'FPKI Common Profiles v2.2 worksheet 10',
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: {
    required: [OID.clientAuth],
    optional: [OID.smartcardLogon, OID.pkinitClient, OID.sshClient],
    prohibited: [...FOREIGN, OID.emailProtection],
  },
  subjectAltName: { required: ['uuid'], optional: ['upn'] },
};

export const signatureRules: CertificateRules = {
  ...person,
  name: 'Signature',
  clause: 'FPKI Common Profiles v2.2 worksheet 8',
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  extendedKeyUsage: { required: [OID.emailProtection], optional: [OID.documentSigning], prohibited: FOREIGN },
  subjectAltName: { required: ['email', 'uuid'], optional: ['upn'] },
};

export const keyManagementRules: CertificateRules = {
  ...person,
  name: 'Key Management',
  clause: 'FPKI Common Profiles v2.2 worksheet 9',
  keyUsage: { rsa: ['keyEncipherment'], ec: ['keyAgreement'] },
  extendedKeyUsage: { required: [OID.emailProtection], prohibited: FOREIGN },
  subjectAltName: { required: ['email', 'uuid'], optional: ['upn'] },
};

export const pivAuthenticationRules: CertificateRules = {
  ...person,
  name: 'PIV Authentication',
  clause: 'FPKI Common Profiles v2.2 worksheet 6',
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: {
    required: [OID.clientAuth, OID.smartcardLogon],
    optional: [OID.pkinitClient, OID.sshClient],
    prohibited: [...FOREIGN, OID.emailProtection],
  },
  subjectAltName: { required: ['fascn', 'uuid'], optional: ['upn'] },
};

export const cardAuthenticationRules: CertificateRules = {
  ...person,
  name: 'Card Authentication',
  clause: 'FIPS 201-3 §4.2.2.3 and appendix B',
  keyUsage: ['digitalSignature'],
  // Critical, so that nobody takes a key that needs no PIN for a person's.
  extendedKeyUsage: { required: [OID.pivCardAuth], critical: true },
  subjectAltName: { required: ['fascn', 'uuid'], optional: [] },
};

export const tlsServerRules: CertificateRules = {
  name: 'TLS server',
  clause: 'RFC 5280 §4.2.1.12, RFC 9525 §2',
  ca: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { required: [OID.serverAuth] },
  subjectAltName: { required: ['dns'], optional: ['ip'] },
  keys: KEYS,
  // Browsers refuse longer ones.
  maxValidityDays: 397,
  extensions: { required: everySubscriber, optional: [OID.basicConstraints] },
  authorityInfoAccess: { caIssuers: true, ocsp: true },
};

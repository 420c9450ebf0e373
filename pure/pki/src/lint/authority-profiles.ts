import { OID } from '../oid.ts';
import type { CertificateRules } from './certificate-rules.ts';

/** RSA 2048 only to the end of 2030, as for everybody (FPKI CP v2.8 §6.1.5). */
const KEYS = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

/** An issuing authority. Its key signs certificates and CRLs only, so OCSP is delegated. */
export const authorityRules: CertificateRules = {
  name: 'Certificate authority',
  clause: 'FPKI Common Profiles v2.2 (CA certificates), FPKI CP v2.8 §6.3.2',
  ca: true,
  keyUsage: ['keyCertSign', 'cRLSign'],
  policies: { oneOf: [], others: 'allowed' },
  keys: KEYS,
  maxValidityDays: 3653,
  extensions: {
    required: [
      OID.authorityKeyIdentifier,
      OID.subjectKeyIdentifier,
      OID.keyUsage,
      OID.basicConstraints,
      OID.certificatePolicies,
      OID.crlDistributionPoints,
      OID.authorityInfoAccess,
    ],
    optional: [
      OID.subjectInfoAccess,
      OID.nameConstraints,
      OID.policyMappings,
      OID.policyConstraints,
      OID.inhibitAnyPolicy,
    ],
    critical: [OID.nameConstraints, OID.policyMappings, OID.policyConstraints, OID.inhibitAnyPolicy],
  },
};

/** A self-signed trust anchor. */
export const rootRules: CertificateRules = {
  name: 'Root',
  clause: 'FPKI Common Profiles v2.2 (self-signed CA certificates)',
  ca: true,
  keyUsage: ['keyCertSign', 'cRLSign'],
  keys: KEYS,
  maxValidityDays: 20 * 365 + 6,
  extensions: {
    required: [OID.subjectKeyIdentifier, OID.keyUsage, OID.basicConstraints],
    optional: [OID.subjectInfoAccess, OID.authorityKeyIdentifier],
  },
};

/** A delegated OCSP responder. */
export const ocspResponderRules: CertificateRules = {
  name: 'OCSP responder',
  clause: 'FPKI Common Profiles v2.2 worksheet 13',
  ca: false,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { required: [OID.ocspSigning], critical: true },
  policies: { oneOf: [], others: 'allowed' },
  subjectAltName: { required: [], optional: ['dns', 'uri'] },
  keys: KEYS,
  maxValidityDays: 120,
  extensions: {
    required: [
      OID.authorityKeyIdentifier,
      OID.subjectKeyIdentifier,
      OID.keyUsage,
      OID.extendedKeyUsage,
      OID.certificatePolicies,
      OID.ocspNoCheck,
    ],
    optional: [OID.subjectAltName, OID.authorityInfoAccess, OID.basicConstraints],
  },
  authorityInfoAccess: { caIssuers: false, ocsp: 'absent' },
};

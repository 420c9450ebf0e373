import { authorityRules, type CertificateRules, OID, ocspResponderRules, rootRules } from '@lanyard/pki';
import type { AuthorityProfile } from '../types.ts';
import type { Profile } from './profile.ts';

/** Recipient of escrowed keys: it encrypts and does nothing else. */
const recoveryRules: CertificateRules = {
  name: 'Key recovery',
  clause: 'RFC 5652 §6.2, FPKI CP v2.8 §4.12.1',
  ca: false,
  keyUsage: { rsa: ['keyEncipherment'], ec: ['keyAgreement'] },
  keys: ['ec-p384', 'rsa-3072', 'rsa-4096'],
  maxValidityDays: 3653,
  extensions: {
    required: [
      OID.authorityKeyIdentifier,
      OID.subjectKeyIdentifier,
      OID.keyUsage,
      OID.crlDistributionPoints,
      OID.authorityInfoAccess,
    ],
    optional: [],
  },
  authorityInfoAccess: { caIssuers: true, ocsp: true },
};

/** Speaks SCEP in the authority's name: one RSA key that receives and signs, as its clients need it. */
const registrationRules: CertificateRules = {
  ...recoveryRules,
  name: 'SCEP registration authority',
  clause: 'RFC 8894 §2.3, §3.1',
  keyUsage: ['digitalSignature', 'keyEncipherment'],
  keys: ['rsa-2048', 'rsa-3072'],
  maxValidityDays: 1096,
};

/** Vouches for the data on cards. It outlives them (FIPS 201-3 §4.2.1): its certificate is good for longer than its key is used. */
const contentSigningRules: CertificateRules = {
  ...recoveryRules,
  name: 'PIV content signing',
  clause: 'FIPS 201-3 §4.2.1, SP 800-78-5 Table 3',
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: { required: [OID.pivContentSigning], critical: true },
  policies: { oneOf: [], others: 'allowed' },
  keys: ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072'],
  maxValidityDays: 3287,
  extensions: {
    required: [...recoveryRules.extensions.required, OID.extendedKeyUsage, OID.certificatePolicies],
    optional: [],
    critical: [OID.extendedKeyUsage],
  },
};

const own = { purposes: [], uuid: 'none', ca: null, keyOnce: false } as const;

/** Profiles of the certificates that an authority lives by. CA keys sign certificates and CRLs and nothing else: OCSP is delegated. */
export const authorityProfiles: Readonly<Record<AuthorityProfile, Profile>> = {
  root: { ...own, name: 'root', rules: rootRules, ca: { pathLength: undefined }, status: 'none' },
  'issuing-ca': { ...own, name: 'issuing-ca', rules: authorityRules, ca: { pathLength: 0 }, status: 'crl-and-ocsp' },
  'ocsp-responder': {
    ...own,
    name: 'ocsp-responder',
    rules: ocspResponderRules,
    purposes: [OID.ocspSigning],
    status: 'no-check',
  },
  'content-signing': {
    ...own,
    name: 'content-signing',
    rules: contentSigningRules,
    purposes: [OID.pivContentSigning],
    status: 'crl-and-ocsp',
  },
  registration: { ...own, name: 'registration', rules: registrationRules, status: 'crl-and-ocsp' },
  recovery: { ...own, name: 'recovery', rules: recoveryRules, status: 'crl-and-ocsp' },
};

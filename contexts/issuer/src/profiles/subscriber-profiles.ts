import { OID } from '@lanyard/pki';
import type { SubscriberProfile } from '../types.ts';
import type { Profile } from './profile.ts';

/** SP 800-78-5 table 1. */
const personKeys = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
/** FPKI CP §6.3.2: three years. */
const THREE_YEARS = 1096;

const subscriber = {
  keyTypes: personKeys,
  extendedKeyUsageCritical: false,
  ca: null,
  maxDays: THREE_YEARS,
  status: 'crl-and-ocsp',
  keyOnce: true,
} as const;

const digitalSignature = { ec: ['digitalSignature'], rsa: ['digitalSignature'] } as const;
const signing = { ec: ['digitalSignature', 'nonRepudiation'], rsa: ['digitalSignature', 'nonRepudiation'] } as const;
const encryption = { ec: ['keyAgreement'], rsa: ['keyEncipherment'] } as const;

const derivedAuthentication: Profile = {
  ...subscriber,
  name: 'derived-authentication',
  source: 'worksheet 10, Derived PIV Authentication',
  keyUsage: digitalSignature,
  extendedKeyUsage: [OID.clientAuth, OID.smartcardLogon],
  names: { uuid: 'own', upn: 'optional', email: 'none', further: [], furtherRequired: [] },
};

const signature: Profile = {
  ...subscriber,
  name: 'signature',
  source: 'worksheet 8, Signature',
  keyUsage: signing,
  extendedKeyUsage: [OID.emailProtection, OID.documentSigning],
  names: { uuid: 'own', upn: 'optional', email: 'required', further: [], furtherRequired: [] },
};

const keyManagement: Profile = {
  ...subscriber,
  name: 'key-management',
  source: 'worksheet 9, Key Management',
  keyUsage: encryption,
  extendedKeyUsage: [OID.emailProtection],
  names: { uuid: 'own', upn: 'optional', email: 'required', further: [], furtherRequired: [] },
};

const pivAuthentication: Profile = {
  ...subscriber,
  name: 'piv-authentication',
  source: 'worksheet 6, PIV Authentication',
  keyUsage: digitalSignature,
  extendedKeyUsage: [OID.clientAuth, OID.smartcardLogon],
  names: { uuid: 'given', upn: 'optional', email: 'none', further: ['uri', 'fascn'], furtherRequired: ['uri', 'fascn'] },
};

const cardAuthentication: Profile = {
  ...subscriber,
  name: 'card-authentication',
  source: 'SP 800-78-5 and FIPS 201-3 §5.2.1, Card Authentication',
  keyUsage: digitalSignature,
  extendedKeyUsage: [OID.pivCardAuth],
  // Critical, so that nobody takes a key that needs no PIN for a person's (FIPS 201-3 §5.2.1).
  extendedKeyUsageCritical: true,
  names: { uuid: 'given', upn: 'none', email: 'none', further: ['uri', 'fascn'], furtherRequired: ['uri', 'fascn'] },
};

const tlsServer: Profile = {
  ...subscriber,
  name: 'tls-server',
  source: 'RFC 5280 with RFC 9525',
  keyUsage: digitalSignature,
  extendedKeyUsage: [OID.serverAuth],
  names: { uuid: 'none', upn: 'none', email: 'none', further: ['dns', 'ip'], furtherRequired: ['dns'] },
  maxDays: 397,
};

/** Profiles of certificates that go to people, their cards and our own web servers. */
export const subscriberProfiles: Readonly<Record<SubscriberProfile, Profile>> = {
  'derived-authentication': derivedAuthentication,
  signature,
  'key-management': keyManagement,
  'piv-authentication': pivAuthentication,
  'card-authentication': cardAuthentication,
  'card-signature': { ...signature, name: 'card-signature', names: { ...signature.names, upn: 'none' } },
  'card-key-management': { ...keyManagement, name: 'card-key-management', names: { ...keyManagement.names, upn: 'none' } },
  'tls-server': tlsServer,
};

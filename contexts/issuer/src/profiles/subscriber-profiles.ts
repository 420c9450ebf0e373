import { OID } from '@lanyard/pki';
import type { SubscriberProfile } from '../types.ts';
import type { Profile } from './profile.ts';
import {
  cardAuthenticationRules,
  derivedAuthenticationRules,
  keyManagementRules,
  pivAuthenticationRules,
  signatureRules,
  tlsServerRules,
} from './subscriber-rules.ts';

const subscriber = { uuid: 'own', ca: null, status: 'crl-and-ocsp', keyOnce: true } as const;

const signature: Profile = {
  ...subscriber,
  name: 'signature',
  rules: signatureRules,
  purposes: [OID.emailProtection, OID.documentSigning],
};

const keyManagement: Profile = {
  ...subscriber,
  name: 'key-management',
  rules: keyManagementRules,
  purposes: [OID.emailProtection],
};

/** Profiles of certificates that go to people, their cards and our own web servers. */
export const subscriberProfiles: Readonly<Record<SubscriberProfile, Profile>> = {
  'derived-authentication': {
    ...subscriber,
    name: 'derived-authentication',
    rules: derivedAuthenticationRules,
    // With smartcardLogon the phone can stand in for the card at a desktop.
    purposes: [OID.clientAuth, OID.smartcardLogon],
  },
  signature,
  'key-management': keyManagement,
  'piv-authentication': {
    ...subscriber,
    name: 'piv-authentication',
    rules: pivAuthenticationRules,
    purposes: [OID.clientAuth, OID.smartcardLogon],
    uuid: 'given',
  },
  'card-authentication': {
    ...subscriber,
    name: 'card-authentication',
    rules: cardAuthenticationRules,
    purposes: [OID.pivCardAuth],
    uuid: 'given',
  },
  'card-signature': { ...signature, name: 'card-signature' },
  'card-key-management': { ...keyManagement, name: 'card-key-management' },
  'tls-server': { ...subscriber, name: 'tls-server', rules: tlsServerRules, purposes: [OID.serverAuth], uuid: 'none' },
};

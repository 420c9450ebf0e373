import { OID } from '@lanyard/pki';
import type { AuthorityProfile } from '../types.ts';
import type { Profile } from './profile.ts';

const noNames = { uuid: 'none', upn: 'none', email: 'none', further: [], furtherRequired: [] } as const;
const certSigning = { ec: ['keyCertSign', 'cRLSign'], rsa: ['keyCertSign', 'cRLSign'] } as const;
const authorityKeys = ['ec-p256', 'ec-p384', 'rsa-3072', 'rsa-4096'] as const;
const TEN_YEARS = 3653;

const common = { extendedKeyUsage: [], extendedKeyUsageCritical: false, names: noNames, keyOnce: false } as const;

/** Profiles of the certificates that an authority lives by. CA keys sign certificates and CRLs and nothing else: OCSP is delegated. */
export const authorityProfiles: Readonly<Record<AuthorityProfile, Profile>> = {
  root: {
    ...common,
    name: 'root',
    source: 'RFC 5280 §4.2.1.9, self-signed',
    keyTypes: authorityKeys,
    keyUsage: certSigning,
    ca: { pathLength: undefined },
    maxDays: 2 * TEN_YEARS,
    status: 'none',
  },
  'issuing-ca': {
    ...common,
    name: 'issuing-ca',
    source: 'RFC 5280 §4.2.1.9, CA key usage of FPKI CP §6.1.7',
    keyTypes: authorityKeys,
    keyUsage: certSigning,
    ca: { pathLength: 0 },
    maxDays: TEN_YEARS,
    status: 'crl-and-ocsp',
  },
  'ocsp-responder': {
    ...common,
    name: 'ocsp-responder',
    source: 'worksheet 13, Delegated OCSP Responder',
    keyTypes: ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072'],
    keyUsage: { ec: ['digitalSignature'], rsa: ['digitalSignature'] },
    extendedKeyUsage: [OID.ocspSigning],
    extendedKeyUsageCritical: true,
    ca: null,
    maxDays: 120,
    status: 'no-check',
  },
  recovery: {
    ...common,
    name: 'recovery',
    source: 'RFC 5652 recipient of escrowed keys',
    keyTypes: ['ec-p384', 'rsa-3072', 'rsa-4096'],
    keyUsage: { ec: ['keyAgreement'], rsa: ['keyEncipherment'] },
    ca: null,
    maxDays: TEN_YEARS,
    status: 'crl-and-ocsp',
  },
};

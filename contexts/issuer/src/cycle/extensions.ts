import { type Bytes, ext, type Extension, type GeneralName, OID, type PublicKey } from '@lanyard/pki';
import type { SigningAuthority } from '../authority/signing-authority.ts';
import type { Profile } from '../profiles/index.ts';

export interface ExtensionInput {
  readonly profile: Profile;
  readonly authority: SigningAuthority;
  readonly statusUrl: string;
  readonly key: PublicKey;
  readonly keyId: Bytes;
  readonly names: readonly GeneralName[];
  readonly policies: readonly string[];
}

/** All extensions of a certificate, in the order of the worksheets. */
export function extensionsOf(input: ExtensionInput): Extension[] {
  const { profile, authority, key, keyId, names, policies } = input;
  const { purposes, ca, rules } = profile;
  const usages = 'rsa' in rules.keyUsage ? rules.keyUsage[key.kind === 'rsa' ? 'rsa' : 'ec'] : rules.keyUsage;
  return [
    ...(profile.status === 'none' ? [] : [ext.authorityKeyIdentifier(authority.keyId)]),
    ext.subjectKeyIdentifier(keyId),
    ext.keyUsage(usages),
    ...(ca === null
      ? []
      : [ext.basicConstraints(ca.pathLength === undefined ? { ca: true } : { ca: true, pathLength: ca.pathLength })]),
    ...(purposes.length === 0 ? [] : [ext.extendedKeyUsage(purposes, rules.extendedKeyUsage?.critical)]),
    ...(policies.length === 0 ? [] : [ext.policies(policies)]),
    ...(names.length === 0 ? [] : [ext.subjectAltName(names)]),
    ...statusExtensions(input),
  ];
}

/** Plain http: a client that checks a status cannot first check the status of a TLS server (RFC 5280 §8). */
function statusExtensions({ profile, authority, statusUrl }: ExtensionInput): Extension[] {
  const caIssuers = [`${statusUrl}/ca/${authority.id}.p7c`];
  switch (profile.status) {
    case 'none':
      return [];
    case 'no-check':
      return [ext.authorityInfoAccess({ caIssuers }), ext.ocspNoCheck()];
    case 'crl-and-ocsp':
      return [
        ext.crlDistributionPoints([`${statusUrl}/crl/${authority.id}.crl`]),
        ext.authorityInfoAccess({ ocsp: [`${statusUrl}/ocsp/${authority.id}`], caIssuers }),
      ];
  }
}

/** A CA without policies of its own takes any: else no certificate under it could assert one (RFC 5280 §6.1.3 d). */
export const authorityPolicies = (policies: readonly string[] = []): readonly string[] =>
  policies.length > 0 ? policies : [OID.anyPolicy];

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

/** All extensions of a certificate: those that every one of its kind has, then its own. */
export function extensionsOf(input: ExtensionInput): Extension[] {
  const { keyId, names } = input;
  return [
    ...commonExtensions(input),
    ext.subjectKeyIdentifier(keyId),
    ...(names.length === 0 ? [] : [ext.subjectAltName(names)]),
  ];
}

const MAX_KINDS = 100;
const common = new WeakMap<SigningAuthority, Map<string, readonly Extension[]>>();

/** Made once for each kind of certificate under an authority: making them anew takes as long as half a signature. */
function commonExtensions(input: ExtensionInput): readonly Extension[] {
  const { profile, authority, key, policies, statusUrl } = input;
  const kinds = common.get(authority) ?? new Map<string, readonly Extension[]>();
  const kind = `${profile.name} ${key.kind} ${statusUrl} ${policies.join(' ')}`;
  const made = kinds.get(kind) ?? makeCommon(input);
  if (kinds.size < MAX_KINDS) kinds.set(kind, made);
  common.set(authority, kinds);
  return made;
}

function makeCommon(input: ExtensionInput): Extension[] {
  const { profile, authority, key, policies } = input;
  const { purposes, ca, rules } = profile;
  const usages = 'rsa' in rules.keyUsage ? rules.keyUsage[key.kind === 'rsa' ? 'rsa' : 'ec'] : rules.keyUsage;
  return [
    ...(profile.status === 'none' ? [] : [ext.authorityKeyIdentifier(authority.keyId)]),
    ext.keyUsage(usages),
    ...(ca === null
      ? []
      : [ext.basicConstraints(ca.pathLength === undefined ? { ca: true } : { ca: true, pathLength: ca.pathLength })]),
    ...(purposes.length === 0 ? [] : [ext.extendedKeyUsage(purposes, rules.extendedKeyUsage?.critical)]),
    ...(policies.length === 0 ? [] : [ext.policies(policies)]),
    ...statusExtensions(input),
  ];
}

/** Plain http: a client that checks a status cannot first check the status of a TLS server (RFC 5280 §8). */
function statusExtensions({ profile, authority, statusUrl }: ExtensionInput): Extension[] {
  const caIssuers = [`${statusUrl}/ca/${authority.id}.p7c`];
  const points = [`${statusUrl}/crl/${authority.id}.crl`];
  switch (profile.status) {
    case 'none':
      return [];
    case 'no-check':
      return [ext.authorityInfoAccess({ caIssuers }), ext.ocspNoCheck()];
    case 'crl':
      return [ext.crlDistributionPoints(points), ext.authorityInfoAccess({ caIssuers })];
    case 'crl-and-ocsp':
      return [
        ext.crlDistributionPoints(points),
        ext.authorityInfoAccess({ ocsp: [`${statusUrl}/ocsp/${authority.id}`], caIssuers }),
      ];
  }
}

/** A CA without policies of its own takes any: else no certificate under it could assert one (RFC 5280 §6.1.3 d). */
export const authorityPolicies = (policies: readonly string[] = []): readonly string[] =>
  policies.length > 0 ? policies : [OID.anyPolicy];

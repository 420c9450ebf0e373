import { equalBytes } from '../bytes.ts';
import type { TbsCertificate } from '../certificate.ts';
import type { KeyUsage } from '../extension-usage.ts';
import type { GeneralName } from '../general-name.ts';
import { oidName, OID } from '../oid.ts';
import type { PublicKey } from '../public-key.ts';
import { encodeSignatureAlgorithm } from '../signature-algorithm.ts';
import type { AlternativeNameKind, CertificateRules, KeyKind } from './certificate-rules.ts';
import type { Rule } from './finding.ts';

const DAY = 86_400_000;
const named = (oid: string): string => oidName(oid) ?? oid;
const listed = (oids: readonly string[]): string => oids.map(named).join(', ');

/** The rules that a profile's declaration stands for, each resting on the profile's worksheet. */
export function profileRules(profile: CertificateRules): readonly Rule<TbsCertificate>[] {
  const { clause } = profile;
  return [
    {
      rule: 'profile_ca',
      clause,
      check: (c) => (c.basicConstraints?.ca ?? false) !== profile.ca && `cA is ${profile.ca}`,
    },
    { rule: 'profile_key', clause, check: (c) => checkKey(c.publicKey, profile.keys) },
    { rule: 'profile_key_until', clause: 'FPKI CP v2.8 §6.1.5', check: checkKeyUntil },
    { rule: 'profile_key_usage', clause, check: (c) => checkKeyUsage(c, profile) },
    { rule: 'profile_extended_key_usage', clause, check: (c) => checkPurposes(c, profile.extendedKeyUsage) },
    { rule: 'profile_policies', clause, check: (c) => checkPolicies(c, profile.policies) },
    { rule: 'profile_alternative_names', clause, check: (c) => checkNames(c, profile.subjectAltName) },
    { rule: 'profile_validity', clause, check: (c) => checkValidity(c, profile.maxValidityDays) },
    { rule: 'profile_extensions', clause, check: (c) => checkExtensions(c, profile.extensions) },
    { rule: 'profile_critical', clause, check: (c) => checkCritical(c, profile) },
    { rule: 'profile_info_access', clause, check: (c) => checkInfoAccess(c, profile.authorityInfoAccess) },
    { rule: 'profile_signature', clause, check: (c) => checkSignature(c, profile.signatureAlgorithms) },
  ];
}

export function keyKindOf(key: PublicKey): KeyKind | undefined {
  if (key.kind === 'ec') return key.curve === 'P-256' ? 'ec-p256' : key.curve === 'P-384' ? 'ec-p384' : undefined;
  if (key.kind !== 'rsa') return undefined;
  return key.bits === 2048 ? 'rsa-2048' : key.bits === 3072 ? 'rsa-3072' : key.bits === 4096 ? 'rsa-4096' : undefined;
}

function checkKey(key: PublicKey, allowed: CertificateRules['keys']): string | undefined {
  const kind = keyKindOf(key);
  if (kind !== undefined && allowed.includes(kind)) return undefined;
  return `the key is ${kind ?? `of kind ${key.kind}, ${key.bits} bits`}; allowed are ${allowed.join(', ')}`;
}

const RSA_2048_ENDS = new Date('2031-01-01T00:00:00Z');

function checkKeyUntil({ publicKey, notAfter }: TbsCertificate): string | false {
  const short = publicKey.kind === 'rsa' && publicKey.bits < 3072;
  return short && notAfter >= RSA_2048_ENDS && 'a certificate for RSA below 3072 bits ends with 2030';
}

const NO_USAGE: ReadonlySet<KeyUsage> = new Set();

function checkKeyUsage(c: TbsCertificate, { keyUsage }: CertificateRules): string | undefined {
  const byKind = 'rsa' in keyUsage ? (c.publicKey.kind === 'rsa' ? keyUsage.rsa : keyUsage.ec) : keyUsage;
  const found = c.keyUsage ?? NO_USAGE;
  const same = found.size === byKind.length && byKind.every((usage) => found.has(usage));
  return same ? undefined : `keyUsage is exactly ${byKind.join(', ')}, not ${[...found].join(', ') || 'empty'}`;
}

function checkPurposes(c: TbsCertificate, rule: CertificateRules['extendedKeyUsage']): string[] {
  const found = c.extendedKeyUsage ?? [];
  if (rule === undefined) return found.length > 0 ? ['extendedKeyUsage does not occur'] : [];
  const { required, optional = [], prohibited = [], others = 'refused' } = rule;
  const missing = required.filter((purpose) => !found.includes(purpose));
  const allowed = (purpose: string): boolean =>
    !prohibited.includes(purpose) && (others === 'allowed' || required.includes(purpose) || optional.includes(purpose));
  const extra = found.filter((purpose) => !allowed(purpose));
  const critical = c.extensions.find((e) => e.oid === OID.extendedKeyUsage)?.critical ?? rule.critical ?? false;
  return [
    ...(missing.length > 0 ? [`extendedKeyUsage lacks ${listed(missing)}`] : []),
    ...(extra.length > 0 ? [`extendedKeyUsage does not hold ${listed(extra)}`] : []),
    ...(critical === (rule.critical ?? false)
      ? []
      : [`extendedKeyUsage is ${rule.critical === true ? '' : 'not '}critical`]),
  ];
}

function checkPolicies(c: TbsCertificate, rule: CertificateRules['policies']): string[] {
  const found = (c.certificatePolicies ?? []).map((information) => information.policy);
  if (rule === undefined) return found.length > 0 ? ['certificatePolicies does not occur'] : [];
  const { oneOf, others } = rule;
  const extra = others === 'allowed' ? [] : found.filter((policy) => !oneOf.includes(policy));
  return [
    ...(found.length === 0 || (oneOf.length > 0 && !found.some((policy) => oneOf.includes(policy)))
      ? [`one of these policies is asserted: ${listed(oneOf) || 'any'}`]
      : []),
    ...(extra.length > 0 ? [`these policies are not asserted: ${listed(extra)}`] : []),
  ];
}

const kindOf = (name: GeneralName): AlternativeNameKind =>
  name.kind === 'uri' && /^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name.value) ? 'uuid' : name.kind;

function checkNames(c: TbsCertificate, rule: CertificateRules['subjectAltName']): string[] {
  const found = (c.subjectAltName ?? []).map(kindOf);
  if (rule === undefined) return found.length > 0 ? ['subjectAltName does not occur'] : [];
  const missing = rule.required.filter((kind) => !found.includes(kind));
  const extra = found.filter(
    (kind, at) => !rule.required.includes(kind) && !rule.optional.includes(kind) && found.indexOf(kind) === at,
  );
  return [
    ...missing.map((kind) => `subjectAltName lacks a name of kind ${kind}`),
    ...extra.map((kind) => `subjectAltName does not hold a name of kind ${kind}`),
  ];
}

function checkValidity(c: TbsCertificate, maxDays: number): string | undefined {
  const days = (c.notAfter.getTime() - c.notBefore.getTime()) / DAY;
  return days > maxDays ? `valid for ${Math.ceil(days)} days, at most ${maxDays} are allowed` : undefined;
}

function checkExtensions(c: TbsCertificate, { required, optional }: CertificateRules['extensions']): string[] {
  const found = c.extensions.map((extension) => extension.oid);
  return [
    ...required.filter((oid) => !found.includes(oid)).map((oid) => `${named(oid)} is missing`),
    ...found
      .filter((oid) => !required.includes(oid) && !optional.includes(oid))
      .map((oid) => `${named(oid)} does not occur`),
  ];
}

function checkCritical(c: TbsCertificate, { extensions, extendedKeyUsage }: CertificateRules): string[] {
  const allowed = new Set<string>([OID.keyUsage, OID.basicConstraints, ...(extensions.critical ?? [])]);
  if (extendedKeyUsage?.critical === true) allowed.add(OID.extendedKeyUsage);
  // RFC 5280 §4.1.2.6 makes it critical where there is no subject.
  if (c.subject.rdns.length === 0) allowed.add(OID.subjectAltName);
  const keyUsage = c.extensions.find((extension) => extension.oid === OID.keyUsage);
  return [
    ...(keyUsage?.critical === false ? ['keyUsage is critical'] : []),
    ...c.extensions.filter((e) => e.critical && !allowed.has(e.oid)).map((e) => `${named(e.oid)} is not critical`),
  ];
}

function checkInfoAccess(c: TbsCertificate, rule: CertificateRules['authorityInfoAccess']): string[] {
  if (rule === undefined) return [];
  const has = (method: string): boolean => (c.authorityInfoAccess ?? []).some((access) => access.method === method);
  return [
    ...(rule.caIssuers && !has(OID.accessCaIssuers) ? ['authorityInfoAccess lacks the certificate of the issuer'] : []),
    ...(rule.ocsp === true && !has(OID.accessOcsp) ? ['authorityInfoAccess lacks the OCSP responder'] : []),
    ...(rule.ocsp === 'absent' && has(OID.accessOcsp) ? ['authorityInfoAccess does not name an OCSP responder'] : []),
  ];
}

function checkSignature(c: TbsCertificate, allowed: CertificateRules['signatureAlgorithms']): string | undefined {
  if (allowed === undefined) return undefined;
  const fits = allowed.some((algorithm) => equalBytes(encodeSignatureAlgorithm(algorithm), c.signatureAlgorithm.der));
  return fits ? undefined : `the signature is of one of: ${allowed.join(', ')}`;
}

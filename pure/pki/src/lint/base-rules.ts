import { equalBytes } from '../bytes.ts';
import type { TbsCertificate } from '../certificate.ts';
import { unknownCriticals } from '../certificate-extensions.ts';
import { keyStrength } from '../key-strength.ts';
import { namesEqual } from '../name-compare.ts';
import { oidName, OID } from '../oid.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import type { Rule } from './finding.ts';
import { LOCATION_RULES } from './location-rules.ts';
import { NAME_RULES } from './name-rules.ts';
import { USAGE_RULES } from './usage-rules.ts';

const YEAR_2050 = Date.UTC(2050, 0, 1);

const criticalityOf = (certificate: TbsCertificate, oid: string): boolean | undefined =>
  certificate.extensions.find((extension) => extension.oid === oid)?.critical;

const isCa = (certificate: TbsCertificate): boolean => certificate.basicConstraints?.ca === true;

const NEVER_CRITICAL = [
  OID.authorityKeyIdentifier,
  OID.subjectKeyIdentifier,
  OID.authorityInfoAccess,
  OID.subjectInfoAccess,
  OID.freshestCrl,
  OID.subjectDirectoryAttributes,
];
const ALWAYS_CRITICAL = [OID.nameConstraints, OID.policyConstraints, OID.inhibitAnyPolicy];
const ONLY_IN_CA = [OID.nameConstraints, OID.policyConstraints, OID.inhibitAnyPolicy, OID.policyMappings];

const FIELD_RULES: readonly Rule<TbsCertificate>[] = [
  {
    rule: 'version',
    clause: 'RFC 5280 §4.1.2.1',
    check: (c) => c.version !== 3 && `version 3 is expected, not ${c.version}`,
  },
  {
    rule: 'serial_positive',
    clause: 'RFC 5280 §4.1.2.2',
    check: (c) => ((c.serialBytes[0] ?? 0) >= 0x80 || /^(00)*$/.test(c.serial)) && 'the serial number is not positive',
  },
  {
    rule: 'serial_length',
    clause: 'RFC 5280 §4.1.2.2',
    check: (c) =>
      c.serialBytes.length > 20 && `the serial number takes ${c.serialBytes.length} octets, 20 are the most`,
  },
  {
    rule: 'serial_entropy',
    clause: 'CA/Browser Forum Baseline Requirements §7.1',
    severity: 'warning',
    check: (c) => c.serialBytes.length < 8 && 'the serial number is too short to hold 64 random bits',
  },
  {
    rule: 'validity_order',
    clause: 'RFC 5280 §4.1.2.5',
    check: (c) => c.notAfter < c.notBefore && 'the certificate ends before it begins',
  },
  {
    rule: 'validity_encoding',
    clause: 'RFC 5280 §4.1.2.5',
    check: (c) =>
      [c.notBefore, c.notAfter].some(
        (date, i) => (date.getTime() < YEAR_2050 ? 'utc' : 'generalized') !== c.validityForms[i],
      ) && 'times through 2049 are UTCTime, later ones GeneralizedTime',
  },
  {
    rule: 'unique_identifiers',
    clause: 'RFC 5280 §4.1.2.8',
    check: (c) =>
      (c.issuerUniqueId ?? c.subjectUniqueId) !== undefined && 'unique identifiers are not generated any more',
  },
  {
    rule: 'key_strength',
    clause: 'SP 800-78-5 table 1',
    check: (c) => {
      const strength = keyStrength(c.publicKey);
      return strength.acceptable ? undefined : strength.message;
    },
  },
  {
    rule: 'rsa_exponent',
    clause: 'SP 800-78-5 §3.1',
    check: (c) => c.publicKey.kind === 'rsa' && c.publicKey.exponent !== 65537n && 'the RSA exponent is 65537',
  },
  {
    rule: 'signature_algorithm',
    clause: 'SP 800-78-5 table 2',
    check: (c) => !SIGNATURES.has(c.signatureAlgorithm.oid) && 'the signature algorithm is not allowed',
  },
  {
    rule: 'self_signature_algorithm',
    clause: 'SP 800-78-5 table 2',
    // The issuer's key is at hand only where it is the subject's.
    check: (c) =>
      isCa(c) &&
      namesEqual(c.issuer, c.subject) &&
      equalIdentifiers(c) &&
      signatureAlgorithmOf(c.signatureAlgorithm, c.publicKey) === undefined &&
      'the signature algorithm does not fit the key',
  },
];

/** Whether a self-issued certificate is self-signed, as far as its identifiers tell: after a rollover they differ. */
function equalIdentifiers({ authorityKeyIdentifier, subjectKeyIdentifier }: TbsCertificate): boolean {
  const issuer = authorityKeyIdentifier?.keyIdentifier;
  return issuer === undefined || subjectKeyIdentifier === undefined || equalBytes(issuer, subjectKeyIdentifier);
}

const SIGNATURES = new Set<string>([
  OID.sha256WithRsa,
  OID.sha384WithRsa,
  OID.sha512WithRsa,
  OID.rsaPss,
  OID.ecdsaWithSha256,
  OID.ecdsaWithSha384,
  OID.ecdsaWithSha512,
  OID.ed25519,
  OID.mlDsa65,
]);

const named = (oid: string): string => oidName(oid) ?? oid;

const EXTENSION_RULES: readonly Rule<TbsCertificate>[] = [
  {
    rule: 'unknown_critical',
    clause: 'RFC 5280 §4.2',
    check: (c) =>
      unknownCriticals(c.extensions).map((oid) => `nobody understands the critical extension ${named(oid)}`),
  },
  {
    rule: 'critical_forbidden',
    clause: 'RFC 5280 §4.2.1, §4.2.2',
    check: (c) =>
      NEVER_CRITICAL.filter((oid) => criticalityOf(c, oid) === true).map((oid) => `${named(oid)} is never critical`),
  },
  {
    rule: 'critical_missing',
    clause: 'RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14',
    check: (c) =>
      ALWAYS_CRITICAL.filter((oid) => criticalityOf(c, oid) === false).map((oid) => `${named(oid)} is critical`),
  },
  {
    rule: 'only_in_ca',
    clause: 'RFC 5280 §4.2.1.5, §4.2.1.10, §4.2.1.11, §4.2.1.14',
    check: (c) =>
      isCa(c)
        ? undefined
        : ONLY_IN_CA.filter((oid) => criticalityOf(c, oid) !== undefined).map(
            (oid) => `${named(oid)} belongs into certificates of authorities`,
          ),
  },
  {
    rule: 'basic_constraints',
    clause: 'RFC 5280 §4.2.1.9',
    check: (c) => [
      ...(isCa(c) && criticalityOf(c, OID.basicConstraints) === false
        ? ['basicConstraints of an authority is critical']
        : []),
      ...(c.basicConstraints?.pathLength !== undefined && !isCa(c) ? ['a path length without cA'] : []),
    ],
  },
  {
    rule: 'default_spelled_out',
    clause: 'X.690 §11.5',
    check: (c) => {
      const value = c.extensions.find((e) => e.oid === OID.basicConstraints)?.value;
      return (
        value !== undefined &&
        equalBytes(value.subarray(2, 5), Uint8Array.of(1, 1, 0)) &&
        'cA FALSE is the default and not written'
      );
    },
  },
  {
    rule: 'authority_key_identifier',
    clause: 'RFC 5280 §4.2.1.1',
    check: (c) =>
      c.authorityKeyIdentifier?.keyIdentifier === undefined &&
      !namesEqual(c.issuer, c.subject) &&
      'authorityKeyIdentifier with a key identifier is missing',
  },
  {
    rule: 'subject_key_identifier',
    clause: 'RFC 5280 §4.2.1.2',
    check: (c) => c.subjectKeyIdentifier === undefined && 'subjectKeyIdentifier is missing',
  },
];

/** What RFC 5280 and SP 800-78-5 ask of every certificate. */
export const BASE_RULES: readonly Rule<TbsCertificate>[] = [
  ...FIELD_RULES,
  ...NAME_RULES,
  ...EXTENSION_RULES,
  ...USAGE_RULES,
  ...LOCATION_RULES,
];

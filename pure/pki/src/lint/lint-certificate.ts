import { assembleCertificate } from '../build-certificate.ts';
import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { PkiError } from '../errors.ts';
import type { SignatureAlgorithm } from '../ports.ts';
import { BASE_RULES } from './base-rules.ts';
import type { CertificateRules } from './certificate-rules.ts';
import { applyRules, type Finding, type Rule } from './finding.ts';
import { profileRules } from './profile-rules.ts';

/**
 * Holds a certificate against RFC 5280 and, where one is given, against a profile.
 * @returns nothing where all is well; a certificate that cannot be read gives one finding, `parse`
 */
export function lintCertificate(certificate: Uint8Array | Certificate, rules?: CertificateRules): Finding[] {
  const parsed = 'publicKey' in certificate ? certificate : parse(certificate);
  if ('severity' in parsed) return [parsed];
  const findings = applyRules(parsed, BASE_RULES);
  return rules === undefined ? findings : [...findings, ...applyRules(parsed, rulesOf(rules))];
}

const known = new WeakMap<CertificateRules, readonly Rule<Certificate>[]>();

/** An issuer lints each certificate with one of a few profiles. */
function rulesOf(profile: CertificateRules): readonly Rule<Certificate>[] {
  const rules = known.get(profile) ?? profileRules(profile);
  known.set(profile, rules);
  return rules;
}

/** Lints what is about to be signed (TBSCertificate). No signature is made for it: an empty one stands in. */
export function lintTbsCertificate(tbs: Bytes, algorithm: SignatureAlgorithm, rules?: CertificateRules): Finding[] {
  return lintCertificate(assembleCertificate(tbs, algorithm, new Uint8Array(0)), rules);
}

function parse(der: Uint8Array): Certificate | Finding {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return {
      rule: 'parse',
      clause: 'RFC 5280 §4.1, X.690',
      message: `${error.code}: ${error.message}`,
      severity: 'error',
    };
  }
}

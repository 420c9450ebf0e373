import { type Bytes, equalBytes } from '../bytes.ts';
import { type Certificate, parseCertificate, parseTbsCertificate } from '../certificate.ts';
import type { ReadBefore, TbsCertificate } from '../certificate.ts';
import { PkiError } from '../errors.ts';
import type { SignatureAlgorithm } from '../ports.ts';
import type { PublicKey } from '../public-key.ts';
import { encodeSignatureAlgorithm } from '../signature-algorithm.ts';
import { BASE_RULES } from './base-rules.ts';
import type { CertificateRules } from './certificate-rules.ts';
import { applyRules, type Finding, type Rule } from './finding.ts';
import { profileRules } from './profile-rules.ts';

/**
 * Holds a certificate against RFC 5280 and, where one is given, against a profile.
 * @returns nothing where all is well; a certificate that cannot be read gives one finding, `parse`
 */
export function lintCertificate(certificate: Uint8Array | Certificate, rules?: CertificateRules): Finding[] {
  const parsed = 'publicKey' in certificate ? certificate : readOrFinding(() => parseCertificate(certificate));
  return 'severity' in parsed ? [parsed] : findingsOf(parsed, rules);
}

/** Lints what is about to be signed (TBSCertificate); `algorithm` is the one that will sign it. */
export function lintTbsCertificate(tbs: Bytes, algorithm: SignatureAlgorithm, rules?: CertificateRules): Finding[] {
  return tbsLinter(algorithm, rules)(tbs);
}

/** @param publicKey what was read from the SubjectPublicKeyInfo before, to be taken where the octets are the same */
export type TbsLinter = (tbs: Bytes, publicKey?: PublicKey) => Finding[];

/**
 * Lints certificates of one kind, one after another, as `lintTbsCertificate` does. Each is read from its own octets;
 * only parts that are octet for octet those of the one before (the issuer, most extensions) are not decoded again.
 */
export function tbsLinter(algorithm: SignatureAlgorithm, rules?: CertificateRules): TbsLinter {
  let before: TbsCertificate | undefined;
  return (tbs, publicKey) => {
    const parsed = readOrFinding(() => readForSigning(tbs, algorithm, { certificate: before, publicKey }));
    if ('severity' in parsed) return [parsed];
    before = parsed;
    return findingsOf(parsed, rules);
  };
}

function readForSigning(tbs: Bytes, algorithm: SignatureAlgorithm, before: ReadBefore): TbsCertificate {
  const certificate = parseTbsCertificate(tbs, before);
  // RFC 5280 §4.1.1.2: the signature will name this algorithm, and the two must be the same.
  if (!equalBytes(certificate.signatureAlgorithm.der, encodeSignatureAlgorithm(algorithm))) {
    throw new PkiError('certificate_algorithm', 'the algorithm is not the one that will sign');
  }
  return certificate;
}

function findingsOf(certificate: TbsCertificate, rules: CertificateRules | undefined): Finding[] {
  const findings = applyRules(certificate, BASE_RULES);
  return rules === undefined ? findings : [...findings, ...applyRules(certificate, rulesOf(rules))];
}

const known = new WeakMap<CertificateRules, readonly Rule<TbsCertificate>[]>();

/** An issuer lints each certificate with one of a few profiles. */
function rulesOf(profile: CertificateRules): readonly Rule<TbsCertificate>[] {
  const rules = known.get(profile) ?? profileRules(profile);
  known.set(profile, rules);
  return rules;
}

function readOrFinding<T>(read: () => T): T | Finding {
  try {
    return read();
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

import {
  type Bytes,
  type Certificate,
  type Finding,
  lintCertificate,
  lintCrl,
  lintOcspResponse,
  nameToString,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  PkiError,
} from '@lanyard/pki';
import { profileOf } from '../profiles/index.ts';
import type { Linted, LintProfile } from './types.ts';
import { guessProfile } from './guess-profile.ts';

/**
 * Holds one object against its rules.
 * @param profile as what it is to be read; by default what it turns out to be
 */
export function lintOctets(octets: Bytes, profile: LintProfile | undefined): Linted {
  if (profile === 'crl') return { kind: 'crl', profile, subject: crlSubject(octets), findings: lintCrl(octets) };
  if (profile === 'ocsp') return { kind: 'ocsp', profile, subject: null, findings: lintOcspResponse(octets) };
  const certificate = attempt(() => parseCertificate(octets));
  if (certificate !== null) return lintAs(certificate, profile ?? guessProfile(certificate));
  if (profile !== undefined) return { kind: 'certificate', profile, subject: null, findings: lintCertificate(octets) };
  if (attempt(() => parseCrl(octets)) !== null) return lintOctets(octets, 'crl');
  if (attempt(() => parseOcspResponse(octets)) !== null) return lintOctets(octets, 'ocsp');
  return { kind: 'unreadable', profile: null, subject: null, findings: [unreadable(octets)] };
}

function lintAs(certificate: Certificate, profile: Exclude<LintProfile, 'crl' | 'ocsp'> | undefined): Linted {
  const rules = profile === undefined ? undefined : profileOf(profile).rules;
  const findings = lintCertificate(certificate, rules);
  return { kind: 'certificate', profile: profile ?? null, subject: nameToString(certificate.subject), findings };
}

function crlSubject(octets: Bytes): string | null {
  const crl = attempt(() => parseCrl(octets));
  return crl === null ? null : nameToString(crl.issuer);
}

/** Of three readers that refused it, the one for certificates tells most: they are what is linted mostly. */
function unreadable(octets: Bytes): Finding {
  const [finding] = lintCertificate(octets);
  const message = `neither a certificate nor a CRL nor an OCSP response (as a certificate: ${finding?.message ?? ''})`;
  return { rule: 'parse', clause: 'X.690', message, severity: 'error' };
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}

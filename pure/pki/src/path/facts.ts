import type { Certificate } from '../certificate.ts';
import type { GeneralName } from '../general-name.ts';
import { nameKey } from '../name-compare.ts';
import { OID } from '../oid.ts';

/** A certificate with what path building asks of it again and again. */
export interface CertificateFacts {
  readonly certificate: Certificate;
  /** Keys under which names that are equal by RFC 5280 §7.1 fall together. */
  readonly subjectKey: string;
  readonly issuerKey: string;
  /** RFC 5280 §3.2: issuer and subject are the same; it need not have signed itself. */
  readonly selfIssued: boolean;
}

const remembered = new WeakMap<Certificate, CertificateFacts>();

export function factsOf(certificate: Certificate): CertificateFacts {
  const before = remembered.get(certificate);
  if (before) return before;
  const [subjectKey, issuerKey] = [nameKey(certificate.subject), nameKey(certificate.issuer)];
  const facts = { certificate, subjectKey, issuerKey, selfIssued: subjectKey === issuerKey };
  remembered.set(certificate, facts);
  return facts;
}

/**
 * Every name that name constraints speak about: the subject unless it is empty, the alternative names, and addresses in the subject,
 * which RFC 5280 §4.2.1.10 binds where there is no alternative name; here they are always bound.
 */
export function constrainedNames(certificate: Certificate): readonly GeneralName[] {
  const { subject, subjectAltName = [] } = certificate;
  const names: GeneralName[] = subject.rdns.length > 0 ? [{ kind: 'directory', value: subject }] : [];
  for (const { type, value } of subject.rdns.flat())
    if (type === OID.emailAddress) names.push({ kind: 'email', value });
  return [...names, ...subjectAltName];
}

/** The extensions whose meaning path validation carries out; any other that is critical refuses the certificate. */
const processed: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.crlDistributionPoints,
]);

export function unknownCritical(certificate: Certificate): string | undefined {
  return certificate.extensions.find(({ critical, oid }) => critical && !processed.has(oid))?.oid;
}

export function isCritical(certificate: Certificate, oid: string): boolean {
  return certificate.extensions.some((extension) => extension.oid === oid && extension.critical);
}

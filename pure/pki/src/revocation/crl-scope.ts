import type { Crl } from '../crl.ts';
import type { DistributionPoint, DistributionPointName } from '../extension-locations.ts';
import type { GeneralName } from '../general-name.ts';
import { nameKey } from '../name-compare.ts';
import { appendRelativeName, type Name } from '../name.ts';
import type { CertificateFacts } from '../path/facts.ts';
import { crlIssuerKey } from './crl-store.ts';
import { generalNameKey } from './general-name-key.ts';

/**
 * The points at which a certificate's status is to be looked for: its own, and last the one that RFC 5280 §6.3.3 adds, named after its
 * issuer, for CRLs that belong to no point.
 */
export function distributionPointsOf({ certificate }: CertificateFacts): readonly DistributionPoint[] {
  const fullName: readonly GeneralName[] = [{ kind: 'directory', value: certificate.issuer }];
  const last: DistributionPoint = { name: { fullName }, reasons: undefined, crlIssuer: undefined };
  return [...(certificate.crlDistributionPoints ?? []), last];
}

/** Keys of the names whose CRLs count for a point. */
export function crlIssuersOf(point: DistributionPoint, subject: CertificateFacts): readonly string[] {
  if (!point.crlIssuer) return [subject.issuerKey];
  return directoriesOf(point.crlIssuer).map(nameKey);
}

/** RFC 5280 §6.3.3 (b): whether a CRL speaks about this certificate at this point. */
export function isInScope(crl: Crl, point: DistributionPoint, subject: CertificateFacts): boolean {
  const idp = crl.issuingDistributionPoint;
  if (!crlIssuersOf(point, subject).includes(crlIssuerKey(crl))) return false;
  if (point.crlIssuer && !idp?.indirectCrl) return false;
  if (!idp) return true;
  const ca = subject.certificate.basicConstraints?.ca ?? false;
  if (idp.onlyAttributeCertificates || (idp.onlyUserCertificates && ca) || (idp.onlyCaCertificates && !ca)) {
    return false;
  }
  return idp.name === undefined || sharesName(idp.name, crl, point, subject);
}

/** (b)(2)(i). */
function sharesName(
  name: DistributionPointName,
  crl: Crl,
  point: DistributionPoint,
  subject: CertificateFacts,
): boolean {
  const offered = new Set(namesOf(name, crl.issuer).map(generalNameKey));
  const base = directoriesOf(point.crlIssuer ?? [])[0] ?? subject.certificate.issuer;
  const wanted = point.name ? namesOf(point.name, base) : (point.crlIssuer ?? []);
  return wanted.some((candidate) => offered.has(generalNameKey(candidate)));
}

function namesOf({ fullName = [], relativeName }: DistributionPointName, base: Name): readonly GeneralName[] {
  return relativeName ? [{ kind: 'directory', value: appendRelativeName(base, relativeName) }] : fullName;
}

function directoriesOf(names: readonly GeneralName[]): Name[] {
  return names.flatMap((name) => (name.kind === 'directory' ? [name.value] : []));
}

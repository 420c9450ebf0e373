import { equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import type { DistributionPoint } from '../extension-locations.ts';
import type { GeneralName } from '../general-name.ts';
import { OID } from '../oid.ts';
import type { Rule } from './finding.ts';

const addresses = (names: readonly GeneralName[]): string[] =>
  names.flatMap((name) => (name.kind === 'uri' ? [name.value] : []));

const pointsOf = (c: Certificate): readonly DistributionPoint[] => [
  ...(c.crlDistributionPoints ?? []),
  ...(c.freshestCrl ?? []),
];

const isHttp = (address: string): boolean => /^http:\/\/[^\s/]+\/?/i.test(address);
const isSelfIssuedCa = (c: Certificate): boolean =>
  c.basicConstraints?.ca === true && equalBytes(c.issuer.der, c.subject.der);

export const LOCATION_RULES: readonly Rule<Certificate>[] = [
  {
    rule: 'distribution_point_missing',
    clause: 'RFC 5280 §4.2.1.13',
    severity: 'warning',
    check: (c) =>
      c.crlDistributionPoints === undefined &&
      !isSelfIssuedCa(c) &&
      !c.extensions.some((e) => e.oid === OID.ocspNoCheck) &&
      'the certificate does not say where its CRL is',
  },
  {
    rule: 'distribution_point_name',
    clause: 'RFC 5280 §4.2.1.13',
    check: (c) =>
      pointsOf(c).some((point) => point.name === undefined && point.crlIssuer === undefined) &&
      'a distribution point names neither a place nor an issuer',
  },
  {
    rule: 'distribution_point_http',
    clause: 'FPKI Common Profiles v2.2 (CRL distribution points)',
    check: (c) =>
      (c.crlDistributionPoints?.length ?? 0) > 0 &&
      !addresses((c.crlDistributionPoints ?? []).flatMap((point) => point.name?.fullName ?? [])).some(isHttp) &&
      'no distribution point is an http address',
  },
  {
    rule: 'distribution_point_https',
    clause: 'RFC 5280 §8',
    // Checking the https server's certificate would need the very CRL that is being fetched.
    check: (c) =>
      addresses(pointsOf(c).flatMap((point) => point.name?.fullName ?? []))
        .filter((address) => /^https:/i.test(address))
        .map((address) => `${address}: CRLs are fetched over http`),
  },
  {
    rule: 'distribution_point_order',
    clause: 'FPKI Common Profiles v2.2 (CRL distribution points)',
    check: (c) => {
      const [first] = addresses((c.crlDistributionPoints ?? []).flatMap((point) => point.name?.fullName ?? []));
      return first !== undefined && /^ldaps?:/i.test(first) && 'http comes before ldap';
    },
  },
  {
    rule: 'info_access_http',
    clause: 'RFC 5280 §4.2.2.1, §8',
    check: (c) =>
      [...(c.authorityInfoAccess ?? []), ...(c.subjectInfoAccess ?? [])].flatMap(({ location }) =>
        location.kind === 'uri' && !isHttp(location.value) && !/^ldap:/i.test(location.value)
          ? [`${location.value} is no http address`]
          : [],
      ),
  },
];

import { equalBytes } from '../bytes.ts';
import type { TbsCertificate } from '../certificate.ts';
import type { AccessDescription, DistributionPoint } from '../extension-locations.ts';
import { OID } from '../oid.ts';
import { complaints, type Rule } from './finding.ts';

/** Addresses of a list of distribution points, in their order. */
function addressesOf(points: readonly DistributionPoint[] | undefined): string[] {
  const addresses: string[] = [];
  for (const point of points ?? []) {
    for (const name of point.name?.fullName ?? []) if (name.kind === 'uri') addresses.push(name.value);
  }
  return addresses;
}

const isNowhere = (point: DistributionPoint): boolean => point.name === undefined && point.crlIssuer === undefined;
const overHttps = (address: string): string | undefined =>
  /^https:/i.test(address) ? `${address}: CRLs are fetched over http` : undefined;
const notOverHttp = ({ location }: AccessDescription): string | undefined =>
  location.kind === 'uri' && !isHttp(location.value) && !/^ldap:/i.test(location.value)
    ? `${location.value} is no http address`
    : undefined;

const isHttp = (address: string): boolean => /^http:\/\/[^\s/]+\/?/i.test(address);
const isSelfIssuedCa = (c: TbsCertificate): boolean =>
  c.basicConstraints?.ca === true && equalBytes(c.issuer.der, c.subject.der);

export const LOCATION_RULES: readonly Rule<TbsCertificate>[] = [
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
      (c.crlDistributionPoints?.some(isNowhere) === true || c.freshestCrl?.some(isNowhere) === true) &&
      'a distribution point names neither a place nor an issuer',
  },
  {
    rule: 'distribution_point_http',
    clause: 'FPKI Common Profiles v2.2 (CRL distribution points)',
    check: (c) =>
      (c.crlDistributionPoints?.length ?? 0) > 0 &&
      !addressesOf(c.crlDistributionPoints).some(isHttp) &&
      'no distribution point is an http address',
  },
  {
    rule: 'distribution_point_https',
    clause: 'RFC 5280 §8',
    // Checking the https server's certificate would need the very CRL that is being fetched.
    check: (c) => [
      ...(complaints(addressesOf(c.crlDistributionPoints), overHttps) ?? []),
      ...(complaints(addressesOf(c.freshestCrl), overHttps) ?? []),
    ],
  },
  {
    rule: 'distribution_point_order',
    clause: 'FPKI Common Profiles v2.2 (CRL distribution points)',
    check: (c) => {
      const [first] = addressesOf(c.crlDistributionPoints);
      return first !== undefined && /^ldaps?:/i.test(first) && 'http comes before ldap';
    },
  },
  {
    rule: 'info_access_http',
    clause: 'RFC 5280 §4.2.2.1, §8',
    check: (c) => [
      ...(complaints(c.authorityInfoAccess, notOverHttp) ?? []),
      ...(complaints(c.subjectInfoAccess, notOverHttp) ?? []),
    ],
  },
];

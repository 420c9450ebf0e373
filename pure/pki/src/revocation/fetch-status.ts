import { parseCrl } from '../crl.ts';
import { PkiError } from '../errors.ts';
import type { DistributionPoint } from '../extension-locations.ts';
import { ocspCertId } from '../ocsp-cert-id.ts';
import { buildOcspRequest } from '../ocsp-request.ts';
import { type OcspResponse, parseOcspResponse } from '../ocsp-response.ts';
import { OID } from '../oid.ts';
import { fetchOnce } from '../path/fetch-once.ts';
import type { Session } from '../path/session.ts';
import type { CrlStore } from './crl-store.ts';
import type { StatusQuestion } from './status-tools.ts';

/** Asks the OCSP responders that the certificate names, until one answers. */
export async function fetchOcsp({ subject, issuer }: StatusQuestion, session: Session): Promise<OcspResponse[]> {
  const { authorityInfoAccess = [], issuer: name, serialBytes } = subject.certificate;
  const { digest, fetcher } = session.ports;
  const urls = authorityInfoAccess.flatMap(({ method, location }) =>
    method === OID.accessOcsp && location.kind === 'uri' ? [location.value] : [],
  );
  if (!fetcher || urls.length === 0) return [];
  const certId = await ocspCertId(serialBytes, { subject: name, spki: issuer.spki }, digest);
  const { nonce } = session.revocation;
  const body = buildOcspRequest({ certIds: [certId], ...(nonce && { nonce }) });
  for (const url of urls) {
    const response = read(await fetchOnce({ kind: 'ocsp', url, body }, session), parseOcspResponse);
    if (response?.basic) return [response];
  }
  return [];
}

/** Gets the complete CRLs that the certificate's distribution points name. */
export async function fetchCrls({ subject }: StatusQuestion, crls: CrlStore, session: Session): Promise<boolean> {
  return fetchAll(subject.certificate.crlDistributionPoints ?? [], crls, session);
}

/** Gets the deltas that the certificate, or a complete CRL of its issuer, names (RFC 5280 §4.2.1.15, §5.2.6). */
export async function fetchDeltas({ subject }: StatusQuestion, crls: CrlStore, session: Session): Promise<boolean> {
  if (session.revocation.useDeltas === false) return false;
  const named = crls.complete(subject.issuerKey).flatMap(({ freshestCrl = [] }) => freshestCrl);
  return fetchAll([...(subject.certificate.freshestCrl ?? []), ...named], crls, session);
}

async function fetchAll(points: readonly DistributionPoint[], crls: CrlStore, session: Session): Promise<boolean> {
  let found = false;
  for (const point of points) {
    for (const name of point.name?.fullName ?? []) {
      if (name.kind !== 'uri') continue;
      const crl = read(await fetchOnce({ kind: 'crl', url: name.value }, session), parseCrl);
      if (!crl) continue;
      crls.add(crl);
      found = true;
      // The names of one point are copies of one CRL (RFC 5280 §4.2.1.13).
      break;
    }
  }
  return found;
}

function read<Octets extends Uint8Array, T>(octets: Octets | null, parse: (octets: Octets) => T): T | null {
  if (!octets) return null;
  try {
    return parse(octets);
  } catch (error) {
    if (error instanceof PkiError) return null;
    throw error;
  }
}

import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { parseCertsOnly } from '../cms/certs-only.ts';
import { PkiError } from '../errors.ts';
import { OID } from '../oid.ts';
import type { Bag } from './bag.ts';
import type { CertificateFacts } from './facts.ts';
import { fetchOnce } from './fetch-once.ts';
import { fillBag, type Session } from './session.ts';

/** Certificates in one fetched answer that are looked at; bags of certificates hold a handful. */
const maxCertificates = 64;

/**
 * Asks the caIssuers locations (RFC 5280 §4.2.2.1) of the leaf and of everything that may stand above it.
 * @returns whether the bag has grown
 */
export async function fetchIssuers(leaf: CertificateFacts, session: Session): Promise<boolean> {
  let grown = false;
  for (const facts of ancestors(leaf, session.bag)) {
    for (const url of issuerLocations(facts.certificate)) {
      const octets = await fetchOnce({ kind: 'issuers', url }, session);
      if (octets && fillBag(readIssuers(octets), session)) grown = true;
    }
  }
  return grown;
}

/** The leaf and all that is named above it, those without any issuer at hand first. */
function ancestors(leaf: CertificateFacts, bag: Bag): CertificateFacts[] {
  const found = new Set([leaf]);
  for (const facts of found) for (const issuer of bag.issuersOf(facts)) found.add(issuer);
  return [...found].toSorted((a, b) => Math.min(1, bag.issuersOf(a).length) - Math.min(1, bag.issuersOf(b).length));
}

function issuerLocations({ authorityInfoAccess = [] }: Certificate): string[] {
  return authorityInfoAccess.flatMap(({ method, location }) =>
    method === OID.accessCaIssuers && location.kind === 'uri' ? [location.value] : [],
  );
}

/** One certificate as DER, or a bundle of them, as the two media types of RFC 5280 §4.2.2.1 bring. */
function readIssuers(octets: Bytes): readonly Certificate[] {
  for (const read of [(der: Bytes) => [parseCertificate(der)], parseCertsOnly]) {
    try {
      return read(octets).slice(0, maxCertificates);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
    }
  }
  return [];
}

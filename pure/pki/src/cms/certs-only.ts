import { enterSignedData } from './enter-signed-data.ts';
import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { readDer } from '../der-read.ts';
import { constructedTag } from '../der-tags.ts';
import { der } from '../der-write.ts';
import { compareBytes } from '../bytes.ts';
import { OID } from '../oid.ts';

const MAX_OCTETS = 1 << 20;
const MAX_CERTIFICATES = 256;

/**
 * A bundle of certificates without a signature (`.p7c`, certs-only of RFC 5652 §5 and RFC 5280 §4.2.2.1). DER sorts
 * them: their order says nothing.
 * @param certificates DER of each
 */
export function certsOnly(certificates: readonly Bytes[]): Bytes {
  const signedData = der.sequence(
    der.integer(1),
    der.set(),
    der.sequence(der.oid(OID.data)),
    der.constructed(0, ...certificates.toSorted(compareBytes)),
    der.set(),
  );
  return der.sequence(der.oid(OID.signedData), der.constructed(0, signedData));
}

/**
 * Reads the certificates of a bundle. Nothing about them is verified: whoever signed the bundle, if anybody.
 * @param octets at most 1 MiB and 256 certificates
 * @throws PkiError
 */
export function parseCertsOnly(octets: Uint8Array): Certificate[] {
  const signed = enterSignedData(readDer(octets, MAX_OCTETS), 'a bundle of certificates is SignedData');
  signed.sequence();
  const list = signed.optional(constructedTag(0));
  const certificates: Certificate[] = [];
  while (list !== undefined && !list.done) {
    if (certificates.length >= MAX_CERTIFICATES)
      list.fail('cms_too_many', `more than ${MAX_CERTIFICATES} certificates`);
    certificates.push(parseCertificate(list.raw()));
  }
  return certificates;
}

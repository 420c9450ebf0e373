import type { Bytes } from './bytes.ts';
import type { Certificate } from './certificate.ts';
import type { GeneralName } from './general-name.ts';
import { OID } from './oid.ts';

const namesOf = (certificate: Certificate): readonly GeneralName[] => certificate.subjectAltName ?? [];

/** User Principal Names, in the order of the certificate. */
export const upnsOf = (certificate: Certificate): string[] =>
  namesOf(certificate).flatMap((name) => (name.kind === 'upn' ? [name.value] : []));

/** The card's FASC-N, 25 octets. */
export const fascnOf = (certificate: Certificate): Bytes | undefined =>
  namesOf(certificate).find((name) => name.kind === 'fascn')?.value;

/** The UUID of the first `urn:uuid:` name (RFC 4122 §3), lower case, without the prefix. */
export function uuidOf(certificate: Certificate): string | undefined {
  const uuid = /^urn:uuid:([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
  for (const name of namesOf(certificate)) {
    const match = name.kind === 'uri' ? uuid.exec(name.value) : null;
    if (match?.[1] !== undefined) return match[1].toLowerCase();
  }
  return undefined;
}

/** rfc822Names, then addresses in the subject as old issuers wrote them (RFC 5280 §4.1.2.6). */
export function emailsOf(certificate: Certificate): string[] {
  const alternative = namesOf(certificate).flatMap((name) => (name.kind === 'email' ? [name.value] : []));
  const inSubject = certificate.subject.rdns.flat().filter((a) => a.type === OID.emailAddress);
  return [...new Set([...alternative, ...inSubject.map((a) => a.value)])];
}

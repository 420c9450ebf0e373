import { type Certificate, nameToString, OID, upnsOf } from '@lanyard/pki';
import { type CertificateKind, kindOf } from './certificate-kind.ts';

/** What a page says of the certificate that was chosen, so that its holder recognises it. */
export interface CertificateFacts {
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  readonly kind: CertificateKind;
  readonly serial: string;
  readonly upn: string | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export function describeCertificate(certificate: Certificate): CertificateFacts {
  const subject = nameToString(certificate.subject);
  const commonName = certificate.subject.rdns.flat().findLast(({ type }) => type === OID.commonName);
  return {
    name: commonName?.value ?? subject,
    subject,
    issuer: nameToString(certificate.issuer),
    kind: kindOf(certificate),
    serial: certificate.serial,
    upn: upnsOf(certificate)[0] ?? null,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}

import { generateKeyPair, nodeDigest, softwareSigner } from '@lanyard/crypto';
import {
  ext,
  keyIdentifierOf,
  nameFrom,
  parseCertificate,
  signCertificate,
  toPem,
  type Bytes,
  type Certificate,
  type Extension,
  type Signer,
} from '@lanyard/pki';

/** Tests of certificates run at this moment. */
export const NOW = new Date('2026-11-22T12:00:00Z');
const DAY = 86_400_000;
const at = (days: number): Date => new Date(NOW.getTime() + days * DAY);

export interface Ca {
  readonly certificate: Certificate;
  readonly pem: string;
  readonly pkcs8: Bytes;
  readonly signer: Signer;
}

export interface CaSpec {
  readonly name: string;
  readonly above?: Ca;
  readonly from?: number;
  readonly to?: number;
  readonly ca?: boolean;
  readonly more?: readonly Extension[];
  /** Changes octets after signing. */
  readonly spoil?: boolean;
}

let serial = 1;

/** A certificate of an authority, or with `ca: false` one that is none. Days count from {@link NOW}. */
export async function issueCa({ name, above, from = -30, to = 365, ca = true, more = [], spoil }: CaSpec): Promise<Ca> {
  const { pkcs8, spki } = generateKeyPair('ec-p256');
  const signer = softwareSigner(pkcs8);
  const subject = nameFrom([
    { type: 'O', value: 'Test Agency' },
    { type: 'CN', value: name },
  ]);
  const template = {
    serial: new Uint8Array([0x10, ++serial]),
    issuer: above?.certificate.subject ?? subject,
    subject,
    notBefore: at(from),
    notAfter: at(to),
    spki,
    extensions: [
      ext.authorityKeyIdentifier(await keyIdentifierOf(above?.certificate.spki ?? spki, nodeDigest)),
      ext.basicConstraints({ ca }),
      ext.keyUsage(ca ? ['keyCertSign', 'cRLSign'] : ['digitalSignature']),
      ext.subjectKeyIdentifier(await keyIdentifierOf(spki, nodeDigest)),
      ...more,
    ],
  };
  const der = new Uint8Array(await signCertificate(template, above?.signer ?? signer));
  if (spoil) der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
  return { certificate: parseCertificate(der), pem: toPem('CERTIFICATE', der), pkcs8, signer };
}

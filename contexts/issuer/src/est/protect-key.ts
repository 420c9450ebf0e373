import { LanyardError } from '@lanyard/kernel';
import {
  type Bytes,
  type Certificate,
  type CertificateRequest,
  der,
  encryptCms,
  equalBytes,
  OID,
  parseCertificate,
  readDer,
  signData,
} from '@lanyard/pki';
import type { Enrolling } from '../enrolment/issue-enrolled.ts';
import { encryptionCertificatesOf } from '../pg/enrolments.ts';
import type { EnrolmentRow } from '../pg/tables.ts';
import type { RegistrationKeys } from '../scep/registration-key.ts';

/**
 * The certificate that a request wants the new key encrypted to (RFC 7030 §4.4.1.2), besides TLS: one of the same
 * person. Keys shared in secret (§4.4.1.1) are not known here.
 * @returns null where the request asks for TLS alone
 * @throws LanyardError `enrolment_key_protection`
 */
export async function keyRecipient(
  { ports }: Pick<Enrolling, 'ports'>,
  row: EnrolmentRow,
  { attributes }: CertificateRequest,
): Promise<Certificate | null> {
  if (attributes.some(({ oid }) => oid === OID.decryptKeyId)) throw new LanyardError('enrolment_key_protection');
  const [value, ...more] = attributes.find(({ oid }) => oid === OID.asymmetricDecryptKeyId)?.values ?? [];
  if (value === undefined) return null;
  const wanted = value[0] === 0x04 && more.length === 0 ? readDer(value, 256).octetString() : undefined;
  const known = await encryptionCertificatesOf(ports.db.pool, row.person_id, ports.clock.now());
  const found = known
    .map((octets) => parseCertificate(octets))
    .find(({ subjectKeyIdentifier: own }) => own !== undefined && wanted !== undefined && equalBytes(own, wanted));
  if (found === undefined) throw new LanyardError('enrolment_key_protection');
  return found;
}

/** §4.4.2: the key package, signed by who made it, in an envelope for the recipient. @returns DER of EnvelopedData */
export async function protectKey(
  { ports }: Pick<Enrolling, 'ports'>,
  keysOf: RegistrationKeys,
  authority: string,
  pkcs8: Bytes,
  recipient: Certificate,
): Promise<Bytes> {
  const [key] = await keysOf(authority);
  if (key === undefined) throw new LanyardError('issuer_unavailable');
  // RFC 5958 §2: a package is a sequence of keys.
  const input = { contentType: OID.asymmetricKeyPackage, content: der.sequence(pkcs8), certificate: key.certificate };
  return await encryptCms(await signData(input, key.signer, ports.digest), recipient, OID.signedData);
}

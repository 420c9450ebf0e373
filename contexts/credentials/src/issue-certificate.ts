import { createHash } from 'node:crypto';
import type { CertificateInput, IssuedCertificate } from '@lanyard/contract';
import { LanyardError, type DeviceCaller } from '@lanyard/kernel';
import { openActivation } from './activation.ts';
import { certificateOrder } from './certificate-order.ts';
import { checkCsr } from './check-csr.ts';
import { partsOf, reserveKey } from './pg/certificates.ts';
import type { CertificateRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import { storeIssued } from './store-certificate.ts';

/**
 * Certifies a key that the device made. Interrupted at any step it is called again with the same request and goes on.
 * @throws LanyardError `csr_too_large`, `csr_malformed`, `csr_weak_key`, `csr_wrong_key`, `csr_signature_invalid`, `csr_key_reused`;
 *   `conflict` where the purpose has a certificate for another key; those of the activation and of the issuer
 */
export async function issueCertificate(
  parts: CredentialsParts,
  caller: DeviceCaller,
  requestId: string,
  { purpose, csr }: CertificateInput,
): Promise<IssuedCertificate> {
  const { db, fault, issuer, verifier } = parts;
  // 1. What the activation still needs.
  const activation = await openActivation(parts, caller, requestId);
  const part = activation.parts.find((one) => one.purpose === purpose && one.made_by === 'device');
  if (part === undefined)
    throw new LanyardError('input_invalid', {
      fields: [{ field: 'purpose', message: 'this credential has no such part' }],
    });
  // 2. The key, and the proof that the device has it.
  const spki = await checkCsr(csr, part.key_type, verifier);
  const spkiSha256 = createHash('sha256').update(spki).digest('hex');
  if (part.certificate !== null) return again(part, spkiSha256);
  // 3. The key is reserved: two purposes, or two devices, cannot share it.
  if (!(await reserveKey(db.pool, activation.credential.id, purpose, spkiSha256)))
    return answerStored(parts, activation.credential.id, purpose, spkiSha256);
  fault('credentials.key-reserved');
  // 4. The issuer's own cycle; the reference makes a repeated call find what the first one made.
  const issued = await issuer.issue({ ...(await certificateOrder(parts, caller, activation, purpose)), spki });
  fault('credentials.certificate-issued');
  // 5. Stored, unless the request has ended meanwhile: then revoked.
  const late = await db.tx((tx) => storeIssued(parts, tx, caller, activation, purpose, issued));
  if (late !== null) throw late;
  fault('credentials.certificate-stored');
  return answerStored(parts, activation.credential.id, purpose, spkiSha256);
}

async function answerStored(
  { db }: CredentialsParts,
  credentialId: string,
  purpose: CertificateInput['purpose'],
  spkiSha256: string,
): Promise<IssuedCertificate> {
  const part = (await partsOf(db.pool, [credentialId])).find((one) => one.purpose === purpose);
  if (part === undefined) throw new LanyardError('conflict');
  return again(part, spkiSha256);
}

/** The same key gets the same certificate again. */
function again(part: CertificateRow, spkiSha256: string): IssuedCertificate {
  if (part.spki_sha256 !== spkiSha256) throw new LanyardError('conflict', { purpose: part.purpose });
  return issuedView(part);
}

/** @throws LanyardError `conflict` while there is no certificate */
export function issuedView({ purpose, certificate, chain }: CertificateRow): IssuedCertificate {
  if (certificate === null) throw new LanyardError('conflict', { purpose });
  return { purpose, certificate: base64(certificate), chain: (chain ?? []).map(base64) };
}

export const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

import { LanyardError } from '@lanyard/kernel';
import { type Bytes, certsOnly, keyKindOf } from '@lanyard/pki';
import { type Enrolling, FIRST, orderOf, usePassword } from '../enrolment/issue-enrolled.ts';
import { parseCsr } from '../enrolment/read-request.ts';
import { issueWithEscrow } from '../escrow/issue-with-escrow.ts';
import type { EnrolmentRow } from '../pg/tables.ts';

export interface GeneratedKey {
  /** DER of PrivateKeyInfo: a secret, under TLS alone. */
  readonly pkcs8: Bytes;
  /** certs-only CMS. */
  readonly certificate: Bytes;
}

/** RFC 7030 §4.4.1.1 and §4.4.1.2: a key under another key is asked for. */
const DECRYPT_KEY_ID = '1.2.840.113549.1.9.16.2.37';
const ASYMMETRIC_DECRYPT_KEY_ID = '1.2.840.113549.1.9.16.2.54';

/**
 * Makes an encryption key, escrows it, and issues its certificate. Keys that sign are never made here: then the
 * server could sign as their holder.
 * @param octets PKCS#10 of the kind of key that is wanted; its public key and signature count for nothing (§4.4.1)
 * @throws LanyardError `enrolment_key_made_by_client`, `enrolment_key_protection`, `csr_malformed`, `csr_wrong_key`
 */
export async function serverKeygen(
  enrolling: Enrolling,
  row: EnrolmentRow,
  octets: Bytes,
  correlationId: string,
): Promise<GeneratedKey> {
  if (row.profile !== 'key-management') throw new LanyardError('enrolment_key_made_by_client');
  const request = parseCsr(octets);
  if (request.attributes.some(({ oid }) => oid === DECRYPT_KEY_ID || oid === ASYMMETRIC_DECRYPT_KEY_ID))
    throw new LanyardError('enrolment_key_protection');
  const kind = keyKindOf(request.publicKey);
  if (kind === undefined) throw new LanyardError('csr_wrong_key');
  // Who repeats the call has to repeat the request: a password seen later does not fetch the key.
  await usePassword(enrolling, row, request.der, correlationId);
  const { ports, book, config } = enrolling;
  const order = orderOf(ports, row, { succeeds: FIRST, correlationId });
  const { certificate, pkcs8 } = await issueWithEscrow(ports, book, config, order, kind);
  return { pkcs8, certificate: certsOnly([certificate]) };
}

import { LanyardError } from '@lanyard/kernel';
import { type Bytes, certsOnly, keyKindOf } from '@lanyard/pki';
import { type Enrolling, FIRST, orderOf, usePassword } from '../enrolment/issue-enrolled.ts';
import { parseCsr } from '../enrolment/read-request.ts';
import { issueWithEscrow } from '../escrow/issue-with-escrow.ts';
import type { RegistrationKeys } from '../scep/registration-key.ts';
import { keyRecipient, protectKey } from './protect-key.ts';
import type { EnrolmentRow } from '../pg/tables.ts';

export interface GeneratedKey {
  /**
   * DER of PrivateKeyInfo, a secret under TLS alone; or of EnvelopedData, where the request named a certificate to
   * encrypt it to.
   */
  readonly key: Bytes;
  readonly form: 'pkcs8' | 'enveloped';
  /** certs-only CMS. */
  readonly certificate: Bytes;
}

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
  { correlationId, keysOf }: { readonly correlationId: string; readonly keysOf: RegistrationKeys },
): Promise<GeneratedKey> {
  if (row.profile !== 'key-management') throw new LanyardError('enrolment_key_made_by_client');
  const request = parseCsr(octets);
  const recipient = await keyRecipient(enrolling, row, request);
  const kind = keyKindOf(request.publicKey);
  if (kind === undefined) throw new LanyardError('csr_wrong_key');
  // Who repeats the call has to repeat the request: a password seen later does not fetch the key.
  await usePassword(enrolling, row, request.der, correlationId);
  const { ports, book, config } = enrolling;
  const order = orderOf(ports, row, { succeeds: FIRST, correlationId });
  const { certificate, pkcs8 } = await issueWithEscrow(ports, book, config, order, kind);
  const answer = { certificate: certsOnly([certificate]) };
  if (recipient === null) return { ...answer, key: pkcs8, form: 'pkcs8' };
  return { ...answer, key: await protectKey(enrolling, keysOf, row.authority_id, pkcs8, recipient), form: 'enveloped' };
}

import { LanyardError } from '@lanyard/kernel';
import { type Bytes, equalBytes, viewOf } from '@lanyard/pki';
import { authenticateEnrolment } from '../enrolment/authenticate.ts';
import { type Enrolling, FIRST, issueEnrolled, usePassword } from '../enrolment/issue-enrolled.ts';
import { readProvenRequest } from '../enrolment/read-request.ts';
import { findRenewable, renew } from '../enrolment/renew.ts';
import { claimTransaction, finishTransaction, transactionOf } from '../pg/scep.ts';
import type { ScepMessage } from './read-message.ts';
import type { ScepCall } from './scep-call.ts';

type Signed = Pick<ScepMessage, 'transactionId' | 'signer'>;

/** PKCSReq (RFC 8894 §3.3.1): a new key, by a one-time challenge of the form `name-secret`. @returns the certificate */
export async function enrolByScep(
  enrolling: Enrolling,
  call: ScepCall,
  message: Signed,
  octets: Bytes,
): Promise<Bytes> {
  const { ports } = enrolling;
  const { correlationId, source } = call;
  const request = await readProvenRequest(octets, ports.verifier);
  // The signature over the message and the request inside are of one key: nobody sends on another's request.
  if (!equalBytes(request.spki, message.signer.spki)) throw new LanyardError('csr_signature_invalid');
  const [name = '', secret = ''] = (request.challengePassword ?? '').split('-', 2);
  const row = await authenticateEnrolment(ports, { protocol: 'scep', name, secret, source });
  if (row.authority_id !== call.authority) throw new LanyardError('authority_unknown', { authority: call.authority });
  if (row.profile === 'key-management') throw new LanyardError('enrolment_key_made_here');
  await claim(enrolling, call, message);
  await usePassword(enrolling, row, request.spki, correlationId);
  const { certificate } = await issueEnrolled(enrolling, row, { spki: request.spki, succeeds: FIRST, correlationId });
  return await finish(enrolling, call, message, certificate);
}

/** RenewalReq (§3.3.1): signed by the key of the certificate that is to be renewed. */
export async function renewByScep(
  enrolling: Enrolling,
  call: ScepCall,
  message: Signed,
  octets: Bytes,
): Promise<Bytes> {
  const request = await readProvenRequest(octets, enrolling.ports.verifier);
  const renewable = await findRenewable(enrolling, message.signer.der, call.source);
  if (renewable.row.authority_id !== call.authority)
    throw new LanyardError('authority_unknown', { authority: call.authority });
  await claim(enrolling, call, message);
  const { certificate } = await renew(enrolling, renewable, request, call.correlationId);
  return await finish(enrolling, call, message, certificate);
}

/**
 * CertPoll (§3.3.3): requests are decided at once, so a poll only fetches what an answer that got lost held.
 * @throws LanyardError `not_found` for a transaction of nobody or of another key
 */
export async function pollScep({ ports }: Enrolling, call: ScepCall, message: Signed): Promise<Bytes> {
  const row = await transactionOf(ports.db.pool, call.authority, message.transactionId);
  const signer = await ports.digest.digest('sha256', message.signer.spki);
  if (!row?.certificate || !equalBytes(row.signer_sha256, signer)) throw new LanyardError('not_found');
  return viewOf(row.certificate);
}

/** @throws LanyardError `conflict` when another key has used the transaction id before */
async function claim({ ports }: Enrolling, { authority }: ScepCall, { transactionId, signer }: Signed): Promise<void> {
  const thumbprint = await ports.digest.digest('sha256', signer.spki);
  const row = await claimTransaction(ports.db.pool, {
    authority_id: authority,
    transaction_id: transactionId,
    signer_sha256: thumbprint,
    created_at: ports.clock.now(),
  });
  if (!equalBytes(row.signer_sha256, thumbprint)) throw new LanyardError('conflict', { transaction: transactionId });
}

async function finish(
  { ports }: Enrolling,
  call: ScepCall,
  { transactionId }: Signed,
  certificate: Bytes,
): Promise<Bytes> {
  await finishTransaction(ports.db.pool, call.authority, transactionId, certificate);
  return certificate;
}

import { buildOcspResponse, type Bytes, type OcspAnswer } from '@lanyard/pki';
import type { Responder } from '../authority/responders.ts';
import type { StatusRow } from '../pg/statuses.ts';
import { endingOf } from './ending.ts';

/** Numbers never reserved, and those whose certificate is not on record yet, are `unknown`: never `good`. */
export function statusFrom(row: StatusRow | undefined): OcspAnswer['status'] {
  if (row === undefined || row.state === 'reserved' || row.state === 'intent') return { state: 'unknown' };
  if (row.state === 'issued' && row.revoked_at === null) return { state: 'good' };
  const { revokedAt, reason } = endingOf(row);
  return { state: 'revoked', revokedAt, reason };
}

/** @param nonce of the request, to be repeated; answers with one are for one client */
export function signOcsp(
  answers: readonly OcspAnswer[],
  responder: Responder,
  producedAt: Date,
  nonce?: Bytes,
): Promise<Bytes> {
  const template = { answers, producedAt, responderKeyHash: responder.keyHash, nonce };
  return buildOcspResponse(template, responder.signer, responder.certificate);
}

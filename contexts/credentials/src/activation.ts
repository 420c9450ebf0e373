import type { ActivationView } from '@lanyard/contract';
import { LanyardError, type DeviceCaller } from '@lanyard/kernel';
import { closeLate } from './close-late.ts';
import { partsOf } from './pg/certificates.ts';
import { findCredential } from './pg/credentials.ts';
import type { CertificateRow, CredentialRow, RequestRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';
import { refusalOf, requestOf } from './request-refusal.ts';
import { stateAt } from './views.ts';

/** An activation that a device is in the middle of, or has finished. */
export interface Activation {
  readonly request: RequestRow;
  readonly credential: CredentialRow;
  readonly parts: readonly CertificateRow[];
}

/**
 * @throws LanyardError `request_not_found`, `request_not_yours`, `request_not_activating`, `request_expired` and its like;
 *   `request_used` where another device activates it
 */
export async function activationOf(
  { clock, db }: CredentialsParts,
  { deviceId, personId }: DeviceCaller,
  requestId: string,
): Promise<Activation> {
  const request = await requestOf(db.pool, requestId, personId);
  const refusal = refusalOf(request, clock.now());
  const mine = request.device_id === deviceId && request.credential_id !== null;
  if (refusal !== null && !(mine && refusal.code === 'request_used')) throw refusal;
  if (request.state === 'pending' || request.credential_id === null) throw new LanyardError('request_not_activating');
  if (!mine) throw new LanyardError('request_used');
  const credential = await findCredential(db.pool, request.credential_id);
  if (credential === null) throw new LanyardError('credential_not_found');
  return { request, credential, parts: await partsOf(db.pool, [credential.id]) };
}

/**
 * The same, while there is still something to do.
 * @throws LanyardError `request_used`, or `credential_not_active` where its card or its holder ended it meanwhile
 */
export async function openActivation(
  parts: CredentialsParts,
  caller: DeviceCaller,
  requestId: string,
): Promise<Activation> {
  const activation = await activationOf(parts, caller, requestId).catch(async (error: unknown) => {
    await closeLate(parts, caller, requestId);
    throw error;
  });
  if (activation.request.state !== 'activating') throw new LanyardError('request_used');
  if (activation.credential.state !== 'issuing') {
    await closeLate(parts, caller, requestId);
    throw new LanyardError('credential_not_active');
  }
  return activation;
}

export const activationView = ({ request, credential, parts }: Activation, now: Date): ActivationView => ({
  requestId: request.id,
  credentialId: credential.id,
  name: request.name,
  state: stateAt(request, now),
  deadline: (request.deadline ?? request.expires_at).toISOString(),
  parts: parts.map((part) => ({
    purpose: part.purpose,
    keyType: part.key_type,
    madeBy: part.made_by,
    issued: part.certificate !== null,
  })),
});

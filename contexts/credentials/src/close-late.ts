import type { DeviceCaller } from '@lanyard/kernel';
import { findCredential } from './pg/credentials.ts';
import { findRequest } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';

/**
 * A certificate that the issuer began before the ending of its credential and finished after it, for a process that
 * died before it stored it, is known to the issuer alone. The wallet comes back for it: then it is revoked. One that a
 * device confirmed is never touched here.
 */
export async function closeLate(
  { db, issuer }: CredentialsParts,
  { deviceId }: DeviceCaller,
  requestId: string,
): Promise<void> {
  const request = await findRequest(db.pool, requestId);
  if (request?.device_id !== deviceId || request.credential_id === null) return;
  const credential = await findCredential(db.pool, request.credential_id);
  if (credential === null || credential.issued_at !== null || credential.ended_at === null) return;
  await db.tx((tx) => issuer.revoke(tx, { credentialId: credential.id, reason: 'cessationOfOperation' }));
}

import { createHash } from 'node:crypto';
import type { Purpose } from '@lanyard/contract';
import { LanyardError, recordAudit, type DeviceCaller, type Tx } from '@lanyard/kernel';
import { nameToString, parseCertificate } from '@lanyard/pki';
import type { Activation } from './activation.ts';
import { storeCertificate } from './pg/certificates.ts';
import { lockLive } from './pg/credentials.ts';
import { lockRequest } from './pg/requests.ts';
import type { CredentialsParts, IssuedCertificate } from './ports.ts';
import { refusalOf } from './request-refusal.ts';

export interface Sealed {
  readonly enc: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/**
 * Stores what the issuer made, in the leader's transaction.
 * @returns null, or why the certificate is of no use any more: then it is revoked in the same transaction
 */
export async function storeIssued(
  parts: CredentialsParts,
  tx: Tx,
  caller: DeviceCaller,
  { request, credential }: Activation,
  purpose: Purpose,
  issued: IssuedCertificate,
  sealed?: Sealed,
): Promise<LanyardError | null> {
  const now = parts.clock.now();
  const current = await lockRequest(tx, request.id);
  const refusal = current === null ? new LanyardError('request_not_found') : refusalOf(current, now);
  // Locked: who ends it at this moment has committed, or sees this certificate and revokes it.
  const live = (await lockLive(tx, { id: credential.id }))[0]?.state === 'issuing';
  if (refusal !== null || !live) {
    // The request ended while the issuer worked: what came too late must not stay good.
    await parts.issuer.revoke(tx, { sha256: issued.sha256, reason: 'cessationOfOperation' });
    return refusal ?? new LanyardError('credential_not_active');
  }
  const parsed = parseCertificate(issued.certificate);
  await storeCertificate(tx, credential.id, purpose, {
    certificate: issued.certificate,
    // Of the key that was certified, whichever was reserved last.
    spki_sha256: createHash('sha256').update(parsed.spki).digest('hex'),
    chain: [...issued.chain],
    sha256: issued.sha256,
    serial: issued.serial,
    subject: nameToString(parsed.subject),
    issuer: nameToString(parsed.issuer),
    not_before: issued.notBefore,
    not_after: issued.notAfter,
    ...(sealed === undefined ? {} : { enc: sealed.enc, ciphertext: sealed.ciphertext }),
  });
  const actor = { kind: 'device', deviceId: caller.deviceId, personId: caller.personId } as const;
  const details = { purpose, serial: issued.serial, sha256: issued.sha256 };
  await recordAudit(
    tx,
    {
      act: 'credential.certificate-stored',
      outcome: 'done',
      actor,
      personId: caller.personId,
      deviceId: caller.deviceId,
      object: credential.id,
      details,
      correlationId: request.id,
    },
    now,
  );
  return null;
}

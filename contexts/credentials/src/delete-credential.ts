import { LanyardError, type Actor, type DeviceCaller, type SessionCaller } from '@lanyard/kernel';
import { endCredentials } from './end-credentials.ts';
import { endDevice } from './end-device.ts';
import { endRequest } from './end-request.ts';
import { lockOpen } from './lock-open.ts';
import { findCredential, lockLive } from './pg/credentials.ts';
import { lockRequest } from './pg/requests.ts';
import type { CredentialRow } from './pg/tables.ts';
import type { CredentialsParts } from './ports.ts';

/**
 * Deletes a credential: its certificates are revoked. One that is still being made ends with its request.
 * @throws LanyardError `credential_not_found`, `credential_not_active` where it has ended already
 */
export async function deleteCredential(
  parts: CredentialsParts,
  caller: DeviceCaller | SessionCaller,
  id: string,
  correlationId: string,
): Promise<void> {
  const { request_id } = await findOwn(parts, caller, id);
  await parts.db.tx(async (tx) => {
    const request = await lockRequest(tx, request_id);
    const live = await lockLive(tx, { id });
    if (live.length === 0) throw new LanyardError('credential_not_active');
    if (request?.state === 'activating')
      return endRequest(parts, tx, request, 'cancelled', actorOf(caller), correlationId);
    await endCredentials(parts, tx, live, { why: 'deleted', actor: actorOf(caller), correlationId });
  });
}

/**
 * "This wasn't me": the credential ends, and so does everything on the device that somebody else may have.
 * @throws LanyardError `credential_not_found`
 */
export async function refuseBinding(
  parts: CredentialsParts,
  caller: SessionCaller,
  id: string,
  correlationId: string,
): Promise<void> {
  const { device_id } = await findOwn(parts, caller, id);
  const device = await parts.fleet.device(device_id);
  await parts.db.tx(async (tx) => {
    await lockOpen(tx, { deviceId: device_id });
    await endCredentials(parts, tx, await lockLive(tx, { id }), {
      why: 'not-me',
      actor: actorOf(caller),
      correlationId,
    });
    if (device !== null) await endDevice(parts, tx, device, 'lost', actorOf(caller), correlationId);
  });
}

async function findOwn(
  { db }: CredentialsParts,
  caller: DeviceCaller | SessionCaller,
  id: string,
): Promise<CredentialRow> {
  const row = await findCredential(db.pool, id);
  const own = row?.person_id === caller.personId && (caller.kind === 'session' || row.device_id === caller.deviceId);
  if (row === null || !own) throw new LanyardError('credential_not_found');
  return row;
}

const actorOf = (caller: DeviceCaller | SessionCaller): Actor =>
  caller.kind === 'session'
    ? { kind: 'person', personId: caller.personId, sessionId: caller.sessionId }
    : { kind: 'device', deviceId: caller.deviceId, personId: caller.personId };

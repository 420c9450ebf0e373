import { LanyardError, recordAudit, type Actor, type SessionCaller, type Tx } from '@lanyard/kernel';
import type { DeviceEnd } from './credentials.ts';
import { endCredentials } from './end-credentials.ts';
import { endRequest } from './end-request.ts';
import { lockOpen } from './lock-open.ts';
import { lockLive } from './pg/credentials.ts';
import type { CredentialsParts, FleetDevice } from './ports.ts';

const why = { lost: 'device-lost', retired: 'device-retired' } as const;

/** Ends what is on a device and what was being activated there. */
export async function endForDevice(
  parts: CredentialsParts,
  tx: Tx,
  deviceId: string,
  end: DeviceEnd,
  actor: Actor,
  correlationId?: string,
): Promise<void> {
  for (const row of await lockOpen(tx, { deviceId }))
    await endRequest(parts, tx, row, 'cancelled', actor, correlationId);
  await endCredentials(parts, tx, await lockLive(tx, { deviceId }), { why: why[end], actor, correlationId });
}

/**
 * Ends a device and everything on it, in the leader's transaction; one that has ended already stays as it is.
 * @param actor its holder at the portal, the device itself, or an administrator
 * @param reason in the words of an administrator
 */
export async function endDevice(
  parts: CredentialsParts,
  tx: Tx,
  device: FleetDevice,
  end: DeviceEnd,
  actor: Actor,
  correlationId: string,
  reason?: string,
): Promise<void> {
  const { clock, fleet, notices } = parts;
  await lockOpen(tx, { deviceId: device.id });
  const ended = await (end === 'lost' ? fleet.markLost(tx, device.id) : fleet.retire(tx, device.id));
  if (!ended) return;
  const about = { personId: device.personId, deviceId: device.id, ...(reason ? { details: { reason } } : {}) };
  await recordAudit(tx, { act: `device.${end}`, outcome: 'done', actor, ...about, correlationId }, clock.now());
  await endForDevice(parts, tx, device.id, end, actor, correlationId);
  if (end === 'lost')
    await notices.send(tx, {
      personId: device.personId,
      kind: 'device.lost',
      facts: { deviceId: device.id, deviceName: device.name },
    });
}

/** The holder ends one of their devices at the portal. @throws LanyardError `device_not_found` */
export async function endOwnDevice(
  parts: CredentialsParts,
  { personId, sessionId }: SessionCaller,
  deviceId: string,
  end: DeviceEnd,
  correlationId: string,
): Promise<void> {
  const device = await parts.fleet.device(deviceId);
  if (device === null || device.personId !== personId) throw new LanyardError('device_not_found');
  await parts.db.tx((tx) => endDevice(parts, tx, device, end, { kind: 'person', personId, sessionId }, correlationId));
}

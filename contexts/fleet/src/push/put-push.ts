import { createECDH } from 'node:crypto';
import type { PushFacts, PushInput, PushSubscription } from '@lanyard/contract';
import { LanyardError, recordAudit, takeAttempt } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { findPairing } from '../pg/pairings.ts';
import { deleteSubscription, putSubscription } from '../pg/push.ts';
import type { FleetParts } from '../ports.ts';
import { isAllowedService } from './is-allowed-service.ts';
import { pushKey } from './push-key.ts';
import { sealSubscription } from './sealed-subscription.ts';

const WINDOW_SECONDS = 600;
/** A phone says it at every connection. */
const TIMES = 100;

/** What a wallet needs to know before it asks its browser for a subscription. */
export async function pushFacts(parts: FleetParts, { personId }: Device): Promise<PushFacts> {
  const [{ value }, key] = await Promise.all([parts.directory.setting(personId, 'push'), pushKey(parts)]);
  return { allowed: value.wake, applicationServerKey: key.publicKey };
}

/**
 * Lets one desktop wake a phone: 1. the organisation allows it, through that push service 2. the desktop is paired with
 * this phone 3. kept, in the place of what was before.
 * @throws LanyardError `wake_forbidden`, `push_service_refused`, `input_invalid`, `desktop_not_paired`, `relay_limited`
 */
export async function putPush(parts: FleetParts, device: Device, input: PushInput): Promise<void> {
  const { db, clock, directory, masterKey } = parts;
  const { subscription, readerId } = input;
  const now = clock.now();
  const { value } = await directory.setting(device.personId, 'push');
  if (!value.wake) throw new LanyardError('wake_forbidden');
  const endpoint = new URL(subscription.endpoint);
  if (!isAllowedService(endpoint, value.services))
    throw new LanyardError('push_service_refused', { host: endpoint.host.slice(0, 200) });
  if (!isPoint(subscription)) throw new LanyardError('input_invalid', { field: 'subscription.p256dh' });
  if (!(await takeAttempt(db.pool, `push:put:device:${device.id}`, TIMES, WINDOW_SECONDS, now)))
    throw new LanyardError('relay_limited');
  const sealed = sealSubscription(masterKey, device.id, subscription);
  await db.tx(async (tx) => {
    if ((await findPairing(tx, readerId))?.deviceId !== device.id) throw new LanyardError('desktop_not_paired');
    const row = { device_id: device.id, reader_id: readerId, sealed, changed_at: now };
    // Said at every connection: only another desktop is news.
    if ((await putSubscription(tx, row)) === readerId) return;
    await recordAudit(tx, { ...auditOf(device), act: 'desktop.may-wake', object: readerId }, now);
  });
}

/** Nothing wakes the phone any more. */
export async function endPush({ db, clock }: FleetParts, device: Device): Promise<void> {
  await db.tx(async (tx) => {
    const readerId = await deleteSubscription(tx, device.id);
    if (readerId === null) return;
    await recordAudit(tx, { ...auditOf(device), act: 'desktop.may-not-wake', object: readerId }, clock.now());
  });
}

const auditOf = ({ id: deviceId, personId }: Device) => {
  const actor = { kind: 'device', deviceId, personId } as const;
  return { outcome: 'done', actor, personId, deviceId } as const;
};

/** A point beside the curve would make every message to it fail. */
function isPoint({ p256dh }: PushSubscription): boolean {
  const probe = createECDH('prime256v1');
  probe.setPrivateKey(Uint8Array.of(...new Uint8Array(31), 1));
  try {
    return probe.computeSecret(Buffer.from(p256dh, 'base64url')).length > 0;
  } catch {
    // OpenSSL says of octets that are no point no more than that.
    return false;
  }
}

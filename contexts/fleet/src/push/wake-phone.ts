import { createHmac } from 'node:crypto';
import type { ErrorCode, WakeMessage } from '@lanyard/contract';
import { takeAttempt } from '@lanyard/kernel';
import { findDevice } from '../pg/devices.ts';
import { findPairing } from '../pg/pairings.ts';
import { deleteSubscription, findSubscription, type SubscriptionRow } from '../pg/push.ts';
import type { FleetParts } from '../ports.ts';
import { isAllowedService } from './is-allowed-service.ts';
import { pushKey } from './push-key.ts';
import { sealMessage } from './seal-message.ts';
import { openSubscription } from './sealed-subscription.ts';
import { vapid } from './vapid.ts';

/** A desktop waits no longer than that for the phone, and a later notification would only puzzle (RFC 8030 §5.2). */
const TTL_SECONDS = 60;
/** Wakes by one desktop: whoever has taken it over must not ring a phone all night. */
const WAKES = [
  { most: 6, seconds: 60 },
  { most: 60, seconds: 3_600 },
] as const;

/** A message that may be sent. */
export interface Wake {
  readonly subscription: SubscriptionRow;
  readonly services: readonly string[];
}

/**
 * Whether a desktop may wake its phone: 1. they are paired, and it has not asked too often 2. person and device are what
 * they were 3. the organisation allows it 4. the phone said that this desktop may.
 * @returns why not, or what is to be sent
 */
export async function admitWake(parts: FleetParts, readerId: string): Promise<ErrorCode | Wake> {
  const { db, clock, directory } = parts;
  const now = clock.now();
  const pairing = await findPairing(db.pool, readerId);
  if (pairing === null) return 'desktop_not_paired';
  for (const { most, seconds } of WAKES)
    if (!(await takeAttempt(db.pool, `relay:wake:${seconds}:${readerId}`, most, seconds, now))) return 'wake_limited';
  const { personId, deviceId } = pairing;
  const [person, device, wallet, push] = await Promise.all([
    directory.personById(personId),
    findDevice(db.pool, deviceId),
    directory.setting(personId, 'wallet'),
    directory.setting(personId, 'push'),
  ]);
  if (person?.state !== 'active') return 'person_not_active';
  if (device?.state !== 'active') return 'device_unknown';
  if (wallet.value.desktops.relay === 'forbidden') return 'relay_forbidden';
  if (!push.value.wake) return 'wake_forbidden';
  // Of the phone that it is paired with now, and for this desktop.
  const subscription = await findSubscription(db.pool, deviceId);
  if (subscription?.reader_id !== readerId) return 'wake_not_set_up';
  return { subscription, services: push.value.services };
}

/**
 * Sends a sealed message to the phone's push service. At once, by the process that has the reader's connection, and never
 * twice: what the outbox would send after a restart comes when the program at the desktop has given up.
 * @returns why it was not sent; null: the push service took it, which says nothing of the phone
 */
export async function sendWake(parts: FleetParts, { subscription, services }: Wake): Promise<ErrorCode | null> {
  const { clock, config, db, log, masterKey, postPush, random } = parts;
  const { device_id: deviceId, reader_id: readerId, changed_at: changedAt } = subscription;
  const { endpoint, p256dh, auth } = openSubscription(masterKey, deviceId, subscription.sealed);
  const url = new URL(endpoint);
  if (!isAllowedService(url, services)) return 'push_service_refused';
  const message: WakeMessage = { wake: readerId };
  const recipient = { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') };
  const secrets = { scalar: random.bytes(32), salt: random.bytes(16) };
  const headers = {
    authorization: await vapid(await pushKey(parts), url, config.portalUrl, clock.now()),
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    ttl: String(TTL_SECONDS),
    urgency: 'high',
    topic: topicOf(masterKey.derive('push topic'), readerId),
  };
  const body = sealMessage(recipient, Buffer.from(JSON.stringify(message)), secrets);
  const status = await postPush({ url, headers, body, services });
  if (status !== null && status >= 200 && status < 300) return null;
  log.warn({ host: url.host, status }, 'a push service did not take a message');
  if (status !== 404 && status !== 410) return 'wake_not_delivered';
  // RFC 8030 §7.3: it is over; unless the phone named a new one meanwhile.
  await deleteSubscription(db.pool, deviceId, changedAt);
  return 'wake_not_set_up';
}

/** A newer message takes the place of one that waits (RFC 8030 §5.4). It tells the push service nothing of the desktop. */
const topicOf = (key: Uint8Array, readerId: string): string =>
  createHmac('sha256', key).update(readerId).digest('base64url').slice(0, 32);

import { consentText, type PairingConsent } from '@lanyard/contract';
import { LanyardError, minutes, takeAttempt } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import type { FleetParts } from '../ports.ts';
import { makePairing } from './make-pairing.ts';
import { isSignedBy, readerIdOf } from './reader-key.ts';

const WINDOW_SECONDS = 600;
const FROM_DEVICE = 20;
/** A consent that is older could be one that the desktop took back meanwhile. */
const CONSENT_MS = minutes(10);

/**
 * Learns of a pairing that was made over Bluetooth, so that it can be ended from anywhere: 1. the organisation allows
 * Bluetooth 2. the desktop consented, by its key, to this device, here and now: nobody claims a desktop that is not at hand
 * 3. the pairing is made as over the relay.
 * @throws LanyardError `bluetooth_forbidden`, `person_not_active`, `relay_limited`, `relay_reader_refused`,
 * `pairing_consent_stale`, and what `makePairing` throws
 */
export async function registerPairing(
  parts: FleetParts,
  device: Device,
  consent: PairingConsent,
): Promise<{ readerId: string }> {
  const { db, clock, directory, config } = parts;
  const now = clock.now();
  const [person, wallet] = await Promise.all([
    directory.personById(device.personId),
    directory.setting(device.personId, 'wallet'),
  ]);
  if (person?.state !== 'active') throw new LanyardError('person_not_active');
  if (wallet.value.desktops.bluetooth === 'forbidden') throw new LanyardError('bluetooth_forbidden');
  if (!(await takeAttempt(db.pool, `bluetooth:pair:device:${device.id}`, FROM_DEVICE, WINDOW_SECONDS, now)))
    throw new LanyardError('relay_limited');
  if (!config.deviceOrigins.some((origin) => isSignedBy(consent, consentText(origin, device.id, consent))))
    throw new LanyardError('relay_reader_refused');
  if (Math.abs(Date.parse(consent.at) - now.getTime()) > CONSENT_MS) throw new LanyardError('pairing_consent_stale');
  const readerId = readerIdOf(consent.key);
  await makePairing(parts, { readerId, deviceId: device.id, personId: device.personId, name: consent.name });
  return { readerId };
}

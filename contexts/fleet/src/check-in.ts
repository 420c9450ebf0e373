import type { DesiredState } from '@lanyard/contract';
import { hours, LanyardError, minutes } from '@lanyard/kernel';
import { sendable } from './configurations/deliveries-of.ts';
import { desiredFor } from './configurations/desired.ts';
import type { Device } from './device.ts';
import { noteSent } from './pg/deliveries.ts';
import { noteCheckIn } from './pg/devices.ts';
import type { FleetParts } from './ports.ts';
import { shownAs } from './shown-as.ts';

/** What no generation counts (a name) arrives after this at the latest. */
const REFRESH_MS = hours(1);
const NOTED_EVERY_MS = minutes(1);

/**
 * @param known generation that the device has
 * @returns null when nothing changed: then the guard's query, and once a minute one more, was all it cost
 */
export async function checkIn(parts: FleetParts, device: Device, known: string | null): Promise<DesiredState | null> {
  const now = parts.clock.now();
  const noted = device.lastCheckInAt;
  if (noted === null || now.getTime() - noted.getTime() >= NOTED_EVERY_MS) {
    await noteCheckIn(parts.db.pool, device.id, now, new Date(now.getTime() - NOTED_EVERY_MS));
  }
  const generation = generationOf(device, now);
  return known === generation ? null : desired(parts, device, generation);
}

/** The hour is counted from each device's registration, so that not all of them come back full at once. */
function generationOf({ generation, settingsGeneration, changes, registeredAt }: Device, now: Date): string {
  return `${generation}.${settingsGeneration}.${changes}.${Math.floor((now.getTime() - registeredAt.getTime()) / REFRESH_MS)}`;
}

/** What is read was committed after the generation, or with it: what came between arrives once more, and nothing is missed. */
async function desired(parts: FleetParts, device: Device, generation: string): Promise<DesiredState> {
  const { clock, config, credentials, db, directory } = parts;
  const { id, personId, name, platform, state } = device;
  const [person, wallet, has] = await Promise.all([
    directory.personById(personId),
    directory.setting(personId, 'wallet'),
    credentials.forDevice(id, personId),
  ]);
  if (person === null) throw new LanyardError('device_unknown');
  const delivered = await desiredFor(parts, db.pool, device, person, has);
  await noteSent(db.pool, id, sendable(delivered), clock.now());
  return {
    generation,
    ...(await shownAs(parts)),
    person: { userName: person.userName, displayName: person.displayName, email: person.email },
    device: { id, name, platform, state },
    wallet: wallet.value,
    request: has.request,
    credentials: [...has.credentials],
    ...delivered,
    portalUrl: config.portalUrl,
  };
}

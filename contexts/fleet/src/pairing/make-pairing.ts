import { LanyardError, recordAudit } from '@lanyard/kernel';
import { countPairings, findPairing, type Pairing, putPairing } from '../pg/pairings.ts';
import { lockDeviceVersion } from '../pg/admin-devices.ts';
import { findDevice } from '../pg/devices.ts';
import { endWaiting, noteMet } from '../pg/readers.ts';
import type { FleetParts } from '../ports.ts';

/** Desktops of one device. */
const MOST_DESKTOPS = 20;

/**
 * Pairs a desktop with a device, when the code that the phone showed was typed on the desktop: 1. the device is still
 * one 2. the desktop is nobody else's (one phone a desktop) 3. both are kept, the
 * desktop waits no longer, and the person is told.
 * @throws LanyardError `device_unknown`, `desktop_taken`, `relay_limited`
 */
export async function makePairing(
  { db, clock, notices }: FleetParts,
  input: {
    readonly readerId: string;
    readonly deviceId: string;
    readonly personId: string;
    /** Of a reader that the phone met; one that has a connection here is known by name. */
    readonly name?: string;
  },
): Promise<Pairing> {
  const now = clock.now();
  return db.tx(async (tx) => {
    // Its end waits for this, or this for its end: no pairing outlives its device, and none is counted twice.
    await lockDeviceVersion(tx, input.deviceId);
    const device = await findDevice(tx, input.deviceId);
    if (device?.state !== 'active') throw new LanyardError('device_unknown');
    if ((await countPairings(tx, input.deviceId)) >= MOST_DESKTOPS) throw new LanyardError('relay_limited');
    if (input.name !== undefined) await noteMet(tx, { readerId: input.readerId, name: input.name }, now);
    if (!(await putPairing(tx, input, now))) throw new LanyardError('desktop_taken');
    await endWaiting(tx, input.readerId);
    const pairing = await findPairing(tx, input.readerId);
    if (pairing === null) throw new LanyardError('desktop_not_paired');
    const { deviceId, personId, readerId } = input;
    const actor = { kind: 'device', deviceId, personId } as const;
    const entry = { act: 'desktop.paired', outcome: 'done', actor, personId, deviceId, object: readerId } as const;
    await recordAudit(tx, { ...entry, details: { name: pairing.name } }, now);
    const facts = { desktopName: pairing.name, deviceName: device.name };
    await notices.send(tx, { personId, kind: 'desktop.paired', facts });
    return pairing;
  });
}

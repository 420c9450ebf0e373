import { LanyardError, recordAudit } from '@lanyard/kernel';
import { countPairings, findPairing, type Pairing, putPairing } from '../pg/pairings.ts';
import { findDevice } from '../pg/devices.ts';
import { endWaiting } from '../pg/readers.ts';
import type { FleetParts } from '../ports.ts';

/** Desktops of one device. */
const MOST_DESKTOPS = 20;

/**
 * Pairs a desktop with a device, when the code that the phone showed was typed on the desktop: 1. the device is still
 * one 2. the desktop is nobody else's (one phone a desktop) 3. both are kept, and the desktop waits no longer.
 * @throws LanyardError `device_unknown`, `desktop_taken`, `relay_limited`
 */
export async function makePairing(
  { db, clock }: FleetParts,
  input: { readonly readerId: string; readonly deviceId: string; readonly personId: string },
): Promise<Pairing> {
  const now = clock.now();
  return db.tx(async (tx) => {
    const device = await findDevice(tx, input.deviceId);
    if (device?.state !== 'active') throw new LanyardError('device_unknown');
    if ((await countPairings(tx, input.deviceId)) >= MOST_DESKTOPS) throw new LanyardError('relay_limited');
    if (!(await putPairing(tx, input, now))) throw new LanyardError('desktop_taken');
    await endWaiting(tx, input.readerId);
    const pairing = await findPairing(tx, input.readerId);
    if (pairing === null) throw new LanyardError('desktop_not_paired');
    const { deviceId, personId, readerId } = input;
    const actor = { kind: 'device', deviceId, personId } as const;
    const entry = { act: 'desktop.paired', outcome: 'done', actor, personId, deviceId, object: readerId } as const;
    await recordAudit(tx, { ...entry, details: { name: pairing.name } }, now);
    return pairing;
  });
}

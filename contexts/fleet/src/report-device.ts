import type { DeviceReport } from '@lanyard/contract';
import type { Device } from './device.ts';
import { updateReported } from './pg/devices.ts';
import type { FleetParts } from './ports.ts';
import { refreshScopes } from './scopes/refresh-scopes.ts';

/** A device says what it is now: with another version of its system it may be in other device groups. */
export async function reportDevice(parts: FleetParts, { id }: Device, report: DeviceReport): Promise<void> {
  await parts.db.tx(async (tx) => {
    await updateReported(tx, id, report);
    await refreshScopes(parts, tx, [id]);
  });
}

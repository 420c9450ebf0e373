import type { Tx } from '@lanyard/kernel';
import type { DeviceState } from './device.ts';
import { endPairings } from './pairing/end-pairing.ts';
import { endDevice } from './pg/devices.ts';
import { deleteUnblock } from './pg/unblocks.ts';
import { destroyShares } from './pg/vault-shares.ts';
import type { FleetParts } from './ports.ts';

const BY_ITS_END = { kind: 'system', part: 'end of the device' } as const;

/** Whoever has the device cannot open its vault with the server's help any more. @returns whether it was active */
export const markLost = (parts: FleetParts, tx: Tx, deviceId: string): Promise<boolean> =>
  end(parts, tx, deviceId, 'lost', ['active']);

/** @returns whether it was not retired already */
export const retire = (parts: FleetParts, tx: Tx, deviceId: string): Promise<boolean> =>
  end(parts, tx, deviceId, 'retired', ['active', 'lost']);

async function end(
  parts: FleetParts,
  tx: Tx,
  deviceId: string,
  to: DeviceState,
  from: readonly DeviceState[],
): Promise<boolean> {
  if ((await endDevice(tx, deviceId, to, from, parts.clock.now())) === null) return false;
  // In the order in which a PIN is reset: the two never wait for each other in a circle.
  await deleteUnblock(tx, deviceId);
  await destroyShares(tx, deviceId);
  await endPairings(parts, tx, { deviceId }, BY_ITS_END);
  return true;
}

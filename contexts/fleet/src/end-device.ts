import type { Tx } from '@lanyard/kernel';
import { endPairings } from './pairing/end-pairing.ts';
import { endDevice } from './pg/devices.ts';
import { deleteUnblock } from './pg/unblocks.ts';
import { destroyShares } from './pg/vault-shares.ts';
import type { FleetParts } from './ports.ts';

const BY_ITS_END = { kind: 'system', part: 'end of the device' } as const;

/** Whoever has the device cannot open its vault with the server's help any more. @returns whether it was active */
export async function markLost(parts: FleetParts, tx: Tx, deviceId: string): Promise<boolean> {
  if ((await endDevice(tx, deviceId, 'lost', ['active'], parts.clock.now())) === null) return false;
  await destroyShares(tx, deviceId);
  await deleteUnblock(tx, deviceId);
  await endPairings(parts, tx, { deviceId }, BY_ITS_END);
  return true;
}

/** @returns whether it was not retired already */
export async function retire(parts: FleetParts, tx: Tx, deviceId: string): Promise<boolean> {
  if ((await endDevice(tx, deviceId, 'retired', ['active', 'lost'], parts.clock.now())) === null) return false;
  await destroyShares(tx, deviceId);
  await deleteUnblock(tx, deviceId);
  await endPairings(parts, tx, { deviceId }, BY_ITS_END);
  return true;
}

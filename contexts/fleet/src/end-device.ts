import type { Tx } from '@lanyard/kernel';
import { endDevice } from './pg/devices.ts';
import { destroyShares } from './pg/vault-shares.ts';
import type { FleetParts } from './ports.ts';

/** Whoever has the device cannot open its vault with the server's help any more. @returns whether it was active */
export async function markLost({ clock }: FleetParts, tx: Tx, deviceId: string): Promise<boolean> {
  if ((await endDevice(tx, deviceId, 'lost', ['active'], clock.now())) === null) return false;
  await destroyShares(tx, deviceId);
  return true;
}

/** @returns whether it was not retired already */
export async function retire({ clock }: FleetParts, tx: Tx, deviceId: string): Promise<boolean> {
  if ((await endDevice(tx, deviceId, 'retired', ['active', 'lost'], clock.now())) === null) return false;
  await destroyShares(tx, deviceId);
  return true;
}

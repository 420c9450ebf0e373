import type { FleetParts } from '../ports.ts';
import { allDeviceGroups } from '../pg/device-groups.ts';
import { activeIdsAfter, lockScopes, updateScopes } from '../pg/device-scopes.ts';
import { bumpGeneration, findDevicesOf } from '../pg/devices.ts';
import { spaceRules } from '../pg/spaces.ts';
import type { Tx } from '@lanyard/kernel';
import { claimedBy, keptScopes } from './device-scopes.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const BATCH = 500;

/**
 * Works out anew which groups and which space devices are in, and tells those that changed. Locks come before what is
 * read, so that of two refreshments the later one has seen what the earlier one was for.
 * @returns how many changed
 */
export async function refreshScopes(parts: FleetParts, tx: Tx, deviceIds: readonly string[]): Promise<number> {
  const devices = await lockScopes(tx, deviceIds);
  if (devices.length === 0) return 0;
  const [groups, spaces] = [await allDeviceGroups(tx), await spaceRules(tx)];
  const userGroups = await parts.directory.groupsOf([...new Set(devices.map(({ personId }) => personId))], tx);
  let changed = 0;
  for (const device of devices) {
    const scopes = keptScopes(device, userGroups.get(device.personId) ?? [], device.byHand, groups);
    const spaceId = device.spaceByHand ? device.spaceId : claimedBy(scopes, spaces);
    if (spaceId === device.spaceId && scopes.join() === [...device.scopes].sort().join()) continue;
    await updateScopes(tx, device.id, { scopes, spaceId });
    changed++;
  }
  return changed;
}

/**
 * The groups of a person are others, and with them the settings that hold for them: each active device is told. One at
 * a time: a job that held several devices' rows could wait in a circle with who ends one of them.
 */
export async function personChanged(parts: FleetParts, personId: string): Promise<void> {
  for (const { id, state } of await findDevicesOf(parts.db.pool, personId)) {
    if (state !== 'active') continue;
    await parts.db.tx(async (tx) => {
      if ((await refreshScopes(parts, tx, [id])) === 0) await bumpGeneration(tx, { deviceId: id });
    });
  }
}

/**
 * A rule is another: active devices are looked at in the order of their ids, some hundreds in a transaction.
 * @param after id of the last device that was looked at; null from the beginning
 * @returns id to go on after, null when all were looked at
 */
export async function refreshNext(parts: FleetParts, after: string | null, batches: number): Promise<string | null> {
  let last = after ?? FIRST;
  for (let done = 0; done < batches; done++) {
    const ids = await activeIdsAfter(parts.db.pool, last, BATCH);
    await parts.db.tx((tx) => refreshScopes(parts, tx, ids));
    const next = ids.at(-1);
    if (next === undefined || ids.length < BATCH) return null;
    last = next;
  }
  return last;
}

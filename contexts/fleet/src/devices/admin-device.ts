import type { AdminDeviceView, DeviceChange } from '@lanyard/contract';
import { LanyardError, recordAudit, requireVersion, type Tx } from '@lanyard/kernel';
import type { Editor } from '../configurations/editor.ts';
import type { Device } from '../device.ts';
import { editDevice, lockDeviceVersion } from '../pg/admin-devices.ts';
import { findDeviceGroups } from '../pg/device-groups.ts';
import { findDevice } from '../pg/devices.ts';
import { findSpace } from '../pg/spaces.ts';
import type { FleetParts } from '../ports.ts';
import { refreshScopes } from '../scopes/refresh-scopes.ts';

type Spaces = Pick<Editor, 'spaces'>;
const isTheirs = ({ spaces }: Spaces, spaceId: string): boolean => spaces === null || spaces.includes(spaceId);

/** @throws LanyardError `device_not_found` where there is none, or it lies in a space that is not theirs */
export async function openDevice({ db }: Pick<FleetParts, 'db'>, id: string, editor: Spaces): Promise<Device> {
  const device = await findDevice(db.pool, id);
  if (device === null || !isTheirs(editor, device.spaceId)) throw new LanyardError('device_not_found');
  return device;
}

export async function adminDeviceViewOf(parts: FleetParts, device: Device): Promise<AdminDeviceView> {
  const { db, directory } = parts;
  const person = await directory.personById(device.personId);
  const space = await findSpace(db.pool, device.spaceId);
  const prefix = 'device-group:';
  const groupIds = device.scopes.filter((s) => s.startsWith(prefix)).map((s) => s.slice(prefix.length));
  const { id, personId, state, name, platform, osVersion, model, walletVersion, version } = device;
  return {
    id,
    personId,
    person: person === null ? null : { userName: person.userName, displayName: person.displayName },
    state,
    name,
    platform,
    osVersion,
    model,
    walletVersion,
    registeredAt: device.registeredAt.toISOString(),
    lastCheckInAt: device.lastCheckInAt?.toISOString() ?? null,
    endedAt: device.endedAt?.toISOString() ?? null,
    space: { id: device.spaceId, name: space?.name ?? '', byHand: device.spaceByHand },
    deviceGroups: (await findDeviceGroups(db.pool, groupIds)).map((group) => ({ id: group.id, name: group.name })),
    version,
  };
}

/**
 * Renames a device, or moves it to a space; without one the rules of the spaces decide again.
 * @param made number of the version that the change was made on
 * @throws LanyardError `device_not_found`, `conflict`, `space_not_found`, `space_not_yours`
 */
export async function changeDevice(
  parts: FleetParts,
  tx: Tx,
  id: string,
  made: number,
  { name, spaceId }: DeviceChange,
  editor: Editor,
): Promise<void> {
  const version = await lockDeviceVersion(tx, id);
  const device = await findDevice(tx, id);
  if (version === null || device === null || !isTheirs(editor, device.spaceId))
    throw new LanyardError('device_not_found');
  requireVersion(made, { version });
  if (spaceId) {
    if (!isTheirs(editor, spaceId)) throw new LanyardError('space_not_yours', { spaceId });
    if ((await findSpace(tx, spaceId)) === null) throw new LanyardError('space_not_found', { spaceId });
  }
  await editDevice(tx, id, {
    ...(name === undefined ? {} : { name }),
    ...(spaceId ? { space_id: spaceId, space_by_hand: true } : {}),
    ...(spaceId === null ? { space_by_hand: false } : {}),
  });
  if (spaceId === null) await refreshScopes(parts, tx, [id]);
  const details = { name, spaceId, before: { name: device.name, spaceId: device.spaceId } };
  const { actor, correlationId } = editor;
  const entry = { act: 'device.changed', outcome: 'done', actor, personId: device.personId, deviceId: id } as const;
  await recordAudit(tx, { ...entry, details, correlationId }, parts.clock.now());
}

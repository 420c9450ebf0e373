import type { SubstitutionValues } from '@lanyard/contract';
import { valuesFor, type Has } from '../configurations/desired.ts';
import type { Editor } from '../configurations/editor.ts';
import type { Device } from '../device.ts';
import { openDevice } from '../devices/admin-device.ts';
import type { FleetParts } from '../ports.ts';

export interface DeviceFacts {
  readonly device: Device;
  readonly has: Has;
  readonly values: SubstitutionValues;
}

/** What is known of a device that an administrator chose. @throws LanyardError when it is not theirs to see */
export async function deviceFacts(parts: FleetParts, id: string, editor: Pick<Editor, 'spaces'>): Promise<DeviceFacts> {
  const device = await openDevice(parts, id, editor);
  const [person, has] = await Promise.all([
    parts.directory.personById(device.personId),
    parts.credentials.forDevice(device.id, device.personId),
  ]);
  const nobody = { id: device.personId, userName: '', displayName: '', email: '', state: 'terminated' as const };
  return { device, has, values: valuesFor(parts.config, device, person ?? nobody, has.request) };
}

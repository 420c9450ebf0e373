import { LanyardError, type DeviceCaller, type Tx } from '@lanyard/kernel';
import type { CredentialsParts } from './ports.ts';

/**
 * Nothing begins and nothing becomes active for somebody whose right has ended since the call was let in: person and
 * device are read in the transaction that acts, the device's row locked by the touch, so that who ends it meanwhile
 * comes before or after, never beside.
 * @throws LanyardError `person_not_active`, `device_lost`, `device_unknown`
 */
export async function holdRight(
  { directory, fleet }: CredentialsParts,
  tx: Tx,
  { deviceId, personId }: DeviceCaller,
): Promise<void> {
  await fleet.touch(tx, { personId });
  const device = await fleet.device(deviceId, tx);
  if (device?.state !== 'active') throw new LanyardError(device?.state === 'lost' ? 'device_lost' : 'device_unknown');
  if ((await directory.personById(personId, tx))?.state !== 'active') throw new LanyardError('person_not_active');
}

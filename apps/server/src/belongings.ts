import type { Credentials } from '@lanyard/credentials';
import type { Belongings } from '@lanyard/directory';
import type { Fleet } from '@lanyard/fleet';

/** What hangs on a person, for whoever is about to suspend or change them. */
export async function belongingsOf(
  { credentials, fleet }: { readonly credentials: Credentials; readonly fleet: Fleet },
  personId: string,
): Promise<Belongings> {
  const devices = (await fleet.devicesOf(personId)).filter(({ state }) => state === 'active');
  const held = await Promise.all(devices.map(({ id }) => credentials.forDevice(id, personId)));
  const live = held.flatMap((of) => of.credentials).filter(({ state }) => state === 'active' || state === 'suspended');
  return { devices: devices.length, credentials: live.length };
}

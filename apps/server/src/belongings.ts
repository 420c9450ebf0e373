import type { Belongings } from '@lanyard/directory';

interface Needs {
  readonly fleet: { devicesOf(personId: string): Promise<readonly { readonly id: string; readonly state: string }[]> };
  readonly credentials: {
    forDevice(
      deviceId: string,
      personId: string,
    ): Promise<{ readonly credentials: readonly { readonly state: string }[] }>;
  };
}

/** What hangs on a person, for whoever is about to suspend or change them. */
export async function belongingsOf({ credentials, fleet }: Needs, personId: string): Promise<Belongings> {
  const devices = (await fleet.devicesOf(personId)).filter(({ state }) => state === 'active');
  const held = await Promise.all(devices.map(({ id }) => credentials.forDevice(id, personId)));
  const live = held.flatMap((of) => of.credentials).filter(({ state }) => state === 'active' || state === 'suspended');
  return { devices: devices.length, credentials: live.length };
}

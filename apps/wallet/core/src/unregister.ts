import { once } from './acts.ts';
import { CARD_RECORDS } from './card/card-contents.ts';
import { withdrawAll } from './configurations/apply.ts';
import type { SystemPort } from './configurations/outcome.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError } from './errors.ts';
import type { KeyStore, RandomBytes, Storage } from './ports.ts';
import type { Vault } from './vault.ts';
import { DESKTOP_RECORDS } from './link/desktop-record.ts';
import { PIN_RECORDS } from './unblock.ts';

interface UnregisterPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly random: RandomBytes;
  readonly keys: KeyStore;
  readonly vault: Vault;
  readonly system?: SystemPort | undefined;
}

/** Everything that belongs to one registration. The registration comes last, so that a stop on the way is made good. */
const KEPT: readonly string[] = [
  'activation',
  'credentials',
  'deletions',
  'lost-keys',
  'desired',
  'reported',
  'applied',
  'passcode rules',
  ...CARD_RECORDS,
  ...DESKTOP_RECORDS,
  ...PIN_RECORDS,
  'facts',
  'act:unregister',
  'registration',
];

/**
 * Ends this device at the server, which ends its credentials, and then forgets keys and all.
 * @param force forget here even when the server cannot be told
 */
export async function unregister(ports: UnregisterPorts, force: boolean): Promise<void> {
  try {
    await once(ports, 'unregister', (idempotencyKey) =>
      ports.api.call({ method: 'DELETE', path: '/device/registration', idempotencyKey }),
    );
  } catch (error) {
    const gone = isServerError(error, 'device_unknown', 'device_lost');
    if (!gone && !force) throw error;
  }
  await withdrawAll(ports);
  await ports.vault.erase();
  await ports.keys.erase();
  for (const key of KEPT) await ports.storage.delete(key);
  ports.api.useDevice(undefined);
}

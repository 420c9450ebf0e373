import type { VaultWay } from '@lanyard/contract';
import { forgetActivation } from './activation-record.ts';
import { loadCredentials } from './credential-record.ts';
import { deleteCredential } from './delete-credential.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError } from './errors.ts';
import { noteLostKeys } from './lost-keys.ts';
import type { RandomBytes, Storage } from './ports.ts';
import { PIN_RECORDS } from './unblock.ts';
import type { Vault } from './vault.ts';

interface UnlockPorts {
  readonly vault: Vault;
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly random: RandomBytes;
}

/**
 * Opens the vault. When the server has closed the last way in, nothing here can ever be opened again: the credentials
 * are given up, so that nobody counts on keys that are lost.
 */
export async function unlock(ports: UnlockPorts, way: VaultWay, secret: string): Promise<void> {
  try {
    await ports.vault.open(way, secret);
  } catch (error) {
    if (isServerError(error, 'vault_destroyed', 'vault_way_unknown')) await closeWay(ports, way);
    throw error;
  }
}

async function closeWay(ports: UnlockPorts, way: VaultWay): Promise<void> {
  const { ways } = await ports.vault.status();
  if (ways.some((other) => other !== way)) await ports.vault.closeWay(way);
  else await giveUp(ports);
}

/** The way itself is forgotten last: after a stop on the way here, its next try comes here again. */
async function giveUp(ports: UnlockPorts): Promise<void> {
  const credentials = await loadCredentials(ports.storage);
  await noteLostKeys(ports.storage, credentials);
  await forgetActivation(ports.storage);
  for (const kept of PIN_RECORDS) await ports.storage.delete(kept);
  for (const { id } of credentials) await deleteCredential(ports, id);
  await ports.vault.erase();
}

import type { VaultWay } from '@lanyard/contract';
import { forgetActivation } from './activation-record.ts';
import { loadCredentials } from './credential-record.ts';
import { deleteCredential } from './delete-credential.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError } from './errors.ts';
import type { RandomBytes, Storage } from './ports.ts';
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
    const closed = isServerError(error, 'vault_destroyed', 'vault_way_unknown');
    if (closed && !(await ports.vault.closeWay(way))) await giveUp(ports);
    throw error;
  }
}

async function giveUp(ports: UnlockPorts): Promise<void> {
  await forgetActivation(ports.storage);
  for (const { id } of await loadCredentials(ports.storage)) await deleteCredential(ports, id);
  await ports.vault.erase();
}

import { once } from './acts.ts';
import { loadCredentials, saveCredentials } from './credential-record.ts';
import type { DeviceApi } from './device-api.ts';
import { isServerError, isWalletError, WalletError } from './errors.ts';
import type { RandomBytes, Storage } from './ports.ts';

interface DeletionPorts {
  readonly api: DeviceApi;
  readonly storage: Storage;
  readonly random: RandomBytes;
}

const STORED_UNDER = 'deletions';

/**
 * Erases a credential from this device at once, and tells the server, now or at the next check-in.
 * @returns whether the server knows already
 * @throws WalletError `no_such_credential`
 */
export async function deleteCredential(ports: DeletionPorts, id: string): Promise<boolean> {
  const all = await loadCredentials(ports.storage);
  if (!all.some((credential) => credential.id === id)) throw new WalletError('no_such_credential');
  // First the note, then the erasing: a stop between them must not leave the server with a credential nobody holds.
  await ports.storage.put(STORED_UNDER, [...(await deletions(ports)), id]);
  await saveCredentials(
    ports.storage,
    all.filter((credential) => credential.id !== id),
  );
  try {
    await flushDeletions(ports);
    return true;
  } catch (error) {
    if (isWalletError(error, 'offline')) return false;
    throw error;
  }
}

/** Tells the server of every deletion that it does not know of yet. */
export async function flushDeletions(ports: DeletionPorts): Promise<void> {
  for (const id of await deletions(ports)) {
    await tell(ports, id);
    await ports.storage.put(
      STORED_UNDER,
      (await deletions(ports)).filter((other) => other !== id),
    );
  }
}

const deletions = async ({ storage }: DeletionPorts): Promise<readonly string[]> =>
  (await storage.get<readonly string[]>(STORED_UNDER)) ?? [];

async function tell(ports: DeletionPorts, id: string): Promise<void> {
  try {
    await once(ports, `delete:${id}`, (idempotencyKey) =>
      ports.api.call({ method: 'DELETE', path: `/device/credentials/${id}`, idempotencyKey }),
    );
  } catch (error) {
    // It ended in another way before: what we wanted is so.
    if (!isServerError(error, 'credential_not_found', 'credential_not_active')) throw error;
  }
}

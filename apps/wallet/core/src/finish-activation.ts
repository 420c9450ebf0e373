import type { DeviceCredential } from '@lanyard/contract';
import { credentialOf, forgetActivation, type ActivationRecord } from './activation-record.ts';
import { loadCredentials, saveCredentials, withNew } from './credential-record.ts';
import type { Storage } from './ports.ts';

/** Puts the credential into the list, where it replaces the one before, and then forgets the activation. */
export async function finishActivation(
  { storage }: { readonly storage: Storage },
  record: ActivationRecord,
  credential: DeviceCredential,
): Promise<void> {
  await saveCredentials(storage, withNew(await loadCredentials(storage), credentialOf(record, credential)));
  await forgetActivation(storage);
}

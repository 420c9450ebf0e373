import type { StoredCredential } from './credential-record.ts';
import type { Storage } from './ports.ts';

/** What went when the last way into the vault was closed. Kept until new secrets are chosen, so that it can be said. */
export interface LostKeys {
  /** Names of the credentials that were given up; none where the vault was still empty. */
  readonly credentials: readonly string[];
}

const STORED_UNDER = 'lost-keys';

export const loadLostKeys = (storage: Storage): Promise<LostKeys | undefined> => storage.get(STORED_UNDER);
export const forgetLostKeys = (storage: Storage): Promise<void> => storage.delete(STORED_UNDER);

/** Adds to what was noted before: giving up may have been cut off half way. */
export async function noteLostKeys(storage: Storage, given: readonly StoredCredential[]): Promise<void> {
  const before = (await loadLostKeys(storage))?.credentials ?? [];
  const credentials = [...new Set([...before, ...given.map(({ name }) => name)])];
  await storage.put(STORED_UNDER, { credentials } satisfies LostKeys);
}

import type { Tx } from '@lanyard/kernel';
import { lockLive } from './pg/credentials.ts';
import { lockOpenRequestsOf } from './pg/requests.ts';
import type { RequestRow } from './pg/tables.ts';

/**
 * Locks what is open of a person or on a device before anything of it is ended. Every transaction takes its locks in
 * one order, so that none waits for another in a circle: requests, primaries, credentials, devices.
 * @returns the requests; the credentials are read again once these have ended, since some end with them
 */
export async function lockOpen(
  tx: Tx,
  of: { readonly personId: string } | { readonly deviceId: string },
): Promise<RequestRow[]> {
  const requests = await lockOpenRequestsOf(tx, of);
  await lockLive(tx, of);
  return requests;
}

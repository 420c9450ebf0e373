import type { DeviceCredential, PendingRequest } from '@lanyard/contract';
import { partsOf } from './pg/certificates.ts';
import { findCredentialsOf } from './pg/credentials.ts';
import { findOpenRequest } from './pg/requests.ts';
import type { CredentialsParts } from './ports.ts';
import { deviceCredential, pendingView } from './views.ts';

const SHOWN = 20;

/** What a device should know: its person's open request where it is for this device, and its credentials, ended ones too. */
export async function forDevice(
  parts: CredentialsParts,
  deviceId: string,
  personId: string,
): Promise<{ request: PendingRequest | null; credentials: DeviceCredential[] }> {
  const rows = await findCredentialsOf(parts.db.pool, { deviceId }, SHOWN);
  const certificates = await partsOf(
    parts.db.pool,
    rows.map(({ id }) => id),
  );
  return {
    request: await requestFor(parts, deviceId, personId),
    credentials: rows.map((row) => deviceCredential(row, certificates)),
  };
}

async function requestFor(
  { clock, db, fleet }: CredentialsParts,
  deviceId: string,
  personId: string,
): Promise<PendingRequest | null> {
  const row = await findOpenRequest(db.pool, personId);
  if (row === null) return null;
  const view = pendingView(row, clock.now());
  if (view.state === 'expired') return null;
  // It belongs to the device that activates it, or that registered with its PIN; until there is one, to all of the person's.
  const owner = row.device_id ?? (await fleet.registrationFor(row.id))?.deviceId ?? deviceId;
  return owner === deviceId ? view : null;
}

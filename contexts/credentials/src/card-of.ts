import type { CardContents } from '@lanyard/contract';
import { type DeviceCaller, LanyardError } from '@lanyard/kernel';
import { toBase64, viewOf } from '@lanyard/pki';
import { partsOf } from './pg/certificates.ts';
import { findCredential } from './pg/credentials.ts';
import type { CredentialsParts } from './ports.ts';

/**
 * What an issuer has to sign of a credential that a device shows as a PIV card: 1. it is the device's own 2. active 3. of
 * our own issuer: for another's we do not vouch.
 * @throws LanyardError `credential_not_found`, `credential_not_active`
 */
export async function cardOf(
  { db, cardContent }: CredentialsParts,
  caller: DeviceCaller,
  { id, retired }: { readonly id: string; readonly retired: number },
): Promise<CardContents> {
  const row = await findCredential(db.pool, id);
  if (row === null || row.device_id !== caller.deviceId || row.person_id !== caller.personId)
    throw new LanyardError('credential_not_found');
  const part = (await partsOf(db.pool, [id])).find(({ purpose }) => purpose === 'authentication');
  if (row.state !== 'active' || row.provider !== 'lanyard' || !part?.certificate)
    throw new LanyardError('credential_not_active');
  const { chuid, securityObject } = await cardContent.sign(viewOf(part.certificate), retired);
  return { chuid: toBase64(chuid), securityObject: toBase64(securityObject) };
}

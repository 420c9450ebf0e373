import { CHALLENGE_LENGTH, type DeviceCredential, type UnblockStarted, unlockTypesFor } from '@lanyard/contract';
import { LanyardError, minutes, oneTimeSecret, recordAudit, takeAttempt } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { putUnblock } from '../pg/unblocks.ts';
import type { FleetParts } from '../ports.ts';
import { responseTo } from './response-to.ts';

export const UNBLOCK_TRIES = 5;
/** As long as two sign-ins with a card may take that have a new one between them. */
const LIFETIME_MS = minutes(30);
const WINDOW_SECONDS = 600;
const CHALLENGES = 10;

/**
 * Makes the challenge of a forgotten PIN: 1. tries are left 2. there is an active credential, which it is bound to
 * 3. it takes the place of an earlier one.
 * @throws LanyardError `unblock_limited`, `credential_not_active`
 */
export async function startUnblock(parts: FleetParts, key: Uint8Array, device: Device): Promise<UnblockStarted> {
  const { db, clock, random } = parts;
  const now = clock.now();
  if (!(await takeAttempt(db.pool, `unblock:device:${device.id}`, CHALLENGES, WINDOW_SECONDS, now)))
    throw new LanyardError('unblock_limited');
  const credential = await unblockedCredential(parts, device);
  const challenge = typableChallenge(key, device, credential.id, () => oneTimeSecret(CHALLENGE_LENGTH, random));
  const expiresAt = new Date(now.getTime() + LIFETIME_MS);
  await db.tx(async (tx) => {
    await putUnblock(tx, {
      device_id: device.id,
      credential_id: credential.id,
      challenge,
      unlock_type: null,
      tries: UNBLOCK_TRIES,
      expires_at: expiresAt,
    });
    const { id: deviceId, personId } = device;
    const actor = { kind: 'device', deviceId, personId } as const;
    const object = credential.id;
    await recordAudit(tx, { act: 'unblock.started', outcome: 'done', actor, personId, deviceId, object }, now);
  });
  const { id, name } = credential;
  const expiry = expiresAt.toISOString();
  return { challenge, credentialId: id, credentialName: name, expiresAt: expiry, tries: UNBLOCK_TRIES };
}

/** The newest that is active. @throws LanyardError `credential_not_active` */
export async function unblockedCredential(
  { credentials }: FleetParts,
  { id, personId }: Pick<Device, 'id' | 'personId'>,
): Promise<DeviceCredential> {
  const [newest] = (await credentials.forDevice(id, personId)).credentials
    .filter(({ state }) => state === 'active')
    .toSorted((a, b) => Date.parse(b.issuedAt) - Date.parse(a.issuedAt));
  if (newest === undefined) throw new LanyardError('credential_not_active');
  return newest;
}

/** Programs take a PIN unblocking key for text that ends at an octet 0: no response has one. */
function typableChallenge(key: Uint8Array, { platform }: Device, credentialId: string, make: () => string): string {
  for (;;) {
    const challenge = make();
    const types = unlockTypesFor(platform);
    if (types.every((unlockType) => !responseTo(key, { challenge, credentialId, unlockType }).includes(0)))
      return challenge;
  }
}

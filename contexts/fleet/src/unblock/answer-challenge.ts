import { type UnlockAnswer, type UnlockInput, unlockTypesFor } from '@lanyard/contract';
import { LanyardError, normaliseSecret, recordAudit, takeAttempt } from '@lanyard/kernel';
import { findDevice } from '../pg/devices.ts';
import { findUnblock, noteAnswered } from '../pg/unblocks.ts';
import type { FleetParts } from '../ports.ts';
import { responseTo } from './response-to.ts';
import { unblockedCredential } from './start-unblock.ts';

const WINDOW_SECONDS = 600;
const CHALLENGES = 10;

interface Asking {
  readonly personId: string;
  readonly sessionId: string;
  readonly deviceId: string;
}

/**
 * Turns the challenge that a phone shows into its response, for whoever just signed in with the card: 1. the phone is
 * theirs 2. the type is one that resets a PIN there 3. the challenge is the one that it shows, for the credential that it
 * has. The type is kept: the response to another one is not taken.
 * @throws LanyardError `device_not_found`, `unblock_type_wrong`, `unblock_limited`, `unblock_challenge_unknown`,
 * `unblock_ended`, `credential_not_active`
 */
export async function answerChallenge(
  parts: FleetParts,
  key: Uint8Array,
  { personId, sessionId, deviceId }: Asking,
  { unlockType, challenge }: UnlockInput,
): Promise<UnlockAnswer> {
  const { db, clock } = parts;
  const now = clock.now();
  const device = await findDevice(db.pool, deviceId);
  if (device?.personId !== personId || device.state !== 'active') throw new LanyardError('device_not_found');
  if (!unlockTypesFor(device.platform).includes(unlockType)) throw new LanyardError('unblock_type_wrong');
  if (!(await takeAttempt(db.pool, `unblock:person:${personId}`, CHALLENGES, WINDOW_SECONDS, now)))
    throw new LanyardError('unblock_limited');
  const credential = await unblockedCredential(parts, device);
  const open = await findUnblock(db.pool, deviceId, now);
  if (open?.challenge !== normaliseSecret(challenge) || open.credential_id !== credential.id)
    throw new LanyardError('unblock_challenge_unknown');
  await db.tx(async (tx) => {
    if (!(await noteAnswered(tx, open, unlockType))) throw new LanyardError('unblock_ended');
    const actor = { kind: 'person', personId, sessionId } as const;
    const entry = {
      act: 'unblock.answered',
      outcome: 'done',
      actor,
      personId,
      deviceId,
      object: credential.id,
    } as const;
    await recordAudit(tx, { ...entry, details: { unlockType } }, now);
  });
  const response = responseTo(key, { challenge: open.challenge, credentialId: credential.id, unlockType });
  return {
    response: response.toString('hex').toUpperCase(),
    credentialName: credential.name,
    expiresAt: open.expires_at.toISOString(),
  };
}

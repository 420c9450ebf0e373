import { createHmac } from 'node:crypto';
import type { UnlockType } from '@lanyard/contract';

/** As many as a PIN unblocking key has (SP 800-73-5 pt2 §2.4.3). */
const RESPONSE_OCTETS = 8;

export interface Asked {
  readonly challenge: string;
  readonly credentialId: string;
  readonly unlockType: UnlockType;
}

/**
 * The response to a challenge: 64 bits of HMAC-SHA-256 over all that it is for.
 * @param key of the installation, 32 octets
 */
export const responseTo = (key: Uint8Array, { challenge, credentialId, unlockType }: Asked): Buffer =>
  createHmac('sha256', key).update(`${challenge}|${credentialId}|${unlockType}`).digest().subarray(0, RESPONSE_OCTETS);

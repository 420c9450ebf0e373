import { createHmac } from 'node:crypto';
import { equalSecret, type MasterKey } from '@lanyard/kernel';

export interface CsrfTokens {
  of(sessionId: string): string;
  fits(sessionId: string, given: unknown): boolean;
}

/** A token for each session, the same on every node, kept nowhere: an HMAC of the session's id. */
export function csrfTokens(masterKey: MasterKey): CsrfTokens {
  const key = masterKey.derive('signin csrf');
  const of = (sessionId: string): string => createHmac('sha256', key).update(sessionId).digest('base64url');
  return { of, fits: (sessionId, given) => typeof given === 'string' && equalSecret(of(sessionId), given) };
}

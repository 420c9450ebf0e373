import { after, hashToken, LanyardError, minutes, sourceOf, takeAttempt } from '@lanyard/kernel';
import { type Challenge, insertChallenge, takeChallenge } from '../pg/passkeys.ts';
import { defaultLimits, type SigninConfig, type SigninPorts } from '../ports.ts';

/** How long a person may take to find the passkey and unlock it. */
export const CHALLENGE_LIFETIME = minutes(5);

/** What a challenge was made for: it counts for nothing else. */
export interface Occasion {
  /** What only the browser that asked has: its session, or a cookie set for this. */
  readonly binding: string;
  /** Null: to sign in, by whoever it turns out to be. */
  readonly personId: string | null;
}

/** 256 bits for an authenticator to sign, once. */
export async function newChallenge(
  { db, clock, random }: SigninPorts,
  occasion: Occasion,
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = random.bytes(32);
  const row = rowOf(Buffer.from(challenge).toString('base64url'), occasion);
  await insertChallenge(db.pool, row, after(clock.now(), CHALLENGE_LIFETIME));
  return challenge;
}

/** For simplewebauthn: whether a challenge is ours, for this, and not shown before. It is used up by being asked for. */
export const challengeChecker =
  ({ db, clock }: SigninPorts, occasion: Occasion) =>
  (challenge: string): Promise<boolean> =>
    takeChallenge(db.pool, rowOf(challenge, occasion), clock.now());

const rowOf = (challenge: string, { binding, personId }: Occasion): Challenge => ({
  challengeHash: hashToken(challenge),
  cookieHash: hashToken(binding),
  personId,
});

/** @throws LanyardError `rate_limited` */
export async function takePasskeyTry({ db, clock }: SigninPorts, config: SigninConfig, ip: string): Promise<void> {
  const { passkeysPerSource } = { ...defaultLimits, ...config.limits };
  if (!(await takeAttempt(db.pool, `signin:passkey:${sourceOf(ip)}`, passkeysPerSource, 60, clock.now())))
    throw new LanyardError('rate_limited');
}

import { z } from 'zod';
import { base64, instant, uuid, type Platform } from './common.ts';

/** What the self-service portal can make a key for; its labels are those of the source documents. */
export const unlockType = z.enum(['windows-7', 'windows-8', 'windows-10', 'windows-11', 'card-unlocking-key']);
export type UnlockType = z.infer<typeof unlockType>;

export const unlockTypeLabels: Readonly<Record<UnlockType, string>> = {
  'windows-7': 'Windows 7 PIN Unblock',
  'windows-8': 'Windows 8 PIN Unblock',
  'windows-10': 'Windows 10 PIN Unblock',
  'windows-11': 'Windows 11 PIN Unblock',
  'card-unlocking-key': 'Card Unlocking Key',
};

const BY_WINDOWS: readonly UnlockType[] = ['windows-7', 'windows-8', 'windows-10', 'windows-11'];

/** The types whose response resets the PIN of a phone: on iOS one for every Windows, elsewhere one for each. */
export const unlockTypesFor = (platform: Platform): readonly UnlockType[] =>
  platform === 'ios' ? ['windows-7'] : BY_WINDOWS;

/** Characters of Crockford base32. */
export const CHALLENGE_LENGTH = 12;
export const unblockChallenge = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{12}$/);

/** POST /device/unblock: "Reset PIN" makes a challenge; an earlier one ends. */
export const unblockStarted = z.strictObject({
  challenge: unblockChallenge,
  credentialId: uuid,
  credentialName: z.string(),
  expiresAt: instant,
  /** Wrong responses that end it. */
  tries: z.number().int(),
});
export type UnblockStarted = z.infer<typeof unblockStarted>;

/** 64 bits, hexadecimal: over PC/SC these 8 octets are the PIN unblocking key. */
export const unblockResponse = z.string().regex(/^[0-9A-F]{16}$/);

/** PUT /device/unblock: the response, and the verifier of the new PIN. Answers the new share. */
export const unblockInput = z.strictObject({ response: unblockResponse, verifier: base64(32) });
export type UnblockInput = z.infer<typeof unblockInput>;

/** POST /api/me/devices/{id}/unlock */
export const unlockInput = z.strictObject({ unlockType, challenge: z.string().max(60) });
export type UnlockInput = z.infer<typeof unlockInput>;
export const unlockAnswer = z.strictObject({
  response: unblockResponse,
  credentialName: z.string(),
  expiresAt: instant,
});
export type UnlockAnswer = z.infer<typeof unlockAnswer>;

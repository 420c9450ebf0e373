import type { WaitingDesktop } from '@lanyard/contract';
import { LanyardError, takeAttempt } from '@lanyard/kernel';
import type { Device } from '../device.ts';
import { findWaiting } from '../pg/readers.ts';
import type { FleetParts } from '../ports.ts';
import { wordMac } from './reader-word.ts';

const WINDOW_SECONDS = 600;
/** A word has 30 bits and lives five minutes: a person who types it has no need of more. */
const WORDS = 10;

/**
 * The desktops that wait under a word: one, or none.
 * @param key of the words' MAC
 * @throws LanyardError `relay_limited`
 */
export async function findDesktops(
  { db, clock }: FleetParts,
  key: Uint8Array,
  { personId }: Device,
  word: string,
): Promise<WaitingDesktop[]> {
  const now = clock.now();
  if (!(await takeAttempt(db.pool, `relay:word:person:${personId}`, WORDS, WINDOW_SECONDS, now)))
    throw new LanyardError('relay_limited');
  const found = await findWaiting(db.pool, wordMac(key, word), now);
  return found === null ? [] : [{ readerId: found.readerId, name: found.name, waitsUntil: found.until.toISOString() }];
}

import { createHmac } from 'node:crypto';
import { READER_WORD_LENGTH } from '@lanyard/contract';
import { isUniqueViolation, minutes, oneTimeSecret, takeAttempt, LanyardError } from '@lanyard/kernel';
import { noteWaiting, type Presence } from '../pg/readers.ts';
import type { FleetParts } from '../ports.ts';

/** A desktop waits so long to be paired. */
export const WAITING_MS = minutes(5);
const WINDOW_SECONDS = 600;
/** Words that desktops of one address may ask for in the window: an office behind one address has many. */
const FROM_SOURCE = 60;
const FROM_READER = 20;

/** Words are kept as a MAC: 30 bits would be guessed from a hash. */
export const wordMac = (key: Uint8Array, word: string): Buffer => createHmac('sha256', key).update(word).digest();

/**
 * Has a reader wait under a new word, which it shows. Nobody finds it who does not see its screen, and it appears in
 * nobody's list: strangers can neither be listed nor crowd out others.
 * @param key of the MAC
 * @throws LanyardError `relay_limited`
 */
export async function waitUnderWord(
  { db, clock, random }: FleetParts,
  key: Uint8Array,
  presence: Presence,
  source: string,
): Promise<string> {
  const now = clock.now();
  const take = (name: string, limit: number) => takeAttempt(db.pool, name, limit, WINDOW_SECONDS, now);
  const allowed =
    (await take(`relay:wait:reader:${presence.readerId}`, FROM_READER)) &&
    (await take(`relay:wait:source:${source}`, FROM_SOURCE));
  if (!allowed) throw new LanyardError('relay_limited');
  for (;;) {
    const word = oneTimeSecret(READER_WORD_LENGTH, random);
    const until = new Date(now.getTime() + WAITING_MS);
    try {
      await noteWaiting(db.pool, presence, { mac: wordMac(key, word), until }, now);
      return word;
    } catch (error) {
      if (!isUniqueViolation(error, 'reader_word')) throw error;
    }
  }
}

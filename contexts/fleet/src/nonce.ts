import { createHmac } from 'node:crypto';
import { equalSecret } from '@lanyard/kernel';

/** A proof made now is good for at least one slot and at most two. */
const SLOT_MS = 120_000;

export interface Nonces {
  current(now: Date): string;
  isCurrent(nonce: string, now: Date): boolean;
}

/**
 * Server nonces of RFC 9449 §8 that every process agrees on without a table: a MAC of the time slot.
 * @param key 32 octets
 */
export function nonces(key: Uint8Array): Nonces {
  const ofSlot = (slot: number): string =>
    createHmac('sha256', key).update(String(slot)).digest('base64url').slice(0, 22);
  const slotOf = (now: Date): number => Math.floor(now.getTime() / SLOT_MS);
  return {
    current: (now) => ofSlot(slotOf(now)),
    isCurrent: (nonce, now) => [0, 1].some((age) => equalSecret(nonce, ofSlot(slotOf(now) - age))),
  };
}

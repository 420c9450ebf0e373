import { createHmac } from 'node:crypto';
import { equalSecret } from '@lanyard/kernel';

/** A proof made now is good for at least one slot and at most two. */
const SLOT_MS = 120_000;
const KEPT = 4;

export interface Nonces {
  current(now: Date): string;
  isCurrent(nonce: string, now: Date): boolean;
}

/**
 * Server nonces of RFC 9449 §8 that every process agrees on without a table: a MAC of the time slot.
 * @param key 32 octets
 */
export function nonces(key: Uint8Array): Nonces {
  const made = new Map<number, string>(); // every call asks for the same two
  const ofSlot = (slot: number): string => {
    const known = made.get(slot);
    if (known !== undefined) return known;
    const nonce = createHmac('sha256', key).update(String(slot)).digest('base64url').slice(0, 22);
    if (made.size >= KEPT) made.clear();
    made.set(slot, nonce);
    return nonce;
  };
  const slotOf = (now: Date): number => Math.floor(now.getTime() / SLOT_MS);
  return {
    current: (now) => ofSlot(slotOf(now)),
    isCurrent: (nonce, now) => [0, 1].some((age) => equalSecret(nonce, ofSlot(slotOf(now) - age))),
  };
}

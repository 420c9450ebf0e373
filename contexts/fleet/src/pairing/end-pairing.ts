import { type Actor, LanyardError, recordAudit, type Outbox, type Tx, type Clock } from '@lanyard/kernel';
import { deletePairings } from '../pg/pairings.ts';

/** Tells the node that keeps the reader's connection; whichever process takes it. */
export const PAIRING_ENDED = 'fleet.pairing-ended';

type Parts = { readonly clock: Clock; readonly outbox: Outbox };
type Which = Parameters<typeof deletePairings>[1];

/**
 * Forgets pairings, from wherever that is asked for: phone, desktop, self-service portal, administrator, the end of the
 * device. From the commit on no way is opened, and one that stands is cut.
 * @returns how many there were
 */
export async function endPairings({ clock, outbox }: Parts, tx: Tx, which: Which, actor: Actor): Promise<number> {
  const ended = await deletePairings(tx, which);
  for (const { readerId, deviceId, personId } of ended) {
    const entry = { act: 'desktop.unpaired', outcome: 'done', actor, personId, deviceId, object: readerId } as const;
    await recordAudit(tx, entry, clock.now());
    await outbox.send(tx, PAIRING_ENDED, { readerId });
  }
  return ended.length;
}

/** As `endPairings`, where there must be one. @throws LanyardError `desktop_not_paired` */
export async function endPairing(parts: Parts, tx: Tx, which: Which, actor: Actor): Promise<void> {
  if ((await endPairings(parts, tx, which, actor)) === 0) throw new LanyardError('desktop_not_paired');
}

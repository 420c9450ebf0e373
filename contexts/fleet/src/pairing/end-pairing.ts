import { type Actor, LanyardError, recordAudit, type Outbox, type Tx, type Clock } from '@lanyard/kernel';
import { deletePairings } from '../pg/pairings.ts';
import type { NoticesPort } from '../ports.ts';

/** Tells the node that keeps the reader's connection; whichever process takes it. */
export const PAIRING_ENDED = 'fleet.pairing-ended';

type Parts = { readonly clock: Clock; readonly outbox: Outbox; readonly notices: NoticesPort };
type Which = Parameters<typeof deletePairings>[1];

/**
 * Forgets pairings, from wherever that is asked for: phone, desktop, self-service portal, administrator, the end of the
 * device. From the commit on no way is opened, and one that stands is cut. Whoever had it done with neither phone nor
 * desktop in hand may not be its holder, who is told.
 * @returns how many there were
 */
export async function endPairings(
  { clock, outbox, notices }: Parts,
  tx: Tx,
  which: Which,
  actor: Actor,
): Promise<number> {
  const ended = await deletePairings(tx, which);
  for (const { readerId, deviceId, personId, name, deviceName } of ended) {
    const entry = { act: 'desktop.unpaired', outcome: 'done', actor, personId, deviceId, object: readerId } as const;
    await recordAudit(tx, { ...entry, details: { name } }, clock.now());
    await outbox.send(tx, PAIRING_ENDED, { readerId });
    if (actor.kind === 'device' || actor.kind === 'system') continue;
    await notices.send(tx, { personId, kind: 'desktop.unpaired', facts: { desktopName: name, deviceName } });
  }
  return ended.length;
}

/** As `endPairings`, where there must be one. @throws LanyardError `desktop_not_paired` */
export async function endPairing(parts: Parts, tx: Tx, which: Which, actor: Actor): Promise<void> {
  if ((await endPairings(parts, tx, which, actor)) === 0) throw new LanyardError('desktop_not_paired');
}

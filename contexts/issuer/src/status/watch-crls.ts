import { after, days, hours, recordAudit } from '@lanyard/kernel';
import { markOverdueCrls } from '../pg/crls.ts';
import type { IssuerPorts } from '../ports.ts';

/** How long past its interval a CRL may be late before somebody has to look. */
const GRACE = hours(1);
/** People have to come together for the CRL of a root that is kept offline. */
const OFFLINE_WARNING = days(30);

/**
 * The nextUpdate alarm: a CRL in force that is older than its interval and an hour, or 30 days from its end where
 * the key is offline, is put in the log, as an error,
 * and on the audit record, once; while there is still time until relying parties refuse everything.
 * @returns ids of authorities whose alarm was raised now
 */
export async function watchCrls(
  { db, clock, log }: Pick<IssuerPorts, 'db' | 'clock' | 'log'>,
  { crlEveryHours }: { readonly crlEveryHours: number },
): Promise<string[]> {
  const at = clock.now();
  const overdue = await db.tx(async (tx) => {
    const marked = await markOverdueCrls(tx, {
      madeBefore: after(at, -(hours(crlEveryHours) + GRACE)),
      offlineEndsBefore: after(at, OFFLINE_WARNING),
      at,
    });
    for (const { authority_id: object, number, this_update, next_update } of marked) {
      const details = { number, thisUpdate: this_update.toISOString(), nextUpdate: next_update.toISOString() };
      await recordAudit(
        tx,
        { act: 'crl.overdue', outcome: 'refused', actor: { kind: 'system', part: 'issuer' }, object, details },
        at,
      );
    }
    return marked;
  });
  for (const { authority_id: authority, number, next_update: nextUpdate } of overdue) {
    const hoursLeft = Math.round((nextUpdate.getTime() - at.getTime()) / 360_000) / 10;
    log.error(
      { alarm: 'crl.overdue', authority, number, nextUpdate, hoursLeft },
      'the CRL in force is older than it should be',
    );
  }
  return overdue.map((row) => row.authority_id);
}

import { type Outbox, recordAudit, type Tx } from '@lanyard/kernel';
import { bumpGeneration } from '../pg/authorities.ts';
import { closeUnfinished, type Unfinished } from '../pg/serials.ts';
import { requestCrl, type Coalesce } from '../status/request-crl.ts';

/**
 * Gives unfinished numbers up. A certificate with such a number may exist, signed by a process that died before it
 * could store it, so the number is answered `revoked` and goes on the CRL, and it is never signed again.
 * @returns how many were closed
 */
export async function closeIntents(
  tx: Tx,
  outbox: Outbox,
  which: Unfinished,
  why: string,
  when: Coalesce,
): Promise<number> {
  const closed = await closeUnfinished(tx, which, when.at);
  for (const authority of [...new Set(closed.map((row) => row.authority_id))].sort()) {
    await bumpGeneration(tx, authority);
    await requestCrl(tx, outbox, authority, when);
  }
  for (const { authority_id: authority, serial, reference } of closed) {
    const entry = {
      act: 'certificate.closed',
      outcome: 'done',
      actor: { kind: 'system', part: 'issuer' },
      object: serial,
    } as const;
    await recordAudit(tx, { ...entry, details: { authority, reference, why } }, when.at);
  }
  return closed.length;
}

import { after, type Outbox, seconds, type Tx } from '@lanyard/kernel';

export const CRL_QUEUE = 'issuer.crl';

/** When a change happens, and how long changes gather into one CRL. */
export interface Coalesce {
  readonly at: Date;
  readonly seconds: number;
}

export interface CrlJob {
  readonly authority: string;
}

/** Asks for a CRL in the transaction that needs it. Later jobs of the same wait find it published and do nothing. */
export async function requestCrl(tx: Tx, outbox: Outbox, authority: string, when: Coalesce): Promise<void> {
  const job: CrlJob = { authority };
  await outbox.send(tx, CRL_QUEUE, job, { startAfter: after(when.at, seconds(when.seconds)), singletonKey: authority });
}
